import type { Target } from '../actions/actionWord';

/** A place that an action changes, or may change. */
export interface WrittenTarget {
  readonly target: Target;
  /** Whether everything below it changes too. */
  readonly isFolder: boolean;
  /** False for a program that is not known to change what it names. */
  readonly certain: boolean;
}
