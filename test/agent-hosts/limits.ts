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

const NO_SECOND_QUESTION =
  'Where a hook asks after the question of the host, the command is denied.';
const NO_START =
  'Started with a prompt, the host calls no SessionStart hook: the only signal is its Stop.';

/** Whatever is not listed here must hold. A check that is listed and holds fails, so that the list cannot go stale. */
export const LIMITS: readonly Limit[] = [
  { host: 'qwen', check: 'saysEnd', isAlone: true, reason: NO_END },
  ...['runs', 'answered'].map((check) => ({
    host: 'qwen',
    case: 'askApprove',
    check,
    until: '0.21.2',
    reason: NO_SECOND_QUESTION,
  })),
  ...['movedFolder', 'movedHome'].map((name) => ({
    host: 'qwen',
    case: name,
    check: 'runs',
    until: '0.15.10',
    reason: 'It does not know QWEN_HOME.',
  })),
  // A process that only one hook came from is not known to be the host.
  ...['crash', 'exit127', 'killed'].map((name) => ({
    host: 'qwen',
    case: name,
    check: 'leaves',
    until: '0.21.2',
    reason: NO_START,
  })),
];
