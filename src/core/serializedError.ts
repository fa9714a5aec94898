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
export function deserializeError(serialized: SerializedError): Error {
  const code = ErrorCode.find((known) => known === serialized.code);
  const more = serialized.hint === undefined ? {} : { hint: serialized.hint };
  if (code !== undefined) return new RulewrightError(code, serialized.message, more);
  const error = new Error(serialized.message);
  if (serialized.stack !== undefined) error.stack = serialized.stack;
  return error;
}
