import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';

/** Reads configuration files of hosts. Rejects if a file cannot be read. */
export interface ReadConfig {
  /** The text of a file; undefined if it does not exist. */
  text(path: string): Promise<string | undefined>;
  /** Sorted names in a folder; empty if it does not exist. */
  names(folder: string): Promise<readonly string[]>;
  /**
   * What `parse` makes of the text, once for each change of the file; undefined if there is no file. Rejects with the
   * errors of `parse`.
   */
  parsed<T>(path: string, parse: (text: string) => T): Promise<T | undefined>;
}

/** No configuration file that people write is as large. */
const MAX_BYTES = 4 * 1024 * 1024;
/** A file that is being written is read again. */
const ATTEMPTS = 3;

interface KnownFile {
  readonly mark: string;
  readonly text: string;
  /** By the function that made it. */
  readonly values: Map<unknown, unknown>;
}

/**
 * Reads configuration files that other programs write: regular files of a limited size only, each read and parsed again
 * only if it was changed. A file that changes meanwhile is read again. Each call of the result looks at every file once.
 * Rejects with `invalid-input` or the error of `files`.
 */
export function createConfigReader(files: Files): () => ReadConfig {
  const known = new Map<string, KnownFile>();
  const readOnce = async (path: string): Promise<{ file?: KnownFile; isStable: boolean }> => {
    const stat = await files.stat(path);
    if (stat === undefined || stat.isFolder) {
      known.delete(path);
      return { isStable: true };
    }
    const { mark } = stat;
    const before = known.get(path);
    if (before?.mark === mark) return { file: before, isStable: true };
    if (!stat.isFile) throw unreadable(l10n.t('{0} is not a regular file.', path));
    if (stat.sizeBytes > MAX_BYTES) throw unreadable(l10n.t('{0} is larger than 4 MB.', path));
    const bytes = await files.read(path);
    const text = Buffer.from(bytes ?? []).toString('utf8');
    const isStable = (await files.stat(path))?.mark === mark;
    const file = { mark, text, values: new Map() };
    if (isStable) known.set(path, file);
    return { isStable, ...(bytes === undefined ? {} : { file }) };
  };
  const read = async (path: string): Promise<KnownFile | undefined> => {
    for (let attempt = 1; ; attempt += 1) {
      const { file, isStable } = await readOnce(path);
      if (isStable || attempt === ATTEMPTS) return file;
    }
  };
  return () => {
    const seen = new Map<string, Promise<KnownFile | undefined>>();
    const look = (path: string): Promise<KnownFile | undefined> => {
      const looking = seen.get(path) ?? read(path);
      seen.set(path, looking);
      return looking;
    };
    return {
      text: async (path) => (await look(path))?.text,
      names: (folder) => files.list(folder),
      parsed: async <T>(path: string, parse: (text: string) => T): Promise<T | undefined> => {
        const file = await look(path);
        if (file === undefined) return undefined;
        // Only `parse` itself stores under its key.
        if (file.values.has(parse)) return file.values.get(parse) as T;
        const value = parse(file.text);
        file.values.set(parse, value);
        return value;
      },
    };
  };
}

function unreadable(message: string): RulewrightError {
  return new RulewrightError('invalid-input', message, {
    hint: l10n.t('Nothing was changed.'),
  });
}
