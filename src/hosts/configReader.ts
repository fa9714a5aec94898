import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';

/** Reads configuration files of hosts. Rejects if a file cannot be read. */
export interface ReadConfig {
  /** The text of a file; undefined if it does not exist. */
  text(path: string): Promise<string | undefined>;
  /** Sorted names of the entries in a folder; empty if it does not exist. */
  names(folder: string): Promise<readonly string[]>;
  /**
   * The result of `parse`, cached until the file changes; undefined if the file does not exist.
   * Rejects with the errors of `parse`.
   */
  parsed<T>(path: string, parse: (text: string) => T): Promise<T | undefined>;
}

/** A reader that tells which files and folders it was asked for. */
export interface ExaminingReader extends ReadConfig {
  examined(): readonly string[];
}

/** Larger than any hand-written configuration file. Bytes. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Number of attempts to read a file that changes while it is read. */
const ATTEMPTS = 3;

interface KnownFile {
  readonly mark: string;
  readonly text: string;
  /** Parsed values by parse function. */
  readonly values: Map<unknown, unknown>;
}

/**
 * Reads configuration files that other programs write: only regular files up to a maximum size,
 * read and parsed again only if they have changed. A file that changes while it is read is read
 * again. Each returned reader examines every file once. Rejects with `invalid-input` or an error of
 * `files`.
 */
export function createConfigReader(files: Files): () => ExaminingReader {
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
    const folders = new Set<string>();
    const look = (path: string): Promise<KnownFile | undefined> => {
      const pending = seen.get(path) ?? read(path);
      seen.set(path, pending);
      return pending;
    };
    return {
      text: async (path) => (await look(path))?.text,
      names: (folder) => {
        folders.add(folder);
        return files.list(folder);
      },
      examined: () => [...seen.keys(), ...folders],
      parsed: async <T>(path: string, parse: (text: string) => T): Promise<T | undefined> => {
        const file = await look(path);
        if (file === undefined) return undefined;
        // The value under the key `parse` was always returned by `parse`.
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
