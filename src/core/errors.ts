/** All error codes. Branch on these, never on message text. */
export const ErrorCode = [
  'invalid-input',
  'invalid-diff',
  'invalid-pattern',
  'invalid-csv',
  'not-found',
  'not-pending',
  'not-rejected',
  'wrong-token',
  'stale-diff',
  'rollback-mismatch',
  'too-few-labels',
  'one-class',
  'old-model',
  'cancelled',
  'store-busy',
  'store-damaged',
  'store-newer',
  'store-readonly',
  'not-approved',
  'disk-full',
  'io-failed',
  'missing-part',
] as const;
export type ErrorCode = (typeof ErrorCode)[number];

/** An expected error. `message` states what happened, `hint` what to do. */
export class RulewrightError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, more: { hint?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'RulewrightError';
    this.code = code;
    this.hint = more.hint;
  }
}

/** Whether `error` is an expected error, optionally with a given code. */
export function isRulewrightError(error: unknown, code?: ErrorCode): error is RulewrightError {
  return error instanceof RulewrightError && (code === undefined || error.code === code);
}
