import { ErrorCode, isRulewrightError, RulewrightError } from './errors';

/** An error in plain fields, as it travels between threads: classes do not survive cloning. */
export interface CarriedError {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** Packs an error for the way. */
export function carryError(error: unknown): CarriedError {
  const known = isRulewrightError(error) ? error : undefined;
  return {
    code: known?.code,
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint,
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The error as it was thrown: a foreseen one with its code and hint, any other with its stack. */
export function revivedError(carried: CarriedError): Error {
  const code = ErrorCode.find((known) => known === carried.code);
  const more = carried.hint === undefined ? {} : { hint: carried.hint };
  if (code !== undefined) return new RulewrightError(code, carried.message, more);
  const error = new Error(carried.message);
  if (carried.stack !== undefined) error.stack = carried.stack;
  return error;
}
