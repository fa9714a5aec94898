import { ErrorCode, isRulewrightError, RulewrightError } from './errors';

/** An error as plain data for messages between threads: structured cloning loses its class. */
export interface SerializedError {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** Converts an error to plain data. */
export function serializeError(error: unknown): SerializedError {
  const known = isRulewrightError(error) ? error : undefined;
  return {
    code: known?.code,
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint,
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** Restores the error: an expected one with its code and hint, any other with its stack. */
export function deserializeError(carried: SerializedError): Error {
  const code = ErrorCode.find((known) => known === carried.code);
  const more = carried.hint === undefined ? {} : { hint: carried.hint };
  if (code !== undefined) return new RulewrightError(code, carried.message, more);
  const error = new Error(carried.message);
  if (carried.stack !== undefined) error.stack = carried.stack;
  return error;
}
