/** The remaining work for a command, in steps of a few nanoseconds. Negative if exhausted. */
export interface Budget {
  left: number;
}

/** Maximum length of a command or view that is evaluated, in UTF-16 units; the rest is ignored. */
export const MAX_TEXT = 16_384;

/** Steps for all views of a command, which take some tens of milliseconds. */
export const WORK_PER_COMMAND = 5_000_000;
