import { isInterpreter, isShell } from './interpreters';
import { programName } from './programName';
import type { ProgramRow } from './programRow';
import type { OptionRow } from './rowLine';
import { runsWhatFollows } from './programRuns';

/** One option in a word. */
export interface ReadOption {
  /** As spelled in the row; as written if the row does not have it. */
  readonly name: string;
  readonly option: OptionRow | undefined;
  /** The value attached to it or after `=`. */
  readonly value: string | undefined;
  /** Its value is the next word. */
  readonly takesNext: boolean;
}

/**
 * The options in one word, which begins with a dash and is neither `-` nor `--`. A cluster is
 * several options, the last of which may have a value (`-4oProxyCommand=x`). For a program without
 * a row, a word is one option.
 */
export function readOption(row: ProgramRow | undefined, word: string): readonly ReadOption[] {
  const equals = word.indexOf('=');
  const name = equals > 0 ? word.slice(0, equals) : word;
  const value = equals > 0 ? word.slice(equals + 1) : undefined;
  if (row === undefined) return [{ name, option: undefined, value, takesNext: false }];
  const option = named(row, name);
  if (option !== undefined) return [read(spelled(option, name), option, value)];
  const isCluster = !row.singleDash && !word.startsWith('--') && /^-[A-Za-z0-9]/.test(word);
  return isCluster ? cluster(row, word) : [{ name, option: undefined, value, takesNext: false }];
}

/** Whether a value turns its option off: `--dry-run=none`, `--privileged=false`. */
export function isOff(value: string): boolean {
  return /^(?:false|no|none|off|0)$/i.test(value);
}

/**
 * The option among `words` with which a program changes nothing; undefined if there is none.
 * `words` follow the program and its sub-commands. If the row has no such option, `--help` counts
 * after plain words, and `--version` as the only word. `posixOptions`: options after an operand do not count.
 */
export function inertBy(
  row: ProgramRow | undefined,
  words: readonly string[],
  posixOptions = false,
): string | undefined {
  const help = !posixOptions && isAskedForHelp(row, words) ? words.at(-1) : undefined;
  if (row === undefined || help !== undefined) return help;
  const stops = posixOptions || row.stops;
  for (let at = 0; !endsOptions(stops, words[at]); at += 1) {
    const word = words[at] ?? '';
    const options = isOption(word) ? readOption(row, word) : [];
    const inert = options.find((option) => isInert(option, words));
    if (inert !== undefined) return inert.name;
    if (options.at(-1)?.takesNext === true) at += 1;
  }
  return undefined;
}

function isAskedForHelp(row: ProgramRow | undefined, words: readonly string[]): boolean {
  const [last = '', ...before] = words.toReversed();
  if (!/^--(?:help|version)$/.test(last) || isDecidedByRow(row, last)) return false;
  if (last === '--version') return before.length === 0;
  // A shell among them would run the rest, and an option might take `--help` as its value.
  return before.every((word) => /^\w[\w:./@-]*$/.test(word) && !runsWords(word));
}

/** Whether the row determines the meaning of the word. `npx` passes the words to what it runs. */
function isDecidedByRow(row: ProgramRow | undefined, word: string): boolean {
  if (row === undefined || PACKAGE_RUNNERS.has(row.path)) return false;
  return row.stops || row.option(word) !== undefined;
}

const PACKAGE_RUNNERS: ReadonlySet<string> = new Set(['npx', 'bunx', 'uvx']);

function runsWords(word: string): boolean {
  const name = programName(word);
  return runsWhatFollows(name) || isShell(name) || isInterpreter(name);
}

/**
 * Whether options end here: at the end of the words, at `--`, or at the first operand of a program
 * that stops there.
 */
function endsOptions(stops: boolean, word: string | undefined): boolean {
  return word === undefined || word === '--' || (stops && !isOption(word));
}

const isOption = (word = ''): boolean => word.length > 1 && word.startsWith('-');

function isInert({ option, value }: ReadOption, words: readonly string[]): boolean {
  if (option?.inertAlone === true) return words.filter(isOption).length === 1;
  return option?.inert === true && !isOff(value ?? '');
}

function named(row: ProgramRow, name: string): OptionRow | undefined {
  const exact = row.option(name);
  if (exact !== undefined || !name.startsWith('--')) return exact;
  // Programs with single-dash long options also accept two dashes.
  if (row.singleDash) return row.option(name.slice(1));
  return row.abbreviates ? row.shortened(name) : undefined;
}

/** The full name of an option that may be abbreviated. */
function spelled(option: OptionRow, name: string): string {
  if (option.names.includes(name)) return name;
  return option.names.find((long) => long.startsWith(name)) ?? option.names[0] ?? name;
}

function read(name: string, option: OptionRow, value: string | undefined): ReadOption {
  return { name, option, value, takesNext: option.value === 'required' && value === undefined };
}

function cluster(row: ProgramRow, word: string): readonly ReadOption[] {
  const found: ReadOption[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word[at] ?? ''}`;
    const option = row.option(name);
    if (option === undefined || option.value === 'none') {
      found.push({ name, option, value: undefined, takesNext: false });
      continue;
    }
    const rest = word.slice(at + 1);
    found.push(read(name, option, rest === '' ? undefined : rest));
    break;
  }
  return found;
}
