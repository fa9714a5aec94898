import { forEachChild, parse, type ParsedScript } from 'unbash';
import { LIMITS } from './budget';
import { nestsDeeper, runsLonger } from './nesting';

export { forEachChild };

/** What the parser made of a text. */
export interface Parsed {
  /** Absent where the text was not parsed at all. */
  readonly script: ParsedScript | undefined;
  /** Whether the text is no correct shell text: the tree then ends at the fault. */
  readonly faults: boolean;
  /** Whether it nests deeper, or what may run in it is longer, than is followed. */
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
    // Hostile input may overflow the parser's stack: such a text counts as not parsed.
    return NOTHING;
  }
}

/** A text with lines that end as on Windows, without what a line end has there in front; and where each character was. */
export function withoutReturns(text: string): {
  readonly text: string;
  readonly places: readonly number[] | undefined;
} {
  if (!text.includes('\r')) return { text, places: undefined };
  const places = [...text.matchAll(/\r(?!\n|$)|[^\r]/gs)].map(({ index }) => index);
  return { text: places.map((at) => text[at]).join(''), places };
}
