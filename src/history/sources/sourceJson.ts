import { readFile, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UnreadableSource } from './source';

/** Size limit in bytes for a file that consists of one JSON value, which is parsed as a whole. */
export const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Parses a file. Throws `UnreadableSource` if it is too large or not JSON. */
export async function readJsonFile(path: string): Promise<{ value: unknown; sizeBytes: number }> {
  if ((await stat(path)).size > MAX_JSON_BYTES) {
    throw new UnreadableSource(l10n.t('the file is larger than {0} MiB', '64'));
  }
  const bytes = await readFile(path);
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    return { value, sizeBytes: bytes.length };
  } catch {
    throw new UnreadableSource(l10n.t('it is not JSON'));
  }
}
