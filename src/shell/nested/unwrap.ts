import { shellQuoted } from '../../core/shellQuoted';
import { programName } from '../programs/programName';
import { programRow } from '../programs/programRow';
import { readOption } from '../programs/readOption';
import { runsOf, type Runs } from '../programs/programRuns';
import type { Token } from '../words/token';
import { launched } from './launchers';
import { skipOptionsOf, textOf, type Nested, type Split } from './nested';
import { runnerOf } from './runners';

/** A command without its wrappers. */
export interface Unwrapped extends Split {
  readonly sudo: boolean;
  /** The folder that a wrapper changes to: `env -C /`. */
  readonly folder: string | undefined;
}

/** Removes wrappers until the first word is not a wrapper. */
export function unwrap(words: readonly Token[], sudo: boolean): Unwrapped {
  let rest = words;
  let elevated = sudo;
  let folder: string | undefined;
  const writers: Nested[] = [];
  for (let round = 0; round < MAX_WRAPPERS; round += 1) {
    const program = programName(rest[0]?.value ?? '');
    const wrapper = wrapperOf(program, rest);
    if (wrapper === undefined) {
      return { sudo: elevated, folder, ...withWrappers(runBy(program, rest, elevated), writers) };
    }
    const at = innerStart(rest, wrapper);
    if (wrapper.runs.wraps === 'command') {
      return {
        sudo: elevated,
        folder,
        ...withWrappers(runByWrapper(rest, at, wrapper, elevated), writers),
      };
    }
    if (at >= rest.length) return { sudo: elevated, folder, words: rest, nested: [] };
    const own = rest.slice(0, at);
    folder = folderOption(wrapper.name, own.slice(1)) ?? folder;
    if (writesItself(wrapper.name, own))
      writers.push({ type: 'words', words: own, sudo: elevated });
    elevated ||= wrapper.runs.wraps === 'sudo';
    // zsh accepts a group in place of a command: `repeat 3 { rm x }`.
    rest = rest.slice(rest[at]?.value === '{' ? at + 1 : at);
  }
  return { sudo: elevated, folder, words: rest, nested: [] };
}

/** The value of a wrapper's option that changes the working directory. */
function folderOption(program: string, own: readonly Token[]): string | undefined {
  for (const [at, { value }] of own.entries()) {
    if (!/^-(?:-chdir|-working-directory|[A-Za-z]*[CD])/.test(value)) continue;
    const last = readOption(programRow(program), value).at(-1);
    if (last?.option?.folder !== true) continue;
    return last.value ?? own[at + 1]?.value;
  }
  return undefined;
}

/** The wrapped command, and the wrappers that write files themselves: `time -o FILE`. */
function withWrappers({ words, nested }: Split, wrappers: readonly Nested[]): Split {
  return wrappers.length === 0 ? { words, nested } : { words, nested: [...nested, ...wrappers] };
}

function writesItself(program: string, own: readonly Token[]): boolean {
  return own.some(
    ({ value }) =>
      value.startsWith('-') &&
      readOption(programRow(program), value).some(({ option }) => option?.writes === true),
  );
}

interface Wrapper {
  /** The name in the table of programs. */
  readonly name: string;
  readonly runs: Runs;
}

/** The wrapper with this program name. On a case-insensitive file system, `SUDO` is sudo. */
function wrapperOf(program: string, words: readonly Token[]): Wrapper | undefined {
  if (program === 'command' && LOOKUP_OPTION.test(words[1]?.value ?? '')) return undefined;
  if (program === 'env' && splitString(words, false) !== undefined) return undefined;
  return wrapperNamed(program) ?? wrapperNamed(program.toLowerCase());
}

function wrapperNamed(name: string): Wrapper | undefined {
  const runs = runsOf(name);
  return runs?.wraps === undefined ? undefined : { name, runs };
}

const MAX_WRAPPERS = 16;
/** `command -v` prints the path of a program and runs nothing. */
const LOOKUP_OPTION = /^-p?[vV]/;

/** What a program other than a wrapper runs. */
function runBy(program: string, words: readonly Token[], sudo: boolean): Split {
  const text = program === 'env' ? splitString(words, sudo) : undefined;
  if (text !== undefined) return { words: words.slice(0, 1), nested: [text] };
  const split = runnerOf(program)?.(words, sudo) ?? { words, nested: [] };
  return { ...split, nested: [...split.nested, ...launched(program, words, sudo)] };
}

/** The text that `env -S` splits into words. */
function splitString(words: readonly Token[], sudo: boolean): Nested | undefined {
  const flag = words.findIndex(({ value }) => /^(?:-[a-z0-9]*S|--split-string(?:=|$))/.test(value));
  if (flag < 0 || words.slice(1, flag).some(({ value }) => /^[^-=]+$/.test(value)))
    return undefined;
  const { value = '' } = words[flag] ?? {};
  const attached = value.startsWith('--')
    ? value.slice('--split-string='.length)
    : value.replace(/^-[a-z0-9]*S/, '');
  const [first = '', ...others] =
    attached === '' ? words.slice(flag + 1).map((word) => word.value) : [attached];
  const given = attached === '' ? others : words.slice(flag + 1).map((word) => word.value);
  const rest = [first, ...given.map((word) => shellQuoted(word))];
  return { type: 'text', text: rest.join(' ').trim(), from: undefined, sudo };
}

/** `xargs -n 1 rm -f x` is shown as `xargs -n 1 rm` and runs `rm -f x`. */
function runByWrapper(
  words: readonly Token[],
  at: number,
  { runs }: Wrapper,
  sudo: boolean,
): Split {
  const innerWords = words.slice(at);
  const own = words.slice(0, at);
  const program = programName(words[0]?.value ?? '');
  const inner = runs.list ? withoutList(innerWords) : innerWords;
  const first = inner[0];
  const additional = [...launched(program, own, sudo), ...listed(innerWords, inner.length, sudo)];
  if (first === undefined) return { words: own, nested: additional };
  if (runs.text === 'always' || (runs.text === 'phrase' && /\S\s+\S/.test(first.value))) {
    return { words: own, nested: [textOf(inner, sudo), ...additional] };
  }
  const name = programName(first.value);
  const head = { ...first, text: name, value: name, shown: name, node: undefined };
  return {
    words: [...own, SAFE_NAME.test(name) ? head : first],
    nested: [{ type: 'words', words: inner, sudo }, ...additional],
  };
}

/** The command before the list of arguments of `parallel`. */
function withoutList(words: readonly Token[]): readonly Token[] {
  const at = words.findIndex(({ value }) => LIST.test(value));
  return at < 0 ? words : words.slice(0, at);
}

const LIST = /^:::{1,2}\+?$/;

/**
 * What `parallel` runs for a list: each argument is a command, or an operand of the command before
 * the list.
 */
function listed(words: readonly Token[], from: number, sudo: boolean): readonly Nested[] {
  const command = words.slice(0, from);
  const given = words.slice(from).filter(({ value }) => !LIST.test(value));
  if (command.length === 0) {
    return given.map((word) => ({ ...textOf([word], sudo), speculative: true }));
  }
  // The words are joined to one text, which a shell parses again.
  const isQuoted = command.some(({ value }) => /['"]/.test(value));
  const again: Nested[] = isQuoted ? [{ ...textOf(command, sudo), speculative: true }] : [];
  if (given.length === 0) return again;
  const text = command.map(({ value }) => value).join(' ');
  const values = given.map(({ value }) => value);
  // One command with all arguments replaces one command per argument.
  const texts = command.some(({ value }) => value !== '{}' && value.includes('{}'))
    ? values.map((value) => text.replaceAll('{}', value))
    : [(text.includes('{}') ? text : `${text} {}`).replaceAll('{}', values.join(' '))];
  const each = texts.map((one): Nested => ({
    type: 'text',
    text: one,
    from: undefined,
    sudo,
    speculative: true,
  }));
  return [...again, ...each];
}

const SAFE_NAME = /^[\w.+-]+$/;

/** The index of the wrapped command. */
function innerStart(words: readonly Token[], { name, runs }: Wrapper): number {
  let at = skipOptionsOf(programRow(name), words, 1, runs.dash) + runs.operands;
  if (runs.operands > 0 && words[at]?.value === '--') at += 1;
  if (runs.assignments) while (ASSIGNMENT.test(words[at]?.value ?? '')) at += 1;
  return at;
}

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
