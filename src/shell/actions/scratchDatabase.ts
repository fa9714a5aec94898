import type { Folder } from '../paths/folder';
import { pathClass } from '../paths/pathClass';
import { resolvePath } from '../paths/resolvePath';
import type { Stage } from '../stages/stage';
import type { ActionWord } from './actionWord';

/**
 * The database of a command that works only in memory or in a temporary file, so that no permanent data changes.
 * Undefined if its text may access other files or programs.
 */
export function scratchDatabase(
  { program, words, redirects, documents }: Stage,
  [database]: readonly ActionWord[],
  { path, project }: Folder,
): string | undefined {
  if (!EMBEDDED.has(program) || database === undefined) return undefined;
  // The content of a file is unknown.
  if (redirects.some(({ op }) => /^\d*<>?$/.test(op))) return undefined;
  const { shown, targets } = database;
  const found = targets[0]?.class ?? pathClass(resolvePath(shown, path), project);
  if (found !== 'temp' && !IN_MEMORY.test(shown)) return undefined;
  const texts = [
    ...words.slice(1).map(({ value }) => value),
    ...redirects.map(({ target }) => target.value),
    ...documents.map(({ body }) => body.text),
  ];
  return texts.some((text) => REACHES_OUT.test(text)) ? undefined : shown;
}

/** Programs that open the database themselves. */
const EMBEDDED: ReadonlySet<string> = new Set(['sqlite3', 'duckdb', 'litecli']);
const IN_MEMORY = /^['"]?(?:file:)?:memory:/;
/** Commands of the program itself or a file of them, and SQL that opens, writes or loads other files. */
const REACHES_OUT =
  /(?:^|\n)\s*\.[a-z]|^--?init$|\b(?:attach|vacuum|writefile|readfile|edit|load_extension|copy|export|install|load)\b/i;
