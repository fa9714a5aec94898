import { OWN_ROWS } from './ownRows';
import { openTable, tableLines, type TableSource } from './programTable';
import {
  readLine,
  takesOf,
  describesOwnWords,
  wordsOf,
  type OptionRow,
  type Takes,
} from './rowLine';

/** What is known of a program or a sub-command. */
export interface ProgramRow {
  /** Program and sub-commands: `git/push`. For an alias, the path that it stands for. */
  readonly path: string;
  /** Its first operand is a sub-command. */
  readonly hasSubs: boolean;
  /** `-name` is one option, never a cluster. */
  readonly singleDash: boolean;
  /** A long option may be abbreviated if that is unambiguous. */
  readonly abbreviates: boolean;
  /** Options end at the first operand. */
  readonly stops: boolean;
  readonly takes: Takes;
  /**
   * The row of a sub-command by its name or alias. It includes the options that all sub-commands
   * share.
   */
  sub(name: string): ProgramRow | undefined;
  /** The option with exactly this name, dashes included. */
  option(name: string): OptionRow | undefined;
  /** The only option with a name that begins like this; undefined if there are none or several. */
  shortened(name: string): OptionRow | undefined;
}

const known = new Map<string, ProgramRow | undefined>();
/** Names come from commands, so the number of rows in memory has a limit. */
const MAX_KNOWN = 10_000;

/**
 * The row of a program by its base name, such as `git` or `rm`: our own rows, completed by the
 * extracted table. Undefined if neither has it.
 */
export function programRow(name: string): ProgramRow | undefined {
  if (known.has(name)) return known.get(name);
  const row = /^[^\s/]+$/.test(name) ? rowAt(name, undefined) : undefined;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, row);
  return row;
}

/**
 * Sets the extracted table, once, when a process starts. It is opened when the first row is
 * requested, and only requested rows are read. Without it, or if it is damaged, only our own rows
 * are used.
 */
export function useProgramTable(from: TableSource): void {
  openTable(from);
  known.clear();
}

/**
 * The row at a path. Our own line comes first: if both lines know an option or a mark, ours is
 * used, and it decides whether the path is an alias. Lines that only say what is run make no row.
 */
function rowAt(path: string, parent: Row | undefined, depth = 0): Row | undefined {
  const texts = textsOf(path);
  const lines = texts.flatMap((text) => {
    const words = wordsOf(text, path);
    return words === undefined ? [] : [words];
  });
  const target = aliasOf(lines[0]);
  if (target !== undefined && depth < MAX_ALIASES) return rowAt(target, parent, depth + 1);
  const isGroup = texts.some((text) => hasSubs(text, path));
  if (!lines.some(describesOwnWords) && !isGroup) return undefined;
  return new Row(
    path,
    lines.filter((words) => aliasOf(words) === undefined),
    isGroup,
    parent,
  );
}

const MAX_ALIASES = 4;

function aliasOf([first]: readonly string[] = []): string | undefined {
  return first?.startsWith('>') === true ? first.slice(1) : undefined;
}

/** Whether a text has rows of sub-commands that describe their words. */
function hasSubs(text: string, path: string): boolean {
  const start = `\n${path}/`;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    const [, ...words] = text.slice(at + 1, text.indexOf('\n', at + 1)).split(' ');
    if (describesOwnWords(words)) return true;
  }
  return false;
}

function textsOf(path: string): readonly string[] {
  const [program = ''] = path.split('/', 1);
  return [OWN_ROWS, tableLines(program)];
}

class Row implements ProgramRow {
  readonly #options = new Map<string, OptionRow>();
  readonly #subs = new Map<string, Row | undefined>();
  readonly #marks: readonly string[];
  readonly #shared: readonly OptionRow[];
  readonly takes: Takes;

  constructor(
    readonly path: string,
    lines: readonly (readonly string[])[],
    readonly hasSubs: boolean,
    parent: Row | undefined,
  ) {
    const read = lines.map(readLine);
    const isWhole = parent === undefined && hasSubs;
    const own = read
      .flatMap(({ options }) => options)
      .map((option) => (isWhole ? { ...option, global: true } : option));
    const shared = read.flatMap(({ options }) => options.filter((option) => option.global));
    this.#shared = parent === undefined ? shared : [...shared, ...parent.#shared];
    // The syntax of options is the same in all sub-commands of a program.
    const marks = parent === undefined ? [] : parent.#marks;
    this.takes = takesOf(read.flatMap(({ marks: own }) => own));
    const style = marks.filter((mark) => mark === '@single' || mark === '@abbr');
    this.#marks = [...read.flatMap(({ marks }) => marks), ...style];
    for (const option of [...own, ...this.#shared]) this.#add(option);
  }

  get singleDash(): boolean {
    return this.#marks.includes('@single');
  }

  get abbreviates(): boolean {
    return this.#marks.includes('@abbr');
  }

  get stops(): boolean {
    return this.#marks.includes('@stop');
  }

  sub(name: string): ProgramRow | undefined {
    if (!this.hasSubs || /[/\s]/.test(name) || name === '') return undefined;
    if (!this.#subs.has(name)) this.#subs.set(name, rowAt(`${this.path}/${name}`, this));
    return this.#subs.get(name);
  }

  option(name: string): OptionRow | undefined {
    return this.#options.get(name);
  }

  shortened(name: string): OptionRow | undefined {
    const matches = [...this.#options.entries()].filter(([long]) => long.startsWith(name));
    const options = new Set(matches.map(([, option]) => option));
    return options.size === 1 ? [...options][0] : undefined;
  }

  #add(option: OptionRow): void {
    for (const name of option.names) {
      if (!this.#options.has(name)) this.#options.set(name, option);
    }
  }
}
