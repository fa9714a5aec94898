import type { Rng } from '../src/core/random';
import { shuffle } from '../src/core/random';
import { alternatives, choiceEnd } from './choices.mjs';

/** A part of a rule: text, or alternatives that are used in turn. */
type Piece = string | Choice;

interface Choice {
  readonly alternatives: readonly (readonly Piece[])[];
  /** Alternatives that were not used yet. */
  waiting: (readonly Piece[])[];
}

/**
 * Lines of a rule `text {a|b {c|d}}`: at least `least`, or enough to use each alternative once. A bar between blanks is
 * a pipe; `${` and braces without a bar are text.
 */
export function linesOfRule(rule: string, least: number, rng: Rng): readonly string[] {
  const pieces = parse(rule);
  const wanted = Math.max(least, widest(pieces));
  const lines = new Set<string>();
  for (let tried = 0; tried < wanted * 2 && lines.size < wanted; tried += 1) {
    lines.add(fill(pieces, rng).replace(/ +/g, ' ').trim());
  }
  return [...lines];
}

function fill(pieces: readonly Piece[], rng: Rng): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if (piece.waiting.length === 0) piece.waiting = shuffle([...piece.alternatives], rng);
      return fill(piece.waiting.pop() ?? [], rng);
    })
    .join('');
}

/** The number of lines required to use each alternative once. */
function widest(pieces: readonly Piece[]): number {
  return Math.max(
    1,
    ...pieces.map((piece) =>
      typeof piece === 'string'
        ? 1
        : piece.alternatives.reduce((sum, alternative) => sum + widest(alternative), 0),
    ),
  );
}

function parse(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '{' || text[at - 1] === '$') continue;
    const end = choiceEnd(text, at);
    const inner = end < 0 ? '' : text.slice(at + 1, end);
    const choices = alternatives(inner);
    if (choices.length < 2) continue;
    pieces.push(text.slice(from, at), { alternatives: choices.map(parse), waiting: [] });
    from = end + 1;
    at = end;
  }
  return [...pieces, text.slice(from)];
}
