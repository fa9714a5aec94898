/** The remaining work for a command, in steps of a few nanoseconds. Negative if exhausted. */
export interface Budget {
  left: number;
}

/** Text of a command, or of one of its views, that is examined; the rest is not. */
export const MAX_TEXT = 16_384;

/** Steps for all views of a command: some tens of milliseconds. */
export const WORK_PER_COMMAND = 5_000_000;
