import { actionOf, type Action } from './actions/action';
import { readText } from './actions/actionWord';
import { classText, redirectText, resolvedText } from './actions/classText';
import { START_FOLDER, startFolder } from './paths/folder';
import { withoutMarks } from './paths/targetClass';
import { LIMITS } from './walk/budget';
import {
  canonicalCommand,
  canonicalLine,
  canonicalText,
  redirectTexts,
  type CanonicalCommand,
} from './canonical';
import { hiddenSpans, maskSpans } from './hidden';
import { lineOf, type Line, type LineStage } from './stages/line';
import { MASK } from './programs/dataWords';
import { spellings } from './spellings';
import { stageOf, type Span, type Stage } from './stages/stage';
import { explore } from './walk/explore';
import { PER_NAME } from './walk/perName';
import type { Exploration } from './walk/walkState';
import { isSilent, writes } from './stages/redirects';
import { filesOf } from './stages/written';

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

/** What is known of the surroundings of a command. */
export interface ViewOptions {
  /** Default bash. */
  readonly shell?: 'bash' | 'powershell';
  /** The absolute path of its working directory. Default: some project. */
  readonly cwd?: string;
}

/** What a rule is matched against. Never throws; see docs/matching.md. `onAction` receives what the views are made of. */
export function commandViews(
  command: string,
  { shell, cwd }: ViewOptions = {},
  onAction?: (action: Action) => void,
): CommandViews {
  const plain = withoutMarks(command);
  const start = cwd === undefined ? START_FOLDER : startFolder(cwd);
  return viewsOf(plain, explore(plain, shell === 'powershell', start), onAction);
}

/** `commandViews` of a command without mark signs that is already explored. */
export function viewsOf(
  plain: string,
  found: Exploration,
  onAction?: (action: Action) => void,
): CommandViews {
  const sink: Sink = { views: [], seen: new Set(), room: LIMITS.outputChars, full: false };
  for (const line of found.lines) addLine(sink, line, onAction);
  for (const { shown, start, end } of found.settings)
    add(sink, { kind: 'simple', text: shown, start, end });
  for (const { start, end } of found.pieces)
    add(sink, { kind: 'canonical', text: plain.slice(start, end), start, end });
  const seen = found.truncated ? plain.slice(0, LIMITS.inputChars) : plain;
  const whole = lineText(seen, found);
  const text = whole.slice(0, LIMITS.inputChars);
  const isCut = text.length < whole.length;
  return {
    views: [{ kind: 'line', text, start: 0, end: seen.length }, ...sink.views],
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
function addLine(sink: Sink, line: Line, onAction?: (action: Action) => void): void {
  const actions = line.stages.map((stage) => actionOf(stage, line));
  if (onAction !== undefined) for (const action of actions) onAction(action);
  const span = spanOf(line.stages);
  line.stages.forEach((item, at) => {
    const inert = isInert(actions[at]);
    if (!line.speculative) addSimple(sink, item, inert);
    else add(sink, { kind: 'canonical', text: simpleText(item), ...span, ...inert });
  });
  // What a shell makes of the output of a command that changes nothing may change something.
  const isFed = line.stages.some(({ executedAs }) => executedAs !== undefined);
  const kept = isFed ? actions : actions.filter(({ inert }) => inert === undefined);
  if (kept.length === actions.length) addPipeline(sink, line, actions, NOT_INERT);
  else {
    addPipeline(sink, line, actions, INERT);
    const stages = line.stages.filter((_, at) => actions[at]?.inert === undefined);
    if (stages.length > 0) addPipeline(sink, { ...line, stages }, kept, NOT_INERT);
  }
}

type Inert = Pick<CommandView, 'inert'>;
const INERT: Inert = { inert: true };
const NOT_INERT: Inert = {};

function isInert(action: Action | undefined): Inert {
  return action?.inert === undefined ? NOT_INERT : INERT;
}

function spanOf(stages: readonly LineStage[]): Span {
  return {
    start: Math.min(...stages.map(({ stage }) => stage.start)),
    end: Math.max(...stages.map(({ stage }) => stage.end)),
  };
}

/** What the stages of a pipeline say together. */
function addPipeline(sink: Sink, line: Line, actions: readonly Action[], inert: Inert): void {
  const place = { ...spanOf(line.stages), ...inert };
  const { text } = canonicalLine(line);
  add(sink, { kind: 'canonical', text, ...place });
  const spelledOut = withInner(line);
  if (spelledOut !== undefined) add(sink, { kind: 'canonical', text: spelledOut, ...place });
  if (line.stages.some(({ stage }) => stage.sudo)) addWithoutSudo(sink, line, place);
  addClasses(sink, line, actions, place);
}

/** What the pipeline and each of its stages work on. */
function addClasses(sink: Sink, line: Line, actions: readonly Action[], place: Span & Inert): void {
  // A likely stage beside it says what the variables hold.
  if (line.stages.some(({ stage }, at) => stage.vague === true && isUnknown(actions[at]))) return;
  for (const sudo of actions.some((action) => action.sudo) ? [true, false] : [true]) {
    const texts = actions.map((action, at) => {
      const own = classText(action, sudo && action.sudo);
      const inner = innerOf(line.stages[at]?.stage);
      return inner === undefined ? own : withInnerText(own, classOf(inner, line));
    });
    add(sink, { kind: 'class', text: texts.join(' | '), ...place });
    if (actions.length < 2) continue;
    for (const [at, action] of actions.entries()) {
      const { start, end } = action;
      add(sink, { kind: 'class', text: texts[at] ?? '', start, end, ...isInert(action) });
    }
  }
  for (const [at, action] of actions.entries()) {
    addWrittenClasses(sink, line.stages[at], action);
    const resolved = resolvedText(action);
    if (resolved === undefined) continue;
    const { start, end } = action;
    add(sink, { kind: 'canonical', text: resolved, start, end, ...isInert(action) });
  }
}

/** What a stage writes, each with a text of its own. */
function addWrittenClasses(sink: Sink, item: LineStage | undefined, action: Action): void {
  if (item === undefined) return;
  const { start, end } = item.stage;
  for (const redirect of action.redirects) {
    if (!writes(redirect.op)) continue;
    add(sink, { kind: 'class', text: redirectText(redirect), start, end });
  }
  for (const { name, shown, adds } of filesOf({ ...item.stage, redirects: [] })) {
    if (isSilent(name)) continue;
    const { text } = readText(name, shown, 'file', action.folder);
    add(sink, { kind: 'class', text: `${adds ? '>>' : '>'} ${text}`, start, end });
  }
}

function isUnknown(action: Action | undefined): boolean {
  return (
    action?.operands.some(({ targets }) => targets.some((one) => one.class === 'unknown')) === true
  );
}

function classOf(stage: Stage, line: Line): string {
  return lineOf([stage])
    .stages.map((one) => classText(actionOf(one, line)))
    .join('');
}

/** The whole line with data masked: as long as it was written, or, where that is too long, with little of the data. */
function lineText(command: string, found: Exploration): string {
  if (!found.parsed) return command;
  const hidden: Span[] = [...found.hidden];
  for (const line of found.lines) {
    // What only may be run could be shown as data by mistake.
    if (!line.speculative) for (const stage of line.stages) hidden.push(...hiddenSpans(stage));
  }
  const masked = maskSpans(command, hidden);
  return masked.length > LIMITS.inputChars ? masked.replace(/_[_\n]{64,}/g, '_') : masked;
}

/** One program as it was called. */
function simpleText({ stage, reading }: LineStage): string {
  const words = stage.sudo ? ['sudo'] : [];
  stage.words.forEach((word, at) => {
    if (!reading.data.has(at)) words.push(at === 0 ? stage.name : word.shown);
    else if (words.at(-1) !== MASK) words.push(MASK);
  });
  const redirects = stage.redirects.map(({ op, target }) => ({ op, target: target.shown }));
  return [...words, ...redirectTexts(redirects)].join(' ');
}

function addSimple(sink: Sink, item: LineStage, inert: Inert): void {
  const { stage } = item;
  const place = { start: stage.start, end: stage.end, ...inert };
  const command = canonicalCommand(item);
  const text = simpleText(item);
  if (!add(sink, { kind: 'simple', text, ...place })) return;
  const expanded = canonicalText(command);
  if (expanded !== text) add(sink, { kind: 'expanded', text: expanded, ...place });
  for (const spelled of allSpellings(command)) {
    if (spelled !== text) add(sink, { kind: 'spelled', text: spelled, ...place });
  }
  addWrites(sink, stage);
}

/** With `sudo` and without it: a rule that begins with a program's name means it with sudo too. */
function allSpellings(command: CanonicalCommand): readonly string[] {
  const plain = command.sudo ? spellings({ ...command, sudo: false }) : [];
  return [...spellings(command), ...plain];
}

/** Treat file redirection as a separate command: allowing `ls` must not allow `ls > ~/.bashrc`. */
function addWrites(sink: Sink, stage: Stage): void {
  const { redirects, start, end } = stage;
  for (const { op, target } of redirects) {
    if (!writes(op) || isSilent(target.value)) continue;
    add(sink, { kind: 'simple', text: `${op} ${target.shown}`, start, end });
  }
  // Other programs say by their names that they write; a rule about the file need not know them.
  for (const { name, shown, adds } of filesOf({ ...stage, redirects: [] })) {
    if (isSilent(name)) continue;
    add(sink, { kind: 'canonical', text: `${adds ? '>>' : '>'} ${shown}`, start, end });
  }
}

/** The line with the whole command that `xargs` runs in the place of its name; undefined where there is none. */
function withInner(line: Line): string | undefined {
  if (!line.stages.some(({ stage }) => hasInner(stage))) return undefined;
  return line.stages.map((item) => textWithInner(item)).join(' | ');
}

function textWithInner(item: LineStage): string {
  const text = canonicalText(canonicalCommand(item));
  const inner = innerOf(item.stage);
  if (inner === undefined) return text;
  const stages = lineOf([inner]).stages.map((one) => canonicalText(canonicalCommand(one)));
  return withInnerText(text, stages.join(''));
}

/** The text of a runner with the whole command in the place of its name. */
function withInnerText(text: string, inner: string): string {
  return text.slice(0, text.lastIndexOf(' ') + 1) + inner;
}

/** What `xargs` runs, as a stage of its own. */
function innerOf(stage: Stage | undefined): Stage | undefined {
  const [run] = stage?.nested ?? [];
  if (stage === undefined || !hasInner(stage) || run?.type !== 'words') return undefined;
  return stageOf(run.words, { sudo: false, powershell: false }, stage);
}

function hasInner({ program, nested: [run] }: Stage): boolean {
  return PER_NAME.has(program) && run?.type === 'words' && run.words.length > 1;
}

/** A rule that begins with a program's name means it with sudo too. */
function addWithoutSudo(sink: Sink, line: Line, place: Span & Inert): void {
  const texts = line.stages.map((stage) =>
    canonicalText({ ...canonicalCommand(stage), sudo: false }),
  );
  add(sink, { kind: 'canonical', text: texts.join(' | '), ...place });
  line.stages.forEach(({ stage }, at) => {
    if (stage.sudo)
      add(sink, { ...place, kind: 'canonical', text: texts[at] ?? '', ...stageSpan(stage) });
  });
}

function stageSpan({ start, end }: Stage): Span {
  return { start, end };
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
