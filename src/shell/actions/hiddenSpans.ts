import type { WordPart } from 'unbash';
import type { LineStage } from '../stages/line';
import type { Span } from '../words/place';
import { MAY_RUN, type Token } from '../words/token';

/**
 * The parts of the original command that hold data of this stage. What a substitution in them runs
 * is not data.
 */
export function hiddenSpans({ stage, reading }: LineStage): readonly Span[] {
  if (reading.data.size === 0) return NONE;
  const spans: Span[] = [];
  for (const at of reading.data) {
    const word = stage.words[at];
    if (word !== undefined && !word.moved) addWord(word, spans);
  }
  return spans;
}

const NONE: readonly Span[] = [];

function addWord(word: Token, spans: Span[]): void {
  const parts = MAY_RUN.test(word.text) ? word.node?.parts : undefined;
  if (parts === undefined) spans.push(word);
  else for (const part of parts) addPart(part, word.start - (word.node?.pos ?? 0), spans);
}

function addPart(part: WordPart, base: number, spans: Span[]): void {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
    for (const child of part.parts) addPart(child, base, spans);
  } else if (LITERALS.has(part.type)) spans.push({ start: part.pos + base, end: part.end + base });
}

const LITERALS: ReadonlySet<string> = new Set(['Literal', 'SingleQuoted', 'AnsiCQuoted']);

/** The text with every character in the spans masked, except line ends. */
export function blankSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const sorted = [...spans].sort((one, other) => one.start - other.start);
  let blanked = '';
  let at = 0;
  for (const { start, end } of sorted) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    blanked += text.slice(at, from) + blank(text.slice(from, end));
    at = end;
  }
  return blanked + text.slice(at);
}

function blank(text: string): string {
  if (!text.includes('\n')) return '_'.repeat(text.length);
  const lines = text.split('\n');
  return lines.map((line) => '_'.repeat(line.length)).join('\n');
}
