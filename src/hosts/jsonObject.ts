import type { RawHook } from './sniffHost';

/** An object, also where it comes as JSON text. */
export function objectOf(value: unknown): RawHook | undefined {
  if (typeof value === 'string') return objectOf(parsed(value));
  return isObject(value) ? value : undefined;
}

/** Whether a value is an object with members, not a list. */
export function isObject(value: unknown): value is RawHook {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON text after all: the caller says that there is no command.
    return undefined;
  }
}
