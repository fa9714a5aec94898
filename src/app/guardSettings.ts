import { join } from 'node:path';
import type { Files } from '../core/files';
import { GUARD_SETTINGS_FILE, type GuardSettings } from '../guard/guardSettings';
import { writeAtomic } from '../files/writeAtomic';
import type { Settings } from '../settings';

/** Writes the settings file of the guard when the settings changed. Call it periodically. */
export function createGuardSettingsWriter(
  files: Files,
  folder: string,
): (settings: Settings) => Promise<void> {
  const path = join(folder, GUARD_SETTINGS_FILE);
  let written = '';
  return async ({ onError, guardAllow, guardRecord }) => {
    const settings: GuardSettings = { onError, allow: guardAllow, record: guardRecord };
    const text = `${JSON.stringify(settings)}\n`;
    if (text === written) return;
    await files.makeFolder(folder);
    await writeAtomic(files, path, new TextEncoder().encode(text));
    written = text;
  };
}
