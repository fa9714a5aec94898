import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { keepAside } from '../files/keepAside';
import { createGuardFinder, installGuard, LAUNCHER, type GuardPlace } from '../hosts/guardFiles';
import type { HostPlace } from '../hosts/hostFiles';
import { isCalled } from '../hosts/launcherUse';
import { removeEarlierGuard } from './earlierGuard';
import type { Tampering } from './tamperWatch';

export interface GuardRepairOptions {
  readonly files: Files;
  /** Where this version installs the guard. */
  readonly place: GuardPlace;
  /** The folder in which earlier versions installed it. */
  readonly earlierFolder: string;
  /** Where the hook files are. */
  readonly hosts: HostPlace;
  /** Verifies the code cache of the guard. */
  readonly checkCompiled?: () => Promise<Tampering | undefined>;
}

/**
 * Keeps the guard as this extension installed it. Each call compares the files, updates an older guard and replaces
 * files that no window installed; it resolves to the foreign files found. If no guard is installed, it is installed
 * only when a host calls it. The guard in the folder of earlier versions is kept as long as a host calls it.
 */
export function createGuardRepairs({
  files,
  place,
  earlierFolder,
  hosts,
  checkCompiled,
}: GuardRepairOptions): () => Promise<Tampering | undefined> {
  const isUsed = (folder: string) => isCalled(files, hosts, join(folder, LAUNCHER));
  const repair = createGuardRepair(files, place, () => isUsed(place.folder));
  const seal = place.seal && { ...place.seal, isKept: () => Promise.resolve(false) };
  // Earlier versions did not seal the guard.
  const earlier = { ...place, folder: earlierFolder, ...(seal && { seal }) };
  const repairEarlier = createGuardRepair(files, earlier, () => Promise.resolve(true));
  let isEarlierUsed: boolean | undefined;
  return async () => {
    const isFirst = isEarlierUsed === undefined;
    isEarlierUsed ??= await isUsed(earlierFolder);
    // Install the new guard so that hosts that call the earlier one can be updated.
    if (isFirst && isEarlierUsed && !(await isUsed(place.folder))) await installGuard(files, place);
    const found = await repair();
    if (isEarlierUsed) return found ?? repairEarlier();
    if (isFirst) await removeEarlierGuard(files, earlierFolder, join(place.folder, LAUNCHER));
    // Two guards in use would alternately overwrite the code cache.
    return found ?? checkCompiled?.();
  };
}

function createGuardRepair(
  files: Files,
  place: GuardPlace,
  isUsed: () => Promise<boolean>,
): () => Promise<Tampering | undefined> {
  const find = createGuardFinder(files, place);
  let isWanted: boolean | undefined;
  return async () => {
    const { state, foreign } = await find();
    switch (state) {
      case 'good':
      case 'newer':
        isWanted = true;
        return undefined;
      case 'older':
        await installGuard(files, place);
        return undefined;
      case 'absent':
        isWanted ??= await isUsed();
        if (!isWanted) return undefined;
        await installGuard(files, place);
        return { text: deleted(place.folder) };
      case 'foreign':
        return replaceForeign(files, place, foreign);
    }
  };
}

async function replaceForeign(
  files: Files,
  place: GuardPlace,
  foreign: readonly string[],
): Promise<Tampering> {
  const movedTo: string[] = [];
  for (const name of foreign) {
    const kept = await keepAside(files, join(place.folder, name));
    if (kept !== undefined) movedTo.push(kept);
  }
  await installGuard(files, place);
  const [first] = movedTo;
  if (first === undefined) return { text: deleted(foreign.join(', ')) };
  return {
    text: l10n.t(
      'Another program changed the guard ({0}). Rulewright installed its own guard again. The replaced file is kept in {1}.',
      foreign.join(', '),
      movedTo.join(', '),
    ),
  };
}

function deleted(what: string): string {
  return l10n.t('Another program deleted the guard ({0}). Rulewright installed it again.', what);
}
