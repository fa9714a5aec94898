import type { Target } from '../actions/actionWord';

/** A file or folder that an action changes, or may change. */
export interface WrittenTarget {
  readonly target: Target;
  /** Whether everything in it changes as well. */
  readonly isFolder: boolean;
  /** False if the program is not known to change the files that it names. */
  readonly certain: boolean;
}
