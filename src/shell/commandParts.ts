import type { Action } from './actions/action';
import type { ReadWords } from './actions/readWords';
import { commandPipelines, type ViewOptions } from './pipelines';
import { readOption } from './programs/readOption';
import type { Span } from './words/place';
import type { Token } from './words/token';

/** What a part of a command is. A `cluster` is one letter of several options in one word. */
export type PartKind =
  'option' | 'cluster' | 'operand' | 'target' | 'redirect' | 'wrapper' | 'stage' | 'command';

/** A part of a command that can be removed or replaced so that a valid command remains. */
export interface CommandPart {
  readonly kind: PartKind;
  /** The text that is removed or replaced, as written. */
  readonly text: string;
  /** UTF-16 offsets of `text` in the command. */
  readonly start: number;
  readonly end: number;
  /** The replacement; empty if the part is removed. */
  readonly by: string;
  /** The program that the part belongs to. */
  readonly action: Span;
}

/**
 * The parts that the programs of a command can do without: options with their values, operands,
 * redirects, wrappers such as `sudo`, later stages of a pipeline, and the other commands of a list.
 * A target outside the project can be replaced by one inside. Includes only parts whose text in the
 * command is exactly the text that was parsed. Never throws.
 */
export function commandParts(command: string, options?: ViewOptions): readonly CommandPart[] {
  const { pipelines, found } = commandPipelines(command, options);
  if (!found.parsed) return [];
  const certain = pipelines.flatMap(({ actions, speculative }) => (speculative ? [] : [actions]));
  return [
    ...certain.flatMap((actions) => [
      ...actions.flatMap((action) => partsOf(command, action)),
      ...stageParts(command, actions),
    ]),
    ...listParts(command, certain),
  ];
}

function partsOf(command: string, action: Action): readonly CommandPart[] {
  const span = { start: action.start, end: action.end };
  const make = (kind: PartKind, start: number, end: number, by = ''): CommandPart => ({
    ...{ kind, text: command.slice(start, end), start, end, by, action: span },
  });
  return [
    ...wrapperParts(command, action, make),
    ...wordParts(command, action, make),
    ...action.redirectWords.flatMap(({ target }) => {
      if (!isWritten(command, target)) return [];
      const [op = ''] = REDIRECT.exec(command.slice(span.start, target.start)) ?? [];
      return op === '' ? [] : [make('redirect', target.start - op.length, target.end)];
    }),
  ];
}

type Make = (kind: PartKind, start: number, end: number, by?: string) => CommandPart;

/** The operator of a redirect, directly before its target. */
const REDIRECT = /(?:\d{1,3}|&)?(?:>>|>\||>&|<>|<<<|>|<)[ \t]*$/;

/** Whether the command contains a word exactly as it was parsed. */
function isWritten(command: string, { text, start, end, moved }: Token): boolean {
  return !moved && command.slice(start, end) === text;
}

function wrapperParts(
  command: string,
  { words: [program], start }: Action,
  make: Make,
): readonly CommandPart[] {
  if (program === undefined || program.start <= start || !isWritten(command, program)) return [];
  return [make('wrapper', start, program.start)];
}

function wordParts(command: string, action: Action, make: Make): readonly CommandPart[] {
  const { words, read } = action;
  const parts: CommandPart[] = [];
  for (const [first, last] of groups(words, read)) {
    const [from, to] = [words[first], words[last]];
    if (from === undefined || to === undefined) continue;
    if (!isWritten(command, from) || !isWritten(command, to)) continue;
    const isOperand = read.operands.includes(first);
    if (isOperand && read.operands.length < 2) continue;
    parts.push(make(isOperand ? 'operand' : 'option', from.start, to.end));
    if (!isOperand && first === last) parts.push(...clusterParts(from, read, make));
  }
  return [...parts, ...targetParts(command, action, make)];
}

/** The indices of the first and last word of each operand, and of each option with its value. */
function groups(
  words: readonly Token[],
  { operands, sub }: ReadWords,
): readonly [number, number][] {
  const found: [number, number][] = [];
  const subs = [...sub];
  for (let at = 1; at < words.length; at += 1) {
    const value = words[at]?.value ?? '';
    const last = found.at(-1);
    if (value === subs[0]) subs.shift();
    else if (operands.includes(at) || /^-./.test(value)) found.push([at, at]);
    else if (last !== undefined && last[1] === at - 1 && !operands.includes(last[0])) last[1] = at;
  }
  return found;
}

function clusterParts({ value, start, end }: Token, { row }: ReadWords, make: Make) {
  if (!/^-[A-Za-z]{2,6}$/.test(value)) return [];
  const options = readOption(row, value);
  if (options.length !== value.length - 1) return [];
  return options.map(({ name }, at) => ({
    ...make('cluster', start, end, value.slice(0, at + 1) + value.slice(at + 2)),
    text: name,
  }));
}

/** Replacements by a path inside the project, for each target outside it. */
function targetParts(
  command: string,
  { words, read, operands }: Action,
  make: Make,
): readonly CommandPart[] {
  return read.operands.flatMap((at) => {
    const word = words[at];
    if (word === undefined || !isWritten(command, word)) return [];
    const found = operands.find(({ shown }) => shown === word.shown);
    const [target, ...more] = found?.targets ?? [];
    if (target === undefined || more.length > 0 || !PLACES.has(target.class)) return [];
    return found?.resolved === target.path ? [make('target', word.start, word.end, INSIDE)] : [];
  });
}

const INSIDE = './folder';
/** Classes of local paths that are not inside the project. */
const PLACES: ReadonlySet<string> = new Set([
  ...['secret', 'startup', 'agent settings', 'git folder', 'root', 'home', 'system'],
  ...['temp', 'project root', 'in home', 'outside'],
]);

/** Each later stage of a pipeline, with the pipe before it. */
function stageParts(command: string, actions: readonly Action[]): readonly CommandPart[] {
  return actions.slice(1).flatMap(({ start, end }, at): CommandPart[] => {
    const before = actions[at];
    if (before === undefined || start < before.end) return [];
    if (!/^[ \t]*\|&?\s*$/.test(command.slice(before.end, start))) return [];
    const span = { start: before.end, end };
    const action = { start, end };
    return [{ kind: 'stage', ...span, by: '', text: textIn(command, span), action }];
  });
}

/** Each command of a list, with the operator that joins it to its neighbour. */
function listParts(
  command: string,
  pipelines: readonly (readonly Action[])[],
): readonly CommandPart[] {
  const spans = pipelines
    .flatMap((actions) => {
      const [first, last] = [actions[0], actions.at(-1)];
      return first === undefined || last === undefined
        ? []
        : [{ start: first.start, end: last.end }];
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const outer = spans.filter((span) => !spans.some((other) => isInside(span, other)));
  const joins = (at: number): boolean => {
    const [left, right] = [outer[at], outer[at + 1]];
    if (left === undefined || right === undefined) return false;
    return /^\s*(?:&&|\|\||;|\n|\s)\s*$/.test(command.slice(left.end, right.start));
  };
  return outer.flatMap((span, at): CommandPart[] => {
    const [left, right] = [outer[at - 1], outer[at + 1]];
    const whole =
      left !== undefined && joins(at - 1)
        ? { start: left.end, end: span.end }
        : right !== undefined && joins(at)
          ? { start: span.start, end: right.start }
          : undefined;
    return whole === undefined
      ? []
      : [{ kind: 'command', ...whole, by: '', text: textIn(command, whole), action: span }];
  });
}

function isInside(span: Span, other: Span): boolean {
  return (
    span !== other &&
    span.start >= other.start &&
    span.end <= other.end &&
    span.end - span.start < other.end - other.start
  );
}

function textIn(command: string, { start, end }: Span): string {
  return command.slice(start, end).trim();
}

/** The command with a part removed or replaced. */
export function withoutPart(command: string, { start, end, by }: CommandPart): string {
  const [before, after] = [command.slice(0, start), command.slice(end)];
  if (by !== '') return before + by + after;
  // Remove the blanks on one side as well.
  return /[ \t]$/.test(before) && /^(?:[ \t]|$)/.test(after)
    ? before.replace(/[ \t]+$/, '') + after
    : (before + after).replace(/^[ \t]+/, '');
}
