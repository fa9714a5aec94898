import * as z from 'zod';
import { formatCount, setNumberLanguage } from '../../../src/core/formatCount';
import { visibleValue } from '../../../src/core/visibleText';
import type { PageTexts } from '../../../src/protocol/texts/pageTexts';

/** The key of a text. */
export type TextKey = keyof PageTexts;
/** The key of a counted noun: it has one text for each plural form. */
export type CountKey = TextKey extends infer Key
  ? Key extends `${infer Noun}.one`
    ? Noun
    : never
  : never;

const Table = z.record(z.string(), z.string());

let table: Readonly<Record<string, string>> = {};
let language = 'en';
let plurals: Intl.PluralRules | undefined;

/**
 * Sets the texts and the display language. Call it before the first rendering. `json`: the text table from the
 * extension, a JSON object of texts by key.
 */
export function setTexts(json: string, displayed: string): void {
  table = Table.parse(JSON.parse(json));
  language = displayed;
  plurals = undefined;
  setNumberLanguage(language);
}

/** The display language, a BCP 47 tag. */
export function displayLanguage(): string {
  return language;
}

/**
 * The text of a key, with `{0}`, `{1}` … replaced by `values`, whose hidden characters become visible. Numbers are
 * formatted with `formatCount`; those that identify something, such as a version, are written with `String`.
 */
export function t(key: TextKey, ...values: readonly string[]): string {
  return textParts(key)
    .map((part) => (typeof part === 'string' ? part : visibleValue(values[part] ?? '')))
    .join('');
}

/** The plural form of a counted noun for `count`. `{0}` is the formatted count; `{1}` … are `more`. */
export function counted(noun: CountKey, count: number, ...more: readonly string[]): string {
  const form: TextKey = isOne(count) ? `${noun}.one` : `${noun}.other`;
  return t(form, formatCount(count), ...more);
}

function isOne(count: number): boolean {
  plurals ??= new Intl.PluralRules(language);
  return plurals.select(count) === 'one';
}

/** Loads what formats numbers, which takes milliseconds: for a page that waits for its first message. */
export function loadNumberFormats(): void {
  isOne(0);
  formatCount(0);
}

/** A text split at its placeholders: strings, and the numbers of the placeholders. */
export function textParts(key: TextKey): readonly (string | number)[] {
  return (table[key] ?? key)
    .split(/(\{\d\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{\d\}$/.test(part) ? Number(part[1]) : part));
}
