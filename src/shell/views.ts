import type { Action } from './actions/action';
import { canonicalText, type CanonicalCommand } from './actions/canonicalCommand';
import { classText, redirectText, resolvedText } from './actions/classText';
import { maskSpans } from './actions/hidden';
import type { Pipeline } from './actions/pipeline';
import { withoutMarks } from './paths/targetClass';
import { commandPipelines, type CommandPipelines, type ViewOptions } from './pipelines';
import { spellings } from './spellings';
import { isSilent, writes } from './stages/redirects';
import type { Span } from './stages/stage';
import { LIMITS } from './walk/budget';

export type { ViewOptions } from './pipelines';

export const ViewKind = ['line', 'simple', 'expanded', 'spelled', 'canonical', 'class'] as const;
export type ViewKind = (typeof ViewKind)[number];

/** One text a rule is matched against, and the stretch of the command as written that it stands for. */
export interface CommandView {
  readonly kind: ViewKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a command that changes nothing: no deny or ask rule reads it. */
  readonly inert?: true;
}

/** All views of one command. An `expanded` view directly follows the `simple` view it belongs to. */
export interface CommandViews {
  /** The first is the whole line, which deny rules read only where the command was refused. */
  readonly views: readonly CommandView[];
  /** False where the parser refused the command: it is then matched as written, whole and in pieces. */
  readonly parsed: boolean;
  /** True where a limit cut the views short: such a command must never be allowed silently. */
  readonly truncated: boolean;
}

/** What a rule is matched against. Never throws; see docs/matching.md. */
export function commandViews(command: string, options?: ViewOptions): CommandViews {
  return viewsOf(commandPipelines(command, options));
}

/** `commandViews` of a command that is already taken apart. */
export function viewsOf(read: CommandPipelines): CommandViews {
  const { command, pipelines, found } = read;
  const sink: Sink = { views: [], seen: new Set(), room: LIMITS.outputChars, full: false };
  for (const pipeline of pipelines) addPipeline(sink, pipeline);
  for (const { shown, start, end } of found.settings)
    add(sink, { kind: 'simple', text: shown, start, end });
  for (const { start, end } of found.pieces)
    add(sink, { kind: 'canonical', text: command.slice(start, end), start, end });
  const end = found.truncated ? Math.min(command.length, LIMITS.inputChars) : command.length;
  const whole = lineText(command.slice(0, end), read);
  const text = whole.slice(0, LIMITS.inputChars);
  const isCut = text.length < whole.length;
  return {
    views: [{ kind: 'line', text, start: 0, end }, ...sink.views],
    parsed: found.parsed,
    truncated: found.truncated || sink.full || isCut,
  };
}

interface Sink {
  readonly views: CommandView[];
  readonly seen: Set<string>;
  room: number;
  full: boolean;
}

/** The views of one pipeline. */
function addPipeline(sink: Sink, pipeline: Pipeline): void {
  const { actions, speculative } = pipeline;
  const span = spanOf(actions);
  for (const action of actions) {
    if (!speculative) addCalled(sink, action);
    else add(sink, { kind: 'canonical', text: action.called, ...span, ...inertOf(action) });
  }
  for (const [together, inert] of readTogether(pipeline)) addTogether(sink, together, inert);
}

/** The texts of the class views of pipelines that deny and ask rules read. */
export function classTexts(pipelines: readonly Pipeline[]): readonly string[] {
  const sink: Sink = { views: [], seen: new Set(), room: LIMITS.outputChars, full: false };
  for (const pipeline of pipelines) {
    for (const [actions, inert] of readTogether(pipeline)) {
      addClasses(sink, actions, { ...spanOf(actions), ...inert });
    }
  }
  return sink.views.flatMap(({ kind, inert, text }) =>
    kind === 'class' && inert !== true ? [text] : [],
  );
}

/** The actions of a pipeline that views show together: all, and without those that change nothing. */
function readTogether({ actions }: Pipeline): readonly (readonly [readonly Action[], Inert])[] {
  // What a shell makes of the output of a command that changes nothing may change something.
  const isFed = actions.some(({ isExecuted }) => isExecuted);
  const kept = isFed ? actions : actions.filter(({ inert }) => inert === undefined);
  if (kept.length === actions.length) return [[actions, NOT_INERT]];
  const all = [actions, INERT] as const;
  return kept.length > 0 ? [all, [kept, NOT_INERT]] : [all];
}

type Inert = Pick<CommandView, 'inert'>;
const INERT: Inert = { inert: true };
const NOT_INERT: Inert = {};

function inertOf(action: Action): Inert {
  return action.inert === undefined ? NOT_INERT : INERT;
}

function spanOf(actions: readonly Action[]): Span {
  return {
    start: Math.min(...actions.map(({ start }) => start)),
    end: Math.max(...actions.map(({ end }) => end)),
  };
}

/** What the actions of a pipeline say together. */
function addTogether(sink: Sink, actions: readonly Action[], inert: Inert): void {
  const place = { ...spanOf(actions), ...inert };
  const addJoined = (texts: readonly string[]): void => {
    add(sink, { kind: 'canonical', text: texts.join(' | '), ...place });
  };
  addJoined(actions.map(({ canonical }) => canonicalText(canonical)));
  if (actions.some(({ inner }) => inner !== undefined)) {
    addJoined(
      actions.map(({ canonical, inner }) => {
        const text = canonicalText(canonical);
        return inner === undefined ? text : withInner(text, canonicalText(inner.canonical));
      }),
    );
  }
  // A rule that begins with a program's name means it with sudo too.
  if (actions.some(({ sudo }) => sudo)) {
    const texts = actions.map(({ canonical }) => canonicalText(canonical, false));
    addJoined(texts);
    for (const [at, { sudo, start, end }] of actions.entries()) {
      if (sudo) add(sink, { ...place, kind: 'canonical', text: texts[at] ?? '', start, end });
    }
  }
  addClasses(sink, actions, place);
}

/** What the pipeline and each of its actions work on. */
function addClasses(sink: Sink, actions: readonly Action[], place: Span & Inert): void {
  // A likely action beside it says what the variables hold.
  if (actions.some((action) => action.vague && isUnknown(action))) return;
  for (const sudo of actions.some((action) => action.sudo) ? [true, false] : [true]) {
    const texts = actions.map((action) => {
      const own = classText(action, sudo && action.sudo);
      return action.inner === undefined ? own : withInner(own, classText(action.inner));
    });
    add(sink, { kind: 'class', text: texts.join(' | '), ...place });
    if (actions.length < 2) continue;
    for (const [at, action] of actions.entries()) {
      const { start, end } = action;
      add(sink, { kind: 'class', text: texts[at] ?? '', start, end, ...inertOf(action) });
    }
  }
  for (const action of actions) {
    const { redirects, files, start, end } = action;
    for (const written of [...redirects.filter(({ op }) => writes(op)), ...files]) {
      add(sink, { kind: 'class', text: redirectText(written), start, end });
    }
    const text = resolvedText(action);
    if (text !== undefined) {
      add(sink, { kind: 'canonical', text, start, end, ...inertOf(action) });
    }
  }
}

function isUnknown({ operands }: Action): boolean {
  return operands.some(({ targets }) => targets.some((one) => one.class === 'unknown'));
}

/** The whole line with data masked: as long as it was written, or, where that is too long, with little of the data. */
function lineText(command: string, { pipelines, found }: CommandPipelines): string {
  if (!found.parsed) return command;
  const hidden: Span[] = [...found.hidden];
  for (const { actions, speculative } of pipelines) {
    // What only may be run could be shown as data by mistake.
    if (!speculative) for (const action of actions) hidden.push(...action.hidden);
  }
  const masked = maskSpans(command, hidden);
  return masked.length > LIMITS.inputChars ? masked.replace(/_[_\n]{64,}/g, '_') : masked;
}

/** One action as it was called, and with its options in other spellings. */
function addCalled(sink: Sink, action: Action): void {
  const { called: text, canonical, files, start, end } = action;
  const place = { start, end, ...inertOf(action) };
  if (!add(sink, { kind: 'simple', text, ...place })) return;
  const expanded = canonicalText(canonical);
  if (expanded !== text) add(sink, { kind: 'expanded', text: expanded, ...place });
  const spelled = [...withoutSudo(action), ...allSpellings(canonical)];
  for (const other of spelled) {
    if (other !== text) add(sink, { kind: 'spelled', text: other, ...place });
  }
  // Treat file redirection as a separate command: allowing `ls` must not allow `ls > ~/.bashrc`.
  for (const { op, target } of canonical.redirects) {
    if (!writes(op) || isSilent(target)) continue;
    add(sink, { kind: 'simple', text: `${op} ${target}`, start, end });
  }
  // Other programs say by their names that they write; a rule about the file need not know them.
  for (const { op, target } of files) {
    add(sink, { kind: 'canonical', text: `${op} ${target.shown}`, start, end });
  }
}

/** As it was called, but without `sudo`, where the canonical form has another order. */
function withoutSudo({ sudo, called, canonical }: Action): readonly string[] {
  const text = called.replace('sudo ', '');
  return sudo && text !== canonicalText(canonical, false) ? [text] : [];
}

/** With `sudo` and without it: a rule that begins with a program's name means it with sudo too. */
function allSpellings(command: CanonicalCommand): readonly string[] {
  const plain = command.sudo ? spellings({ ...command, sudo: false }) : [];
  return [...spellings(command), ...plain];
}

/** The text of a runner with the whole command in the place of its name. */
function withInner(text: string, inner: string): string {
  return text.slice(0, text.lastIndexOf(' ') + 1) + inner;
}

/** False where the view was there before or finds no room. */
function add(sink: Sink, made: CommandView): boolean {
  // An escape such as `$'\u2039'` may still write what looks like a mark.
  const view = made.kind === 'class' ? made : { ...made, text: withoutMarks(made.text) };
  const key = `${view.kind[0] ?? ''}${view.text}`;
  if (sink.seen.has(key)) return false;
  if (view.text.length > sink.room) {
    sink.full = true;
    return false;
  }
  sink.seen.add(key);
  sink.room -= view.text.length;
  sink.views.push(view);
  return true;
}
