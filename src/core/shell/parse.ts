import { parse, type ParsedScript } from 'unbash';
import { LIMITS } from './budget';

/** The syntax tree of a shell text, or undefined where the parser refuses it. Never throws. */
export function parseShell(text: string): ParsedScript | undefined {
  if (text.length > LIMITS.inputChars || nestsTooDeep(text)) return undefined;
  try {
    const script = parse(text);
    return script.errors === undefined || script.errors.length === 0 ? script : undefined;
  } catch {
    // Hostile input may overflow the parser's stack: such a text counts as not parsed.
    return undefined;
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
