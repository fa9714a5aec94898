import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { shellQuoted } from '../core/shellQuoted';
import { HOST_FILES } from './allFiles';
import { createConfigReader } from './configReader';
import type { HostFiles, HostPlace } from './hostFiles';

/** Whether a host's hook file names the launcher. True if the file cannot be read. */
export async function isCalled(files: Files, place: HostPlace, launcher: string): Promise<boolean> {
  const read = createConfigReader(files)();
  const names = [launcher, shellQuoted(launcher)].map((path) => JSON.stringify(path).slice(1, -1));
  for (const host of Object.values<HostFiles>(HOST_FILES)) {
    try {
      const text = await read.text(join(host.folder(place), host.hookFile));
      if (text !== undefined && names.some((name) => text.includes(name))) return true;
    } catch {
      return true;
    }
  }
  return false;
}
