import { forEachChild, parse, type ParsedScript } from 'unbash';
import { LIMITS } from './budget';

export { forEachChild };

/** What the parser made of a text. */
export interface Parsed {
  /** Absent where the text was not parsed at all. */
  readonly script: ParsedScript | undefined;
  /** Whether the text is no correct shell text: the tree then ends at the fault. */
  readonly faults: boolean;
}

const NOTHING: Parsed = { script: undefined, faults: true };

/** The syntax tree of a shell text. Never throws. */
export function parseShell(text: string): Parsed {
  if (text.length > LIMITS.inputChars || nestsTooDeep(text)) return NOTHING;
  try {
    const script = parse(text);
    return { script, faults: (script.errors?.length ?? 0) > 0 };
  } catch {
    // Hostile input may overflow the parser's stack: such a text counts as not parsed.
    return NOTHING;
  }
}

/** A cheap upper bound, taken before parsing: the parser itself is recursive. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  let ticks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === OPEN_ROUND || char === OPEN_CURLY) open += 1;
    else if ((char === CLOSE_ROUND || char === CLOSE_CURLY) && open > 0) open -= 1;
    else if (char === BACKTICK) ticks += 1;
    if (open > LIMITS.nesting || ticks > MAX_BACKTICKS) return true;
  }
  return false;
}

const OPEN_ROUND = 40;
const CLOSE_ROUND = 41;
const BACKTICK = 96;
const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
const MAX_BACKTICKS = 512;
