import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';

/** Reads a configuration file of a host; undefined where there is none. Rejects where it cannot be read. */
export type ReadConfig = (path: string) => Promise<string | undefined>;

/** No configuration file that people write is as large. */
const MAX_BYTES = 4 * 1024 * 1024;
/** A file that is being written is read again. */
const ATTEMPTS = 3;

/**
 * Reads configuration files that other programs write: regular files of a limited size only, each read again only if it
 * was changed. A file that changes meanwhile is read again. Rejects with `invalid-input` or the error of `files`.
 */
export function createConfigReader(files: Files): ReadConfig {
  const known = new Map<string, { readonly identity: string; readonly text: string }>();
  const readOnce = async (path: string): Promise<{ text?: string; isStable: boolean }> => {
    const stat = await files.stat(path);
    if (stat === undefined || stat.isFolder) {
      known.delete(path);
      return { isStable: true };
    }
    const { identity } = stat;
    const before = known.get(path);
    if (before?.identity === identity) return { text: before.text, isStable: true };
    if (!stat.isFile) throw unreadable(l10n.t('{0} is not a regular file.', path));
    if (stat.sizeBytes > MAX_BYTES) throw unreadable(l10n.t('{0} is larger than 4 MB.', path));
    const bytes = await files.read(path);
    const text = Buffer.from(bytes ?? []).toString('utf8');
    const isStable = (await files.stat(path))?.identity === identity;
    if (isStable) known.set(path, { identity, text });
    return { isStable, ...(bytes === undefined ? {} : { text }) };
  };
  return async (path) => {
    for (let attempt = 1; ; attempt += 1) {
      const { text, isStable } = await readOnce(path);
      if (isStable || attempt === ATTEMPTS) return text;
    }
  };
}

function unreadable(message: string): RulewrightError {
  return new RulewrightError('invalid-input', message, {
    hint: l10n.t('Nothing was changed.'),
  });
}
