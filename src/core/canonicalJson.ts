import * as l10n from '@vscode/l10n';
import { RulewrightError } from './errors';

/**
 * JSON text with sorted keys and no spaces: equal values give equal bytes (after RFC 8785).
 * Rejects values that JSON cannot represent exactly: NaN, infinities, integers above 2^53, lone surrogates, undefined in
 * arrays.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>);
  throw notStorable(l10n.t('a value of type {0}', typeof value));
}

function canonicalObject(value: Record<string, unknown>): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${canonicalString(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  const tooLarge = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (!Number.isFinite(value) || tooLarge)
    throw notStorable(l10n.t('the number {0}', String(value)));
  return JSON.stringify(Object.is(value, -0) ? 0 : value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw notStorable(l10n.t('text with an unpaired surrogate'));
  return JSON.stringify(value);
}

function notStorable(what: string): RulewrightError {
  return new RulewrightError('invalid-input', l10n.t('This cannot be stored exactly: {0}.', what), {
    hint: l10n.t('Remove it from the diff and propose it again.'),
  });
}
