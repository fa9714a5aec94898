import { dataWordsOf } from '../programs/dataWords';
import { isInterpreter, isShell } from '../programs/interpreters';
import { programName, programOf } from '../programs/programName';
import { programRow, type ProgramRow } from '../programs/programRow';
import { runsOf, subPath, textOptionsOf, type Runs } from '../programs/programRuns';
import type { Token } from '../words/token';
import { WordList } from '../words/wordList';
import { skipOptionsOf, textOf, type Nested } from './nested';

/** Options that name a command in nearly every program that has them. */
const ANY_TEXT_FLAG = new WordList(
  '--exec --exec-batch --command --cmd --run --execute --shell-command --sh-exec',
);
/** What precedes the command in the value of such an option: `exec=`, `ProxyCommand=`, `spawn `. */
const VALUE_HEAD =
  /^(?:exec=|(?:Proxy|Local|Remote|KnownHosts)Command[= ]|spawn\s+|exec\s+|cmd=|"[^"]*":)/i;

/** What a program is likely to run, beyond what its position in the command implies. */
export function launched(
  program: string,
  tokens: readonly Token[],
  sudo: boolean,
): readonly Nested[] {
  if (tokens.length < 2) return [];
  const found = [...byLauncher(program, tokens, sudo), ...byFlags(program, tokens, sudo)];
  if (found.length === 0) found.push(...afterDashes(program, tokens, sudo));
  return found.slice(0, MAX_FOUND).map((nested) => ({ ...nested, speculative: true }));
}

const MAX_FOUND = 8;

function byLauncher(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  let path = program.startsWith('ld-linux') ? 'ld.so' : program;
  let launcher = launcherAt(path);
  let at = 1;
  for (let next = 1; next < Math.min(tokens.length, MAX_PATH); next += 1) {
    const value = tokens[next]?.value ?? '';
    if (value.startsWith('-')) continue;
    const longer = subPath(path, value);
    if (longer === undefined) break;
    path = longer;
    const found = launcherAt(path);
    if (found === undefined) continue;
    launcher = found;
    at = next + 1;
  }
  return launcher === undefined ? [] : launchedBy(launcher, tokens, at, sudo);
}

/** A program or sub-command that runs the command after it; its own words stay unchanged. */
interface Launcher {
  readonly path: string;
  readonly runs: Runs;
}

function launcherAt(path: string): Launcher | undefined {
  const runs = runsOf(path);
  return runs?.launches === undefined && runs?.each !== true ? undefined : { path, runs };
}

const MAX_PATH = 6;

function launchedBy(
  { path, runs }: Launcher,
  tokens: readonly Token[],
  from: number,
  sudo: boolean,
): readonly Nested[] {
  const isNear = runs.launches === 'near';
  if (runs.each) {
    const texts = tokens.slice(from).filter((word) => /\S\s+\S/.test(word.value));
    if (texts.length > 0 || !isNear) return texts.map((word) => textOf([word], sudo));
  }
  const dashes = tokens.findIndex((word, at) => at >= from && word.value === '--');
  const behind = dashes < 0 ? [] : command(tokens.slice(dashes + 1), sudo);
  if (dashes >= 0 && !isNear) return behind;
  const first = skipOptionsOf(rowOf(path), tokens, from) + runs.operands;
  if (runs.text === 'always') {
    const rest = tokens.slice(first);
    return rest.length === 0 ? [] : [textOf(rest, sudo)];
  }
  if (!isNear) return command(tokens.slice(first), sudo);
  const near = tokens.slice(0, dashes < 0 ? from + MAX_WORDS : dashes);
  const places = [...near.keys()].filter((at) => at >= from && isCommandName(near[at]));
  return [
    ...behind,
    ...places.slice(0, MAX_PLACES).flatMap((at) => command(tokens.slice(at), sudo)),
  ];
}

function rowOf(path: string): ProgramRow | undefined {
  const [program = '', ...subs] = path.split('/');
  return subs.reduce((row, sub) => row?.sub(sub), programRow(program));
}

const MAX_PLACES = 5;
/** Later words are not examined. */
const MAX_WORDS = 128;

function isCommandName(word: Token | undefined): boolean {
  const value = (word?.value ?? '').trimStart();
  const [name = ''] = value.split(/\s/, 1);
  // The first of several words in one argument may also define, group or assign.
  if (name.length < value.length && /^[\w."'$([{!]/.test(name)) return true;
  return /^[A-Za-z./][\w./+\\-]*$/.test(name) && !/^[./]+$/.test(name);
}

/** Words that form a command. A single word with blanks is shell text. */
function command(tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  const [first] = tokens;
  if (first === undefined) return [];
  if (/\s/.test(first.value.trim())) return [typedText(first, sudo)];
  return [{ type: 'words', words: tokens.slice(0, MAX_WORDS), sudo }];
}

/** Shell text. Text typed into a terminal ends with the name of a key. */
function typedText(word: Token, sudo: boolean): Nested {
  const value = word.value.replace(/(?:\\[nr]|\^M)$/, '');
  return textOf([value === word.value ? word : { ...word, value, moved: true }], sudo);
}

function byFlags(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  const known = textOptionsOf(program);
  return tokens.slice(1).flatMap(({ value }, at): Nested[] => {
    const text = value.startsWith('-') ? valueOf(value, tokens[at + 2]?.value ?? '', known) : '';
    if (text === '') return [];
    const shell = text.replace(VALUE_HEAD, '');
    return NAMES_COMMAND.test(shell) ? [{ type: 'text', text: shell, from: undefined, sudo }] : [];
  });
}

/** Several words, or one that may be a program's name. */
const NAMES_COMMAND = /\S\s+\S|^\s*[a-z][\w./-]*\s*$/;

/** The command in the value of an option: the next word, or what is attached to the option. */
function valueOf(flag: string, next: string, known: readonly string[]): string {
  const short = attached(known, flag);
  if (short !== undefined) return short;
  const end = flag.indexOf('=');
  const name = end < 0 ? flag : flag.slice(0, end);
  if (!known.includes(name) && !ANY_TEXT_FLAG.has(name)) return '';
  return end < 0 ? next : flag.slice(end + 1);
}

/** The value attached to a short option: `-oProxyCommand=…`. */
function attached(known: readonly string[], value: string): string | undefined {
  // ssh and others accept options without a value before it: `-4oProxyCommand=…`.
  const clustered = known.includes('-o')
    ? /^-[46AaCfkNnqTtvXx]+o(.+)$/s.exec(value)?.[1]
    : undefined;
  if (clustered !== undefined) return clustered;
  const isShort = known.includes(value.slice(0, 2)) && /^-[A-Za-z][^=\s-]/.test(value);
  return isShort ? value.slice(2) : undefined;
}

/** For an unknown program, the words after `--` are most often a command. */
function afterDashes(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  if (isKnown(program)) return [];
  const at = tokens.findIndex((word) => word.value === '--');
  return at < 0 ? [] : command(tokens.slice(at + 1), sudo);
}

function isKnown(program: string): boolean {
  return (
    PLAIN.has(program) ||
    programOf(program) !== undefined ||
    runsOf(program)?.wraps !== undefined ||
    isShell(program) ||
    isInterpreter(program) ||
    dataWordsOf(programName(program)) !== undefined
  );
}

/** Programs that take names or data after `--`. */
const PLAIN = new WordList(
  'rm cp mv ln ls cat touch mkdir rmdir chmod chown chgrp tee sort uniq wc cut tr diff cmp stat du df file test basename ' +
    'dirname readlink realpath od less more cd pushd find fd set eval make jest mocha vitest pytest eslint prettier tsc code ' +
    'rulewright shellcheck shfmt nano vim vi emacs kill pkill tar zip unzip shred trash install sed awk xargs export',
);
