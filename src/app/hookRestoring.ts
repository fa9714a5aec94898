import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import type { Clock } from '../core/ports';
import { hasNewerGuard, type GuardPlace } from '../hosts/guardFiles';
import type { Restoring } from '../hosts/hookRestore';
import type { Pause } from './pause';

/** When hooks may be restored. The times of restoring are stored in `RESTORED_FILE` in `folder`. */
export function createRestoring({
  files,
  guard,
  folder,
  clock,
  pause,
  onRestored,
}: {
  readonly files: Files;
  readonly guard: GuardPlace;
  readonly folder: string;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly onRestored: Restoring['onRestored'];
}): Restoring {
  return {
    clock,
    memoryPath: join(folder, RESTORED_FILE),
    mayRestore: async () =>
      (await pause.untilMs(clock.now())) === 0 && !(await hasNewerGuard(files, guard)),
    onRestored,
  };
}

/** The file with the times at which hooks were restored. */
const RESTORED_FILE = 'restored.json';
