import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import { spanIn, type Place, type Span } from './place';

/** One word of a command, independent of the parser. */
export interface Token {
  /** As written. */
  readonly text: string;
  /** With quotes and escapes resolved; expansions stay as written. */
  readonly value: string;
  /**
   * As shown in derived views: normalized quoting, substitutions emptied, pipes and line ends
   * masked.
   */
  readonly shown: string;
  readonly quoted: boolean;
  /** Whether `start` and `end` are those of an enclosing part of the command. */
  readonly moved: boolean;
  readonly start: number;
  readonly end: number;
  /** The parser's node; absent for words that were not parsed. */
  readonly node: Word | undefined;
}

/** The token of a parsed word. */
export function tokenOf(word: Word, place: Place): Token {
  const { start, end } = spanIn(place, word.pos, word.end);
  const moved = place.fixed !== undefined;
  const text = word.text;
  if (PLAIN.test(text)) {
    return { text, value: text, shown: text, quoted: false, moved, start, end, node: undefined };
  }
  const quoted = QUOTE.test(text);
  return { text, value: word.value, shown: showWord(word), quoted, moved, start, end, node: word };
}

/** A token for a word that is not in the command. */
export function madeToken(value: string, start: number, end: number): Token {
  const shown = showLiteral(value);
  const quoted = shown !== value;
  return { text: shown, value, shown, quoted, moved: true, start, end, node: undefined };
}

/** A token for a part of a text that the parser rejected. */
export function rawToken(text: string, span: Span): Token {
  return { ...madeToken(text, span.start, span.end), text };
}

/** Syntax in a word that runs something or is expanded. */
export const MAY_RUN = /[$`]|[<>]\(/;

/** Literal text with normalized quoting: no quotes if the shell would parse it unchanged. */
export function showLiteral(value: string): string {
  if (UNQUOTED.has(value)) return value === ';' ? '\\;' : value;
  const text = flattened(value);
  return text !== '' && !SPECIAL.test(text) ? text : `'${text.replaceAll("'", '"')}'`;
}

/** Words of `find` that are shown without quotes. */
const UNQUOTED: ReadonlySet<string> = new Set(['{}', ';']);
const PLAIN = /^[\w./:=@%+,^-]+$/;
const QUOTE = /['"\\]/;
const SPECIAL = /[\s|&;<>()$`\\"'*?[\]{}#!]/;

interface Shown {
  text: string;
  hasExpansion: boolean;
  special: boolean;
}

function showWord(word: Word): string {
  if (word.value === ';' || word.value === '{}') return showLiteral(word.value);
  const shown: Shown = { text: '', hasExpansion: false, special: false };
  const parts = word.parts;
  if (parts === undefined) addLiteral(shown, word.value, isQuoted(word));
  else for (const part of parts) addPart(shown, part);
  if (!shown.special && shown.text !== '') return shown.text;
  if (!shown.hasExpansion) return `'${plainText(word, parts).replaceAll("'", '"')}'`;
  return `"${shown.text.replaceAll('"', "'")}"`;
}

/** The text of a word without expansions, for use in single quotes. */
function plainText(word: Word, parts: readonly WordPart[] | undefined): string {
  if (parts === undefined) return flattened(word.value);
  const inner: Shown = { text: '', hasExpansion: false, special: false };
  for (const part of parts) addPart(inner, part, true);
  return inner.text;
}

function addPart(shown: Shown, part: WordPart, raw = false): void {
  if (part.type === 'Literal') addLiteral(shown, part.value, isQuoted(part), raw);
  else if (part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') {
    addLiteral(shown, part.value, true, raw);
  } else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
    for (const child of part.parts) addQuoted(shown, child, raw);
  } else if (part.type === 'ProcessSubstitution') shown.text += `${part.operator}()`;
  else if (PATTERNS.has(part.type)) shown.text += flattenedPattern(part.text);
  else addExpansion(shown, part);
}

const PATTERNS: ReadonlySet<string> = new Set(['Glob', 'ExtendedGlob', 'BraceExpansion']);

function addQuoted(shown: Shown, part: DoubleQuotedChild, raw: boolean): void {
  if (part.type === 'Literal') addLiteral(shown, part.value, true, raw);
  else addExpansion(shown, part);
}

/** Whether a literal was quoted or escaped, or contains a quote. */
function isQuoted({ text, value }: { readonly text: string; readonly value: string }): boolean {
  return text !== value || /[\\'"`$]/.test(value);
}

function addLiteral(shown: Shown, value: string, isQuoted: boolean, raw = false): void {
  const text = isQuoted ? flattened(value) : flattenedBare(value);
  if (isQuoted && SPECIAL.test(text)) shown.special = true;
  shown.text += isQuoted && !raw ? text.replace(/[\\$`]/g, '\\$&') : text;
}

function addExpansion(shown: Shown, part: WordPart): void {
  shown.hasExpansion = true;
  shown.text += part.type === 'CommandExpansion' ? '$()' : flattenedBare(part.text);
}

/** The same for unquoted text, in which a blank would end the word. */
function flattenedBare(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
  return text.replace(/[\s|\x00-\x1f\x7f]+/g, '_');
}

/** Quotes and escapes in a pattern would have another meaning in a quoted word. */
function flattenedPattern(text: string): string {
  return flattenedBare(text).replace(/[\\'"`;&<>]/g, '_');
}

/** Keeps a derived view on one line, and pipe characters in it unambiguous. */
function flattened(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
  return text.replaceAll('|', '_').replace(/[\x00-\x1f\x7f]+/g, ' ');
}
