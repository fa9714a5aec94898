import type { ActionWord } from '../actions/actionWord';
import type { Target } from '../actions/actionWord';

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
