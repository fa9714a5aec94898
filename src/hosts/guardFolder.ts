import { basename, dirname, join } from 'node:path';
import { LAYOUT } from '../core/layout';

/** The folder of the guard in the current format. */
export function guardFolderIn(storage: string): string {
  return join(storage, LAYOUT.guard, LAYOUT.guardFormat);
}

/** The folder in which earlier versions stored the guard. */
export function earlierGuardFolderIn(storage: string): string {
  return join(storage, LAYOUT.guard);
}

/** The launcher paths that earlier versions wrote into hook files, given the current one. */
export function earlierLaunchers(launcher: string): readonly string[] {
  const folder = dirname(launcher);
  if (basename(folder) !== LAYOUT.guardFormat) return [];
  return [join(dirname(folder), basename(launcher))];
}
