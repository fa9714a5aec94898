import { expandSwitch, isCmdlet } from '../powershell/cmdlets';
import type { Token } from '../words/token';
import { WordList } from '../words/wordList';
import { dataWordsOf, HIDDEN_DATA, MESSAGE_FLAGS, type DataWords } from './dataWords';
import { expandFlags } from './flags';
import { isInterpreter, isShell } from './interpreters';
import { isGroup, programOf } from './programName';
import { runsOf } from './programRuns';

/** One parsed simple command. A flag with a value contains it after a space. */
export interface Reading {
  readonly sub: readonly string[];
  readonly flags: readonly string[];
  readonly args: readonly string[];
  /** Indices of the words that are operands. */
  readonly operands: readonly number[];
  /** Indices of the words that are data. */
  readonly data: ReadonlySet<number>;
}

/** Parses the words of a command; `words[0]` is the program. `isExecuted`: its output is run. */
export function readCommand(
  program: string,
  words: readonly Token[],
  isExecuted: boolean,
): Reading {
  if (isOrdered(program)) {
    const args = words.slice(1).map((word) => word.shown);
    return {
      sub: [],
      flags: [],
      args,
      operands: [...args.keys()].map((at) => at + 1),
      data: NO_DATA,
    };
  }
  const reader = createReader(program, words, isExecuted);
  let at = 1;
  while (at < words.length) at = readWord(reader, at);
  const flags = expandFlags(program, reader.sub.join(' '), reader.flags);
  const { sub, args, operands, data } = reader;
  return { sub, flags, args, operands, data };
}

/**
 * Programs for which the order of words matters: expressions, and programs that run another
 * command.
 */
const isOrdered = (program: string): boolean =>
  ORDERED.has(program) ||
  // `command` that is not a wrapper prints the path of a program.
  (runsOf(program)?.wraps !== undefined && program !== 'command');
const ORDERED = new WordList(
  'find fd fdfind test [ expr dd su runuser script flock tmux cmd pwsh powershell',
);
/**
 * Programs whose flags end at the first operand: the rest is passed to the script that they run.
 */
const isScripted = (program: string): boolean => isShell(program) || isInterpreter(program);
const NO_DATA: ReadonlySet<number> = new Set();
const SUB_NAME = /^[A-Za-z][\w:-]*$/;

interface Reader {
  readonly program: string;
  readonly words: readonly Token[];
  readonly isExecuted: boolean;
  readonly sub: string[];
  readonly flags: string[];
  readonly args: string[];
  readonly operands: number[];
  readonly data: Set<number>;
  depth: number;
  rule: DataWords | undefined;
  given: boolean;
  ended: boolean;
}

function createReader(program: string, words: readonly Token[], isExecuted: boolean): Reader {
  return {
    program,
    words,
    isExecuted,
    sub: [],
    flags: [],
    args: [],
    operands: [],
    data: new Set(),
    depth: programOf(program)?.depth ?? 0,
    rule: dataWordsOf(program),
    given: false,
    ended: false,
  };
}

function readWord(reader: Reader, at: number): number {
  const word = reader.words[at];
  if (word === undefined) return at + 1;
  if (!reader.ended && word.value === '--') {
    reader.ended = true;
    reader.depth = 0;
    reader.args.push('--');
    return at + 1;
  }
  if (isCmdlet(reader.program)) {
    const expanded = expandSwitch(reader.program, word.value);
    if (expanded !== word.value) {
      reader.flags.push(expanded);
      return at + 1;
    }
  }
  const isFlag = !reader.ended && word.value.length > 1 && word.value.startsWith('-');
  return isFlag ? readFlag(reader, word, at) : readOperand(reader, word, at);
}

function readOperand(reader: Reader, word: Token, at: number): number {
  if (reader.sub.length < reader.depth && SUB_NAME.test(word.shown)) {
    addSub(reader, word.shown);
    return at + 1;
  }
  reader.depth = 0;
  if (isScripted(reader.program)) reader.ended = true;
  const hidden = isDataOperand(reader) && hides(reader, reader.rule, word);
  reader.operands.push(at);
  pushArg(reader, hidden ? hide(reader, at) : word.shown);
  return at + 1;
}

function isDataOperand({ rule, operands, given }: Reader): boolean {
  return rule?.all === true || (rule?.first === true && operands.length === 0 && !given);
}

function addSub(reader: Reader, name: string): void {
  reader.sub.push(name);
  const isContainer = runsOf(reader.program)?.by === 'container';
  if (isContainer && /^(?:exec|run)$/.test(name)) reader.ended = true;
  const path = reader.sub.join(' ');
  if (isGroup(reader.program, path)) reader.depth = Math.max(reader.depth, 2);
  reader.rule = dataWordsOf(`${reader.program} ${path}`) ?? reader.rule;
}

function readFlag(reader: Reader, word: Token, at: number): number {
  const dropped = dropGlobal(reader, word);
  if (dropped > 0) return at + dropped;
  const equals = word.value.indexOf('=');
  const name = equals > 0 ? word.value.slice(0, equals) : word.value;
  const kind = valueKind(reader, name);
  if (kind === undefined) {
    reader.flags.push(word.shown);
    return at + 1;
  }
  reader.given ||= kind === 'data';
  if (equals > 0) {
    const hidden = kind === 'data' && hides(reader, reader.rule, word);
    if (hidden) hide(reader, at);
    reader.flags.push(hidden ? `${name}=${HIDDEN_DATA}` : word.shown);
    return at + 1;
  }
  return readValue(reader, word, at, kind);
}

/** Joins a flag and the word after it; in `-am text` only `-m` takes the text. */
function readValue(reader: Reader, word: Token, at: number, kind: ValueKind): number {
  const { value: written } = word;
  const isCluster = written.length > 2 && CLUSTER.test(written);
  if (isCluster) reader.flags.push(written.slice(0, -1));
  const name = isCluster ? `-${written.slice(-1)}` : written;
  const value = reader.words[at + 1];
  if (value === undefined) {
    // As a flag it would take the next word as its value.
    reader.args.push(name);
    return at + 1;
  }
  const hidden = kind === 'data' && hides(reader, reader.rule, value);
  reader.flags.push(`${name} ${hidden ? hide(reader, at + 1) : value.shown}`);
  return at + 2;
}

type ValueKind = 'data' | 'shown';

function valueKind({ rule }: Reader, name: string): ValueKind | undefined {
  if (MESSAGE_FLAGS.has(name)) return 'data';
  if (rule === undefined) return undefined;
  if (rule.values?.includes(name) === true) return 'shown';
  const { flags } = rule;
  if (flags === undefined) return undefined;
  const last = CLUSTER.test(name) ? `-${name.slice(-1)}` : name;
  return flags.includes(name) || flags.includes(last) ? 'data' : undefined;
}

const CLUSTER = /^-[A-Za-z]{2,5}$/;

/** Number of words of a global option that does not affect the operation; 0 for other words. */
function dropGlobal(reader: Reader, word: Token): number {
  if (reader.sub.length > 0) return isAnywhere(reader, word.value) ? globalWidth(word.value) : 0;
  const global = programOf(reader.program)?.global;
  if (global === undefined) return 0;
  return global.includes(word.value.replace(/=.*$/s, '')) ? globalWidth(word.value) : 0;
}

/** Long global options may also follow the sub-command. */
function isAnywhere(reader: Reader, value: string): boolean {
  if (!ANYWHERE.has(reader.program)) return false;
  const name = value.replace(/=.*$/s, '');
  return programOf(reader.program)?.global?.includes(name) === true;
}

const ANYWHERE: ReadonlySet<string> = new Set(['kubectl', 'oc', 'helm', 'aws', 'gcloud', 'gh']);

function globalWidth(value: string): number {
  return value.includes('=') ? 1 : 2;
}

function hides(reader: Reader, rule: DataWords | undefined, word: Token): boolean {
  if (reader.isExecuted) return false;
  if (rule?.quotedOnly === true && (!word.quoted || word.value.startsWith('@'))) return false;
  return rule?.unless?.test(word.value) !== true;
}

function hide(reader: Reader, at: number): string {
  reader.data.add(at);
  return HIDDEN_DATA;
}

/** Consecutive hidden words are shown as one. */
function pushArg(reader: Reader, text: string): void {
  if (text === HIDDEN_DATA && reader.args.at(-1) === HIDDEN_DATA) return;
  reader.args.push(text);
}
