import { isObject } from '../core/isObject';
import type { RawHook } from './sniffHost';

/** An object, also where it comes as JSON text. */
export function objectOf(value: unknown): RawHook | undefined {
  if (typeof value === 'string') return objectOf(parsed(value));
  return isObject(value) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON text after all: the caller says that there is no command.
    return undefined;
  }
}
