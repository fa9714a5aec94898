import { forEachChild, parse, type ParsedScript } from 'unbash';
import { LIMITS } from './walkBudget';
import { nestsDeeper, runsLonger } from './nesting';

export { forEachChild };

/** The result of parsing a text. */
export interface Parsed {
  /** Absent if the text was not parsed at all. */
  readonly script: ParsedScript | undefined;
  /** Whether the text has a syntax error: the tree ends there. */
  readonly faults: boolean;
  /** Whether the nesting, or the length of what may run, exceeds the limits. */
  readonly tooDeep: boolean;
}

const NOTHING: Parsed = { script: undefined, faults: true, tooDeep: false };

/** The syntax tree of a shell text. Never throws. */
export function parseShell(text: string): Parsed {
  if (text.length > LIMITS.textChars || runsLonger(text, LIMITS.inputChars)) {
    return { ...NOTHING, tooDeep: true };
  }
  if (nestsDeeper(text, LIMITS.nesting)) return { ...NOTHING, tooDeep: true };
  try {
    const script = parse(text);
    return { script, faults: (script.errors?.length ?? 0) > 0, tooDeep: false };
  } catch {
    // Hostile input may overflow the parser's stack: treat the text as not parsed.
    return NOTHING;
  }
}

/** A text with CRLF line ends replaced by LF, and the original position of each character. */
export function withoutReturns(text: string): {
  readonly text: string;
  readonly places: readonly number[] | undefined;
} {
  if (!text.includes('\r')) return { text, places: undefined };
  const places = [...text.matchAll(/\r(?!\n|$)|[^\r]/gs)].map(({ index }) => index);
  return { text: places.map((at) => text[at]).join(''), places };
}
