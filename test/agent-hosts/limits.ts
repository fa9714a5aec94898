/** A check that a host makes impossible: what it is, and why nothing of ours can change it. */
export interface Limit {
  readonly host: string;
  /** Absent where it is in every case. */
  readonly case?: string;
  readonly check: string;
  /** Absent where every version so far has it; else the first version without it. */
  readonly until?: string;
  readonly reason: string;
}

const ENDS =
  'Asked where nobody is, the host ends at once with exit code 0: neither the model nor a SessionEnd hook is told.';

const NO_END = 'Started with a prompt, the host calls no SessionEnd hook.';

/** Whatever is not listed here must hold. A check that is listed and holds fails, so that the list cannot go stale. */
export const LIMITS: readonly Limit[] = [
  { host: 'gemini', case: 'ask', check: 'blocks', reason: ENDS },
  { host: 'gemini', case: 'ask', check: 'saysEnd', reason: ENDS },
  { host: 'gemini', case: 'long', check: 'blocks', reason: ENDS },
  { host: 'gemini', case: 'long', check: 'tells', reason: ENDS },
  { host: 'gemini', case: 'long', check: 'saysEnd', reason: ENDS },
  { host: 'gemini', case: 'longAsk', check: 'blocks', reason: ENDS },
  { host: 'gemini', case: 'longAsk', check: 'saysEnd', reason: ENDS },
  { host: 'gemini', case: 'ownFiles', check: 'tells', reason: ENDS },
  { host: 'gemini', case: 'ownFilesShell', check: 'tells', reason: ENDS },
  { host: 'gemini', case: 'ownFilesShell', check: 'saysEnd', reason: ENDS },
  { host: 'qwen', check: 'saysEnd', reason: NO_END },
];
