import type { ActionWord } from '../actions/actionWord';
import type { Target } from '../actions/actionWord';
import { resolvePath } from '../paths/resolvePath';

/** A file or folder that an action changes, or may change. */
export interface WrittenTarget {
  readonly target: Target;
  /** Whether everything in it changes as well. */
  readonly isFolder: boolean;
  /** False if the program is not known to change the files that it names. */
  readonly certain: boolean;
}

/** A file with any name in a folder. */
export function anyFileIn(folder: string): WrittenTarget {
  const target = { path: `${folder}/*`, class: 'outside' as const };
  return { target, isFolder: false, certain: true };
}

/** The files that a word names. */
export function certainTargets(
  { targets }: ActionWord,
  isFolder = false,
): readonly WrittenTarget[] {
  return targets.map((target) => ({ target, isFolder, certain: true }));
}

/** The files that words name; `isFolder`: with the contents of folders. */
export function all(words: readonly ActionWord[], isFolder: boolean): readonly WrittenTarget[] {
  return words.flatMap((word) => certainTargets(word, isFolder));
}

/** A target as written, in a folder. */
export function at(written: string, folder: string, isFolder = false): WrittenTarget {
  const target = { path: resolvePath(written, folder), class: 'outside' as const };
  return { target, isFolder, certain: true };
}

/** Files with any name in these folders and in all folders below. */
export function below(folders: readonly string[]): readonly WrittenTarget[] {
  return folders.map((path) => ({
    target: { path, class: 'outside' as const },
    isFolder: true,
    certain: false,
  }));
}

/** Those of these folders whose files of any name may be protected ones: the home folder. */
export function belowHome(folders: readonly string[]): readonly WrittenTarget[] {
  return below(folders.filter((path) => path === '~'));
}

/** The files that an option names, if it is one of these. */
export function pathsIf(
  option: RegExp | undefined,
  name: string,
  value: ActionWord | undefined,
): readonly string[] {
  return option?.test(name) === true ? (value?.targets ?? []).map(({ path }) => path) : [];
}
