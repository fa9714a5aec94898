import type { ProgramRow } from '../programs/programRow';
import { isOff, readOption, type ReadOption } from '../programs/readOption';
import type { OptionRow } from '../programs/rowLine';
import type { LineStage } from '../stages/line';
import type { Span } from '../words/place';
import { madeToken, type Token } from '../words/token';

interface WrittenOption {
  readonly name: string;
  readonly value: Token | string | undefined;
  /** Whether a file in its value is only used to authenticate. */
  readonly authenticates: boolean;
}

/** The words of a command, classified. */
export interface ReadWords {
  /** The rows of the program and of the sub-command; the same row if there is no sub-command. */
  readonly program: ProgramRow | undefined;
  readonly row: ProgramRow | undefined;
  readonly sub: readonly string[];
  /** Options that affect the operation; a value is a word, or text that is masked. */
  readonly options: readonly WrittenOption[];
  /** Indices of the words that are operands. */
  readonly operands: readonly number[];
  /** Indices of the words after the sub-command. */
  readonly rest: readonly number[];
  /** Working directories set by options. */
  readonly folders: readonly string[];
  /** Names of the options before the sub-command. */
  readonly front: readonly string[];
}

interface Reader {
  readonly item: LineStage;
  readonly program: ProgramRow;
  row: ProgramRow;
  /** Whether a sub-command may still follow. */
  open: boolean;
  ended: boolean;
  readonly sub: string[];
  readonly options: WrittenOption[];
  readonly operands: number[];
  rest: number[];
  readonly folders: string[];
  readonly front: string[];
}

/** Classifies the words of a command by the row of its program. */
export function readByRow(program: ProgramRow, item: LineStage): ReadWords {
  const { words } = item.stage;
  const open = program.hasSubs;
  const lists = { sub: [], options: [], operands: [], rest: [], folders: [], front: [] };
  const start = { row: program, open, ended: false };
  const reader: Reader = { item, program, ...start, ...lists };
  let at = 1;
  while (at < words.length) at = readWord(reader, at);
  return reader;
}

function readWord(reader: Reader, at: number): number {
  const word = reader.item.stage.words[at];
  if (word === undefined) return at + 1;
  const { value } = word;
  reader.rest.push(at);
  if (!reader.ended && value === '--') {
    reader.ended = true;
    reader.open = false;
    return at + 1;
  }
  const { takes, stops } = reader.row;
  if (takes.expression && ends(value)) return readExpression(reader, at);
  if (!reader.ended && value.length > 1 && value.startsWith('-'))
    return readDashed(reader, at, value);
  if (takes.bare && at === 1 && /^[A-Za-z]+$/.test(value))
    return readDashed(reader, at, `-${value}`);
  if (reader.open && SUB_NAME.test(value)) {
    addSub(reader, value);
    return at + 1;
  }
  reader.operands.push(at);
  reader.open = false;
  if (stops) reader.ended = true;
  return at + 1;
}

const SUB_NAME = /^[A-Za-z][\w:.-]*$/;

function addSub(reader: Reader, name: string): void {
  const row = reader.row.sub(name);
  reader.sub.push(name);
  reader.rest = [];
  reader.open = row?.hasSubs === true;
  if (row !== undefined) reader.row = row;
}

/** Whether the expression of `find` starts here, after its start folders. */
function ends(value: string): boolean {
  return /^(?:-(?![HLPDO]|$)|[!(),])/.test(value);
}

/** Reads the tests and actions of `find`; the value of `-exec` is the name of its program. */
function readExpression(reader: Reader, from: number): number {
  const { words } = reader.item.stage;
  let at = from;
  while (at < words.length) {
    const value = words[at]?.value ?? '';
    reader.rest.push(at);
    if (RUNS_INNER.test(value)) {
      const program = words[at + 1];
      reader.options.push({ name: value, value: program, authenticates: false });
      while (at < words.length && !/^[;+]$/.test(words[at]?.value ?? '')) at += 1;
      at += 1;
    } else at = /^-/.test(value) ? readDashed(reader, at, value) : at + 1;
  }
  return at;
}

const RUNS_INNER = /^-(?:exec|execdir|ok|okdir)$/;

/** Reads the options in one word, and the value that follows it. */
function readDashed(reader: Reader, at: number, dashed: string): number {
  const { row, item } = reader;
  let next = at + 1;
  for (const read of readOption(row, dashed)) {
    const word = item.stage.words[next];
    const takesNext = read.takesNext && word !== undefined;
    const value = takesNext ? word : valueOf(read, item, at);
    const hidden = takesNext && item.reading.data.has(next);
    addOption(reader, read, hidden ? HIDDEN_DATA : value);
    if (takesNext) {
      reader.rest.push(next);
      next += 1;
    }
  }
  return next;
}

const HIDDEN_DATA = '_';

function valueOf(
  { value }: ReadOption,
  { stage, reading }: LineStage,
  at: number,
): Token | string | undefined {
  if (value === undefined) return undefined;
  if (reading.data.has(at)) return HIDDEN_DATA;
  const word = stage.words[at];
  return madeToken(value, word?.start ?? 0, word?.end ?? 0);
}

function addOption(reader: Reader, read: ReadOption, value: Token | string | undefined): void {
  const { name, option } = read;
  const text = typeof value === 'string' ? value : value?.value;
  if (isSwitchedOff(option, text)) return;
  if (reader.open) reader.front.push(name);
  if (text !== undefined && option?.folder === true) reader.folders.push(text);
  if (!affectsOperation(reader, option)) return;
  const authenticates = option?.authenticates === true;
  reader.options.push({ name: sharedName(option, name), value, authenticates });
}

/** `--privileged=false` counts as no option. */
function isSwitchedOff(option: OptionRow | undefined, value: string | undefined): boolean {
  return value !== undefined && option !== undefined && option.value !== 'required' && isOff(value);
}

/**
 * Whether an option affects the operation: a global option only does if there is no sub-command.
 */
function affectsOperation({ row, program }: Reader, option: OptionRow | undefined): boolean {
  return option?.global !== true || (row === program && !program.hasSubs);
}

/** The first one-letter name, or else the first name. */
function sharedName(option: OptionRow | undefined, written: string): string {
  if (option === undefined) return written;
  return option.names.find((name) => /^-[^-]$/.test(name)) ?? option.names[0] ?? written;
}

/** The words of a program without a row, as classified by `readCommand`. */
export function readWithoutRow({ stage, reading }: LineStage): ReadWords {
  const { sub, flags, operands } = reading;
  const options = flags.map((flag) => {
    const [, name = flag, value] = FLAG.exec(flag) ?? [];
    return {
      name,
      value: value === undefined ? undefined : unquoted(value, stage),
      authenticates: false,
    };
  });
  const rest = [...stage.words.keys()].slice(1 + sub.length);
  return {
    program: undefined,
    row: undefined,
    sub,
    options,
    operands,
    rest,
    folders: [],
    front: [],
  };
}

function unquoted(value: string, { start, end }: Span): Token | string {
  return value === HIDDEN_DATA
    ? value
    : madeToken(value.replace(/^(['"])(.*)\1$/s, '$2'), start, end);
}

const FLAG = /^(-[^=\s]*)[= ](.*)$/s;
