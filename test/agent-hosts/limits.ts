/** A check that a host makes impossible: what it is, and why nothing of ours can change it. */
export interface Limit {
  readonly host: string;
  /** Absent where it is in every case. */
  readonly case?: string;
  readonly check: string;
  /** Whether it is only there without a person at a terminal. */
  readonly isAlone?: boolean;
  /** Absent where every version so far has it; else the first version without it. */
  readonly until?: string;
  readonly reason: string;
}

const NO_END = 'Started with a prompt, the host calls no SessionEnd hook.';

/** Whatever is not listed here must hold. A check that is listed and holds fails, so that the list cannot go stale. */
export const LIMITS: readonly Limit[] = [
  { host: 'qwen', check: 'saysEnd', isAlone: true, reason: NO_END },
];
