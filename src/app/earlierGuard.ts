import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { shellWord } from '../core/shellQuoted';
import { writeAtomic } from '../files/writeAtomic';
import { GUARD_FILES, LAUNCHER } from '../hosts/guardFiles';
import { INSTALLED_FILE } from '../hosts/guardSeal';

/**
 * Removes the guard from the folder of an earlier format, unless it is the folder of `launcher`. Leaves a launcher
 * there that starts the current guard: an unknown hook file may name it, and a host whose hook is missing runs every
 * command.
 */
export async function removeEarlierGuard(
  files: Files,
  folder: string,
  launcher: string,
): Promise<void> {
  const path = join(folder, LAUNCHER);
  const forwarder = Buffer.from(`#!/bin/sh\nexec /bin/sh ${shellWord(launcher)} "$@"\n`);
  if ((await files.stat(path)) === undefined || (await files.stat(launcher)) === undefined) return;
  const existing = await files.read(path);
  if (existing === undefined || Buffer.compare(existing, forwarder) !== 0) {
    await writeAtomic(files, path, forwarder, { mode: 0o700 });
  }
  for (const name of await files.list(folder)) {
    const isOld = name === INSTALLED_FILE || (name !== LAUNCHER && GUARD_FILES.includes(name));
    if (isOld) await files.remove(join(folder, name));
  }
}
