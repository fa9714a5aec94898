import { RUNNING_ROWS } from './ownRows';
import { readLine, wordsOf } from './rowLine';

/**
 * How a program or a sub-command runs other programs: the marks of its row. See `RowLine` for their
 * meaning.
 */
export interface Runs {
  /** `@plain`, `@sudo`, `@runs`. */
  readonly wraps: 'plain' | 'sudo' | 'command' | undefined;
  /** `@likely`, `@near`. */
  readonly launches: 'behind' | 'near' | undefined;
  /** The number after one of these marks. */
  readonly operands: number;
  /** `@assign`. */
  readonly assignments: boolean;
  /** `@dash`. */
  readonly dash: boolean;
  /** `@text`, `@phrase`. */
  readonly text: 'always' | 'phrase' | undefined;
  /** `@each`. */
  readonly each: boolean;
  /** `@list`. */
  readonly list: boolean;
  /** `@by:name`; `shell`, `escapes` or `code` for programs with that mark. */
  readonly by: string | undefined;
  /** `@stdin:name`. */
  readonly stdin: string | undefined;
  /** `@shell`. */
  readonly isShell: boolean;
  /** `@code`. */
  readonly isInterpreter: boolean;
  /** `@client`. */
  readonly isClient: boolean;
  /** `@escapes`. */
  readonly escapes: boolean;
  /** `@passes`. */
  readonly forwardsInput: boolean;
  /** `@opens`. */
  readonly opensShell: boolean;
  /** `@shows`. */
  readonly shows: boolean;
}

/** The lines of a table for one path. */
interface Entry {
  /** The path, aliases followed. */
  readonly path: string;
  readonly runs: Runs | undefined;
  /** Whether there are rows of sub-commands. */
  readonly hasSubs: boolean;
  /** Options of the program and its sub-commands whose value is run, dashes included. */
  readonly texts: readonly string[];
}

/** Results of earlier lookups: a process that reads many commands repeats the same few. */
const known = new Map<string, Entry>();
const MAX_KNOWN = 1024;

/**
 * How a program runs others, by its base name or the path of a sub-command (`npm/exec`); undefined
 * if it does not.
 */
export function runsOf(path: string): Runs | undefined {
  return entryOf(path).runs;
}

/** Whether a program or a sub-command runs the command after its own words. */
export function runsWhatFollows(path: string): boolean {
  const { wraps, launches, by } = runsOf(path) ?? {};
  return wraps !== undefined || launches !== undefined || by === 'flock';
}

/** Options of a program or its sub-commands whose value is shell text or names a program. */
export function textOptionsOf(program: string): readonly string[] {
  return entryOf(program).texts;
}

/** The path of a sub-command, aliases followed; undefined if no row has it. */
export function subPath(path: string, name: string): string | undefined {
  const entry = entryOf(path);
  if (!entry.hasSubs || !NAME.test(name)) return undefined;
  const sub = entryOf(`${entry.path}/${name}`);
  return sub.runs === undefined && !sub.hasSubs ? undefined : sub.path;
}

const NAME = /^[^\s/]+$/;

function entryOf(path: string): Entry {
  const found = known.get(path);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const entry = read(path);
  known.set(path, entry);
  return entry;
}

function read(path: string): Entry {
  // No program has a longer name or one with a blank.
  if (path.length > MAX_PATH || !PATH.test(path)) return { ...NOTHING, path };
  const words = wordsOf(RUNNING_ROWS, path);
  if (words?.[0]?.startsWith('>') === true) return entryOf(words[0].slice(1));
  const hasSubs = RUNNING_ROWS.includes(`\n${path}/`);
  if (words === undefined && !hasSubs) return { ...NOTHING, path };
  const lines = [words ?? [], ...(hasSubs ? linesBelow(path) : [])];
  return {
    path,
    runs: words && runsBy(words.filter((word) => word.startsWith('@'))),
    hasSubs,
    texts: lines.flatMap(textOptions),
  };
}

const NOTHING = { runs: undefined, hasSubs: false, texts: [] } as const;
const MAX_PATH = 80;
const PATH = /^[^\s]+$/;

/** The words of all lines of sub-commands. */
function linesBelow(path: string): readonly (readonly string[])[] {
  const start = `${path}/`;
  return RUNNING_ROWS.split('\n').flatMap((line) =>
    line.startsWith(start) ? [line.split(' ').slice(1)] : [],
  );
}

/** The names of the options in a line whose value is run. */
function textOptions(words: readonly string[]): readonly string[] {
  const options = readLine(
    words.filter((word) => word.includes('>') && word.startsWith('-')),
  ).options;
  return options.flatMap(({ names, runs }) => (runs ? names : []));
}

function runsBy(marks: readonly string[]): Runs {
  const [wraps, operands] = firstOf(marks, WRAPS);
  const [launches, behind] = firstOf(marks, LAUNCHES);
  return {
    wraps,
    launches,
    operands: operands ?? behind ?? 0,
    assignments: marks.includes('@assign'),
    dash: marks.includes('@dash'),
    text: marks.includes('@text') ? 'always' : marks.includes('@phrase') ? 'phrase' : undefined,
    each: marks.includes('@each'),
    list: marks.includes('@list'),
    by: valueOf(marks, '@by:') ?? KINDS.find((kind) => marks.includes(`@${kind}`)),
    stdin: valueOf(marks, '@stdin:'),
    isShell: marks.includes('@shell'),
    isInterpreter: marks.includes('@code'),
    isClient: marks.includes('@client'),
    escapes: marks.includes('@escapes'),
    forwardsInput: marks.includes('@passes'),
    opensShell: marks.includes('@opens'),
    shows: marks.includes('@shows'),
  };
}

const WRAPS = { '@plain': 'plain', '@sudo': 'sudo', '@runs': 'command' } as const;
const LAUNCHES = { '@likely': 'behind', '@near': 'near' } as const;
/** Marks for which `by` has a function of the same name; the first one in a row counts. */
const KINDS = ['shell', 'escapes', 'code'] as const;

/** The value of the first mark in a row that a map has, and the number after it. */
function firstOf<T>(
  marks: readonly string[],
  meanings: Readonly<Record<string, T>>,
): readonly [T | undefined, number | undefined] {
  for (const mark of marks) {
    const [name = '', operands = '0'] = mark.split(':');
    if (Object.hasOwn(meanings, name)) return [meanings[name], Number(operands)];
  }
  return [undefined, undefined];
}

function valueOf(marks: readonly string[], start: string): string | undefined {
  return marks.find((mark) => mark.startsWith(start))?.slice(start.length);
}
