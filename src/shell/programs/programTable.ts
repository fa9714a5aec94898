/** The source of the extracted table. */
export interface TableSource {
  /** The size in bytes. May throw. */
  readonly size: () => number;
  /** Reads bytes as Latin-1; fewer at the end of the file. May throw. */
  readonly read: (offset: number, length: number) => string;
}

/** The first line: version, bytes of the index after it, total bytes. */
const HEAD = /^programs 1 (\d{1,6}) (\d{1,8})\n/;
/** The header and the index of the shipped table fit in one read. */
const FIRST_READ = 8192;
const UNNAMED = 'No program table was named.';

interface Table {
  readonly source: TableSource;
  /** Lines of `name offset length`, with a line end before the first. */
  readonly index: string;
}

let source: TableSource | undefined;
let table: Table | undefined;
let fault: string | undefined = UNNAMED;

/** Uses another table from now on; reads nothing yet. */
export function openTable(from: TableSource): void {
  source = from;
  table = undefined;
  fault = undefined;
}

/** Why the table is not used, as a sentence for users. Undefined while there is no fault. */
export function programTableFault(): string | undefined {
  return fault;
}

/**
 * The lines of a program and its sub-commands, with line ends before and after; empty if the table
 * has none.
 */
export function tableLines(program: string): string {
  if (source === undefined || fault !== undefined) return '';
  try {
    table ??= open(source);
    const place = placeOf(table.index, program);
    if (place === undefined) return '';
    const text = `\n${table.source.read(place.offset, place.length)}`;
    const isWhole = text.length === place.length + 1 && text.endsWith('\n');
    if (!isWhole || !text.startsWith(`\n${program}`)) {
      throw new Error(`the row of ${program} is not where the index says`);
    }
    return text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fault = `The program table is not used: ${why}. Install Rulewright again.`;
    return '';
  }
}

function open(from: TableSource): Table {
  let start = from.read(0, FIRST_READ);
  const head = HEAD.exec(start);
  if (head === null) throw new Error('it has no first line of this version');
  const [line, indexBytes, bytes] = head;
  if (from.size() !== Number(bytes)) throw new Error('it is not as long as it says');
  const end = line.length + Number(indexBytes);
  if (start.length < end) start += from.read(start.length, end - start.length);
  return { source: from, index: start.slice(line.length - 1, end) };
}

function placeOf(
  index: string,
  program: string,
): { readonly offset: number; readonly length: number } | undefined {
  const start = `\n${program} `;
  const at = index.indexOf(start);
  if (at < 0) return undefined;
  const from = at + start.length;
  const [offset = NaN, length = NaN] = index
    .slice(from, index.indexOf('\n', from))
    .split(' ')
    .map(Number);
  return Number.isFinite(offset) && Number.isFinite(length) ? { offset, length } : undefined;
}
