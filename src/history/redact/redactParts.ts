import type { RedactRule } from './redactRule';

/** A rule for a secret that is recognized by the text around it. */
export function named(
  kind: string,
  needs: readonly (readonly string[])[],
  before: string,
  secret: string,
  after = '',
): RedactRule {
  return { kind, needs, before, secret, after };
}

/** Words that documentation and templates write in the place of a secret. */
const PLACEHOLDERS =
  '(?:change[_-]?(?:me|it)|(?:your|my)[_-][A-Za-z_-]{1,40}|(?:[A-Za-z0-9/+]{12,40})?EXAMPLE(?:KEY)?|placeholder|redacted|[xX]{4,64}|\\.{3})';
/** The start of a value that is no secret: a variable, or a placeholder. */
export const NO_SECRET = `(?!\\s|""|''|["']?(?:\\$|<|\\[secret:|\\{\\{|%[A-Za-z_]+%|\\*{3}|${PLACEHOLDERS}(?![^\\s'"\`;|&<>)},\\\\])))`;
const QUOTED = '"(?:(?!\\[secret:)[^"\\n]){1,2000}"|\'(?:(?!\\[secret:)[^\'\\n]){1,2000}\'';
const BARE = '[^\\s\'"`;|&<>(){},\\\\]';
export const VALUE_END = '(?=$|[\\s\'"`;|&<>)},\\\\])';
/** The value of a secret: quoted text or a single word, but not a variable or placeholder. */
export const VALUE = `${NO_SECRET}(?:${QUOTED}|${BARE}{1,512}${VALUE_END}|${BARE}{513,})`;
/** For names such as `token`, which also have harmless values: not short and not a number. */
export const LONG_VALUE = `${NO_SECRET}(?:${QUOTED}|(?![0-9.]+${VALUE_END})(?:${BARE}{8,512}${VALUE_END}|${BARE}{513,}))`;

/** The arguments between the name of a program and an option. */
export const WITHIN = '[^|;&\\n]{0,400}?\\s';
