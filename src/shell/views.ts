import type { Action } from './actions/action';
import type { CanonicalCommand } from './actions/canonicalCommand';
import { classText, redirectText, resolvedText } from './actions/classText';
import { blankSpans } from './actions/hiddenSpans';
import type { Pipeline } from './actions/pipeline';
import { withoutMarks } from './paths/targetClass';
import { commandPipelines, type CommandPipelines, type ViewOptions } from './pipelines';
import { spellings } from './spellings';
import { isSilent, writes } from './stages/redirects';
import type { Span } from './words/place';
import { LIMITS } from './walk/walkBudget';

export type { ViewOptions } from './pipelines';

export const ViewKind = ['line', 'simple', 'expanded', 'spelled', 'canonical', 'class'] as const;
export type ViewKind = (typeof ViewKind)[number];

/**
 * One text that rules are matched against, and the part of the command that it was derived from.
 */
export interface CommandView {
  readonly kind: ViewKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Set if the command changes nothing: deny and ask rules skip this view. */
  readonly inert?: true;
}

/** All views of one command. An `expanded` view directly follows its `simple` view. */
export interface CommandViews {
  /** The first is the whole line. Deny rules use it only if the parser rejected the command. */
  readonly views: readonly CommandView[];
  /**
   * False if the parser rejected the command. It is then matched as written, whole and in pieces.
   */
  readonly parsed: boolean;
  /**
   * True if a limit was reached and views are missing: such a command must never be allowed
   * silently.
   */
  readonly truncated: boolean;
}

/** The texts that rules are matched against. Never throws; see docs/matching.md. */
export function commandViews(command: string, options?: ViewOptions): CommandViews {
  return viewsOf(commandPipelines(command, options));
}

/** `commandViews` of a command whose pipelines are known. */
export function viewsOf(read: CommandPipelines): CommandViews {
  const { command, pipelines, found } = read;
  const sink = newSink();
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
  /** The texts added already: as written, with expanded options, and derived from actions. */
  readonly seen: Readonly<Record<'written' | 'expanded' | 'made', Set<string>>>;
  charsLeft: number;
  full: boolean;
}

function newSink(): Sink {
  const seen = { written: new Set<string>(), expanded: new Set<string>(), made: new Set<string>() };
  return { views: [], seen, charsLeft: LIMITS.outputChars, full: false };
}

/** The kinds of views that share a set of texts, because patterns are matched against them in the same way. */
const SHARED = {
  simple: 'written',
  spelled: 'written',
  expanded: 'expanded',
  canonical: 'made',
  class: 'made',
} as const;

/** The views of one pipeline. */
function addPipeline(sink: Sink, pipeline: Pipeline): void {
  const { actions, speculative } = pipeline;
  const span = spanOf(actions);
  for (const action of actions) {
    if (!speculative) addCalled(sink, action);
    else add(sink, { kind: 'canonical', text: action.called, ...span, ...inertOf(action) });
  }
  for (const [group, inert] of actionGroups(pipeline)) addPipelineViews(sink, group, inert);
}

/** The texts of the class views of pipelines for deny and ask rules. */
export function classTexts(pipelines: readonly Pipeline[]): readonly string[] {
  const sink = newSink();
  for (const pipeline of pipelines) {
    for (const [actions, inert] of actionGroups(pipeline)) {
      addClasses(sink, actions, { ...spanOf(actions), ...inert });
    }
  }
  return sink.views.flatMap(({ kind, inert, text }) =>
    kind === 'class' && inert !== true ? [text] : [],
  );
}

/** Groups of actions of a pipeline that views show together: all actions, and without those that change nothing. */
function actionGroups({ actions }: Pipeline): readonly (readonly [readonly Action[], Inert])[] {
  // If a shell runs the output of a command that changes nothing, that may change something.
  const hasExecutedOutput = actions.some(({ isExecuted }) => isExecuted);
  const kept = hasExecutedOutput ? actions : actions.filter(({ inert }) => inert === undefined);
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

/** Adds the views of the whole pipeline. */
function addPipelineViews(sink: Sink, actions: readonly Action[], inert: Inert): void {
  const place = { ...spanOf(actions), ...inert };
  const addJoined = (texts: readonly string[]): void => {
    add(sink, { kind: 'canonical', text: texts.join(' | '), ...place });
  };
  addJoined(actions.map((action) => action.canonicalText));
  if (actions.some(({ inner }) => inner !== undefined)) {
    addJoined(
      actions.map(({ canonicalText: text, inner }) =>
        inner === undefined ? text : withInner(text, inner.canonicalText),
      ),
    );
  }
  // A rule that starts with the name of a program also applies to it under sudo.
  if (actions.some(({ sudo }) => sudo)) {
    const texts = actions.map(withoutSudo);
    addJoined(texts);
    for (const [at, { sudo, start, end }] of actions.entries()) {
      if (sudo) add(sink, { ...place, kind: 'canonical', text: texts[at] ?? '', start, end });
    }
  }
  addClasses(sink, actions, place);
}

/** Adds the class views of the pipeline and of each of its actions. */
function addClasses(sink: Sink, actions: readonly Action[], place: Span & Inert): void {
  // A speculative action next to it has the values of the variables.
  if (actions.some((action) => action.isUnresolved && isUnknown(action))) return;
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

/**
 * The whole line with data masked: at its full length, or, if that is too long, with most data
 * removed.
 */
function lineText(command: string, { pipelines, found }: CommandPipelines): string {
  if (!found.parsed) return command;
  const hidden: Span[] = [...found.hidden];
  for (const { actions, speculative } of pipelines) {
    // Do not mask what may run: it is not certain to be data.
    if (!speculative) for (const action of actions) hidden.push(...action.hidden);
  }
  const blanked = blankSpans(command, hidden);
  return blanked.length > LIMITS.inputChars ? blanked.replace(/_[_\n]{64,}/g, '_') : blanked;
}

/** Adds one action as it was called, and with its options in other spellings. */
function addCalled(sink: Sink, action: Action): void {
  const { called: text, canonical, canonicalText: expanded, files, start, end } = action;
  const place = { start, end, ...inertOf(action) };
  if (!add(sink, { kind: 'simple', text, ...place })) return;
  if (expanded !== text) add(sink, { kind: 'expanded', text: expanded, ...place });
  const addSpelled = (other: string): void => {
    if (other !== text) add(sink, { kind: 'spelled', text: other, ...place });
  };
  const plain = text.replace('sudo ', '');
  if (action.sudo && plain !== withoutSudo(action)) addSpelled(plain);
  allSpellings(canonical).forEach(addSpelled);
  // Treat file redirection as a separate command: allowing `ls` must not allow `ls > ~/.bashrc`.
  for (const { op, target } of canonical.redirects) {
    if (!writes(op) || isSilent(target)) continue;
    add(sink, { kind: 'simple', text: `${op} ${target}`, start, end });
  }
  // Show files that a program writes by name as redirects, so that rules about files need not know
  // the program.
  for (const { op, target } of files) {
    add(sink, { kind: 'canonical', text: `${op} ${target.shown}`, start, end });
  }
}

/** The canonical text without `sudo`. */
function withoutSudo({ sudo, canonicalText: text }: Action): string {
  return sudo ? text.slice('sudo '.length) : text;
}

/**
 * With and without `sudo`: a rule that starts with the name of a program also applies to it under
 * sudo.
 */
function allSpellings(command: CanonicalCommand): readonly string[] {
  if (!command.sudo) return spellings(command);
  return [...spellings(command), ...spellings({ ...command, sudo: false })];
}

/** The text of a runner, with its name replaced by the whole command that it runs. */
function withInner(text: string, inner: string): string {
  return text.slice(0, text.lastIndexOf(' ') + 1) + inner;
}

/** False if the view exists already or exceeds the limit. */
function add(sink: Sink, made: Added): boolean {
  // An escape such as `$'\u2039'` may still write what looks like a mark.
  const text = made.kind === 'class' ? made.text : withoutMarks(made.text);
  const seen = sink.seen[SHARED[made.kind]];
  if (seen.has(text)) return false;
  if (text.length > sink.charsLeft) {
    sink.full = true;
    return false;
  }
  seen.add(text);
  sink.charsLeft -= text.length;
  sink.views.push(text === made.text ? made : { ...made, text });
  return true;
}

type Added = CommandView & { readonly kind: Exclude<ViewKind, 'line'> };
