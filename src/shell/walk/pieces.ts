import type { Span } from '../words/place';
import type { WalkContext } from './walkContext';
import { isBudgetReserved, type Walk } from './walkState';

type WalkText = (walk: Walk, text: string, context: WalkContext) => boolean;

/**
 * Reads a rejected text piece by piece. The commands found are speculative: only deny and ask rules
 * read them.
 */
export function walkPieces(
  walk: Walk,
  text: string,
  top: WalkContext,
  walkText: WalkText,
): readonly Span[] {
  const pieces = cutPieces(text);
  walkAsFish(walk, text, top, walkText);
  for (const { start, end } of pieces) {
    const context = { ...top, base: start };
    if (isBudgetReserved(walk, context)) walk.budget.exhausted = true;
    if (walk.budget.exhausted) break;
    try {
      readPiece(walk, text.slice(start, end), context, walkText);
    } catch {
      // The tree is lazy: a hostile word may overflow the stack. The piece is still matched as
      // written.
      continue;
    }
  }
  return pieces;
}

/** `eval (curl x)` in fish means `eval $(curl x)`: a bracket after a word is a substitution. */
function walkAsFish(walk: Walk, text: string, top: WalkContext, walkText: WalkText): void {
  const posix = text.replace(/([\w"'/] {1,8})\(/g, '$1$(');
  if (posix === text || isBudgetReserved(walk, top)) return;
  try {
    walkText(walk, posix, { ...top, fixed: { start: 0, end: text.length } });
  } catch {
    // The tree is lazy: a hostile word may overflow the stack. The pieces are still read.
    return;
  }
}

/** Reads a piece; one with an unterminated quote is read without its quotes. */
function readPiece(walk: Walk, piece: string, context: WalkContext, walkText: WalkText): void {
  const before = walk.lines.length;
  if (walkText(walk, piece, context)) return;
  walk.budget.lines += walk.lines.length - before;
  walk.lines.length = before;
  const span = { start: context.base, end: context.base + piece.length };
  walkText(walk, piece.replace(/["'`]/g, ''), { ...context, base: 0, fixed: span });
}

/**
 * The pieces of a text with a syntax error: split wherever a shell could start another command,
 * regardless of quotes, and trimmed of blanks and closing brackets. In the order of the text.
 */
function cutPieces(text: string): readonly Span[] {
  const pieces: Span[] = [];
  let start = 0;
  const cut = (end: number): void => {
    const span = trimmed(text, start, end);
    if (span.end > span.start) pieces.push(span);
    start = end + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    if (CUTS.includes(text.charAt(at)) || (text[at] === '&' && text[at + 1] === '&')) cut(at);
  }
  cut(text.length);
  return pieces;
}

const CUTS = '\n;|(){`';

function trimmed(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && PIECE_START.includes(text.charAt(start))) start += 1;
  while (end > start && ENDS.includes(text.charAt(end - 1))) end -= 1;
  return { start, end };
}

const PIECE_START = ' \t\r&)}';
const ENDS = ' \t\r)}$';
