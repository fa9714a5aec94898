/** A check that a host makes impossible, with the reason. */
export interface Limit {
  readonly host: string;
  /** Absent if it applies to every case. */
  readonly case?: string;
  readonly check: string;
  /** Whether it only applies without a user at a terminal. */
  readonly isAlone?: boolean;
  /** The first version without the limit; absent if all versions so far have it. */
  readonly until?: string;
  readonly reason: string;
}

const NO_END = 'Started with a prompt, the host calls no SessionEnd hook.';

const NO_SECOND_QUESTION =
  'Where a hook asks after the question of the host, the command is denied.';
const NO_START =
  'Started with a prompt, the host calls no SessionStart hook: the only signal is its Stop.';

/**
 * All checks that are not listed here must hold. A listed check that holds is an error, so that the list stays up to
 * date.
 */
export const LIMITS: readonly Limit[] = [
  { host: 'qwen', check: 'saysEnd', isAlone: true, reason: NO_END },
  ...['namesRule', 'tells'].map((check) => ({
    host: 'claude',
    case: 'otherShell',
    check,
    until: '2.1.332',
    reason: 'Its tool Monitor is switched off in such a session (2.1.251): nothing runs.',
  })),
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
  // A process that only one hook came from is not recognized as the host.
  ...['crash', 'exit127', 'killed'].map((name) => ({
    host: 'qwen',
    case: name,
    check: 'leaves',
    until: '0.21.2',
    reason: NO_START,
  })),
];
