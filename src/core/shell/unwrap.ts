import { programName } from './programs';
import { SHELLS, WRAPPERS, type Wrapper } from './wrappers';
import { madeToken, type Token } from './word';

/** Something a command runs besides itself. */
export type Nested =
  | { readonly type: 'text'; readonly text: string; readonly sudo: boolean }
  | { readonly type: 'words'; readonly words: readonly Token[]; readonly sudo: boolean };

/** A command with its wrappers taken off. */
export interface Unwrapped {
  readonly sudo: boolean;
  readonly words: readonly Token[];
  readonly nested: readonly Nested[];
}

/** Takes wrappers off the front until a command stands there that does the work. */
export function unwrap(words: readonly Token[], sudo: boolean): Unwrapped {
  let rest = words;
  let power = sudo;
  for (let turn = 0; turn < MAX_WRAPPERS; turn += 1) {
    const program = programName(rest[0]?.value ?? '');
    const wrapper = WRAPPERS.get(program);
    if (wrapper === undefined) return { sudo: power, ...inside(program, rest, power) };
    const at = innerStart(rest, wrapper);
    if (at >= rest.length) return { sudo: power, words: rest, nested: [] };
    if (wrapper.kind === 'runs') return { sudo: power, ...runner(rest, at, wrapper, power) };
    power ||= wrapper.kind === 'sudo';
    rest = rest.slice(at);
  }
  return { sudo: power, words: rest, nested: [] };
}

const MAX_WRAPPERS = 16;

/** `xargs -n 1 rm -f x` reads as `xargs -n rm` and runs `rm -f x`. */
function runner(
  words: readonly Token[],
  at: number,
  wrapper: Wrapper,
  sudo: boolean,
): Omit<Unwrapped, 'sudo'> {
  const inner = words.slice(at);
  const own = words.slice(0, at);
  if (wrapper.text === true) {
    return {
      words: own,
      nested: [{ type: 'text', text: inner.map((word) => word.value).join(' '), sudo }],
    };
  }
  const name = inner[0];
  const head = name === undefined ? [] : [madeToken(programName(name.value), name.start, name.end)];
  return { words: [...own, ...head], nested: [{ type: 'words', words: inner, sudo }] };
}

/** Where the wrapped command begins. */
function innerStart(words: readonly Token[], wrapper: Wrapper): number {
  let at = skipOptions(words, 1, wrapper);
  at += wrapper.operands ?? 0;
  if (wrapper.assignments === true) while (ASSIGNMENT.test(words[at]?.value ?? '')) at += 1;
  return at;
}

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

/** The index of the first word that is neither an option nor the value of one. */
export function skipOptions(
  words: readonly Token[],
  from: number,
  wrapper: Pick<Wrapper, 'short' | 'long'>,
): number {
  let at = from;
  while (at < words.length) {
    const value = words[at]?.value ?? '';
    if (value === '--') return at + 1;
    if (!value.startsWith('-') || value === '-') return at;
    at += optionWidth(value, wrapper);
  }
  return at;
}

function optionWidth(value: string, wrapper: Pick<Wrapper, 'short' | 'long'>): number {
  if (value.startsWith('--')) return wrapper.long?.includes(value) === true ? 2 : 1;
  const letters = value.slice(1);
  const taker = [...letters].findIndex((letter) => wrapper.short?.includes(letter) === true);
  return taker === letters.length - 1 && taker >= 0 ? 2 : 1;
}

/** What the program itself runs: shell text, a `find -exec` clause. */
function inside(program: string, words: readonly Token[], sudo: boolean): Omit<Unwrapped, 'sudo'> {
  if (SHELLS.has(program)) return shellText(words, sudo);
  if (program === 'eval') return textOf(words.slice(1), words, sudo);
  if (program === 'su') return suText(words);
  if (program === 'find' || program === 'fd') return { words, nested: findClauses(words, sudo) };
  return { words, nested: [] };
}

function shellText(words: readonly Token[], sudo: boolean): Omit<Unwrapped, 'sudo'> {
  const flag = words.findIndex((word, at) => at > 0 && /^-[A-Za-z]*c[A-Za-z]*$/.test(word.value));
  if (flag < 0) return { words, nested: [] };
  const at = skipOptions(words, flag + 1, { short: 'oO' });
  const text = words[at];
  if (text === undefined) return { words, nested: [] };
  return { words: words.slice(0, at), nested: [{ type: 'text', text: text.value, sudo }] };
}

function suText(words: readonly Token[]): Omit<Unwrapped, 'sudo'> {
  const flag = words.findIndex((word) => /^(?:-[a-z]*c|--command)$/.test(word.value));
  const text = words[flag + 1];
  if (flag < 0 || text === undefined) return { words, nested: [] };
  return {
    words: [...words.slice(0, flag + 1), ...words.slice(flag + 2)],
    nested: [{ type: 'text', text: text.value, sudo: true }],
  };
}

function textOf(
  inner: readonly Token[],
  words: readonly Token[],
  sudo: boolean,
): Omit<Unwrapped, 'sudo'> {
  const text = inner.map((word) => word.value).join(' ');
  return { words: words.slice(0, 1), nested: text === '' ? [] : [{ type: 'text', text, sudo }] };
}

function findClauses(words: readonly Token[], sudo: boolean): readonly Nested[] {
  const found: Nested[] = [];
  let from = -1;
  words.forEach((word, at) => {
    if (EXEC.has(word.value)) from = from < 0 ? at + 1 : from;
    else if (from > 0 && (word.value === ';' || word.value === '+')) {
      if (at > from) found.push({ type: 'words', words: words.slice(from, at), sudo });
      from = -1;
    }
  });
  if (from > 0 && from < words.length)
    found.push({ type: 'words', words: words.slice(from), sudo });
  return found;
}

const EXEC: ReadonlySet<string> = new Set([
  '-exec',
  '-execdir',
  '-ok',
  '-okdir',
  '-x',
  '-X',
  '--exec',
  '--exec-batch',
]);
