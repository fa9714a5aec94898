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
import { explore } from './walk/walk';
import type { Exploration } from './walk/walkState';
import { isSilent, writes } from './stages/redirects';
import { filesOf } from './stages/written';

export const ViewKind = ['line', 'simple', 'expanded', 'spelled', 'canonical'] as const;
export type ViewKind = (typeof ViewKind)[number];

/** One text a rule is matched against, and the stretch of the command as written that it stands for. */
export interface CommandView {
  readonly kind: ViewKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
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
export function commandViews(
  command: string,
  options: { readonly shell?: 'bash' | 'powershell' } = {},
): CommandViews {
  const found = explore(command, options.shell === 'powershell');
  const sink: Sink = { views: [], seen: new Set(), room: LIMITS.outputChars, full: false };
  for (const line of found.lines) {
    const start = Math.min(...line.stages.map(({ stage }) => stage.start));
    const end = Math.max(...line.stages.map(({ stage }) => stage.end));
    for (const stage of line.stages) {
      if (!line.guess) addSimple(sink, stage);
      else add(sink, { kind: 'canonical', text: simpleText(stage), start, end });
    }
    const { text } = canonicalLine(line);
    add(sink, { kind: 'canonical', text, start, end });
    const spelledOut = withInner(line);
    if (spelledOut !== undefined) add(sink, { kind: 'canonical', text: spelledOut, start, end });
    if (line.stages.some(({ stage }) => stage.sudo)) addWithoutSudo(sink, line, { start, end });
  }
  for (const { shown, start, end } of found.settings)
    add(sink, { kind: 'simple', text: shown, start, end });
  for (const { start, end } of found.pieces)
    add(sink, { kind: 'canonical', text: command.slice(start, end), start, end });
  const seen = found.truncated ? command.slice(0, LIMITS.inputChars) : command;
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

/** The whole line with data masked: as long as it was written, or, where that is too long, with little of the data. */
function lineText(command: string, found: Exploration): string {
  if (!found.parsed) return command;
  const hidden: Span[] = [...found.hidden];
  for (const line of found.lines) {
    // What only may be run could be shown as data by mistake.
    if (!line.guess) for (const stage of line.stages) hidden.push(...hiddenSpans(stage));
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

function addSimple(sink: Sink, item: LineStage): void {
  const { stage } = item;
  const { start, end } = stage;
  const command = canonicalCommand(item);
  const text = simpleText(item);
  if (!add(sink, { kind: 'simple', text, start, end })) return;
  const expanded = canonicalText(command);
  if (expanded !== text) add(sink, { kind: 'expanded', text: expanded, start, end });
  for (const spelled of allSpellings(command)) {
    if (spelled !== text) add(sink, { kind: 'spelled', text: spelled, start, end });
  }
  addWrites(sink, stage);
}

/** With `sudo` and without it: a rule that begins with a program's name means it with sudo too. */
function allSpellings(command: CanonicalCommand): readonly string[] {
  const plain = command.sudo ? spellings({ ...command, sudo: false }) : [];
  return [...spellings(command), ...plain];
}

/** Writing a file is a deed of its own: whoever allows `ls` has not allowed `ls > ~/.bashrc`. */
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
  const { stage } = item;
  const text = canonicalText(canonicalCommand(item));
  const [run] = stage.nested;
  if (!hasInner(stage) || run?.type !== 'words') return text;
  const inner = stageOf(run.words, { sudo: false, powershell: false }, stage);
  const own = text.slice(0, text.lastIndexOf(' ') + 1);
  return (
    own +
    lineOf([inner])
      .stages.map((one) => canonicalText(canonicalCommand(one)))
      .join('')
  );
}

/** Programs that run one command for each of the names they read. */
const PER_NAME: ReadonlySet<string> = new Set(['xargs', 'parallel']);

function hasInner({ program, nested: [run] }: Stage): boolean {
  return PER_NAME.has(program) && run?.type === 'words' && run.words.length > 1;
}

/** A rule that begins with a program's name means it with sudo too. */
function addWithoutSudo(sink: Sink, line: Line, { start, end }: Span): void {
  const texts = line.stages.map((stage) =>
    canonicalText({ ...canonicalCommand(stage), sudo: false }),
  );
  add(sink, { kind: 'canonical', text: texts.join(' | '), start, end });
  line.stages.forEach(({ stage }, at) => {
    if (stage.sudo)
      add(sink, { kind: 'canonical', text: texts[at] ?? '', start: stage.start, end: stage.end });
  });
}

/** False where the view was there before or finds no room. */
function add(sink: Sink, view: CommandView): boolean {
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
