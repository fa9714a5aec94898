import type { Edge, Syntax } from '../pattern/syntax';
import { TEXT_END, TEXT_START, foldedCodes } from './fold';

/** Every matching text contains at least one of these folded literals. */
export type Clause = readonly string[];

const MAX_STRINGS = 16;
const MAX_CLAUSE = 64;
const MAX_CODES = 4;
const MAX_LENGTH = 32;
/** Shorter literals occur in almost every command. */
const MIN_LENGTH = 2;

/**
 * Known properties of the text that a part of a pattern matches. If `exact`, it is one of `prefix` (and `suffix` is the
 * same list); otherwise it starts with one of `prefix` and ends with one of `suffix`. `clauses` always hold.
 */
interface Known {
  readonly exact: boolean;
  readonly prefix: Clause;
  readonly suffix: Clause;
  readonly clauses: readonly Clause[];
}

const NOTHING: Known = { exact: false, prefix: [''], suffix: [''], clauses: [] };
const EMPTY: Known = { ...NOTHING, exact: true };

/** The literals that `syntax` requires: a matching text contains at least one literal of each clause. */
export function requiredLiterals(syntax: Syntax): readonly Clause[] {
  const known = knownOf(syntax);
  const all = [...known.clauses, known.prefix, known.suffix].filter((clause) => isUseful(clause));
  return [...new Map(all.map((clause) => [clause.join('\0'), clause])).values()];
}

function isUseful(clause: Clause): boolean {
  return clause.every((literal) => literal.length >= MIN_LENGTH);
}

function knownOf(syntax: Syntax): Known {
  switch (syntax.type) {
    case 'set': {
      const codes = foldedCodes(syntax.set, MAX_CODES);
      if (codes === undefined) return NOTHING;
      return exactly(codes.map((code) => String.fromCharCode(code)));
    }
    case 'edge':
      return knownOfEdge(syntax.edge);
    case 'sequence':
      return knownOfSequence(syntax.items);
    case 'choice':
      return knownOfChoice(syntax.items);
    case 'repeat':
      return knownOfRepeat(syntax.item, syntax.min, syntax.max);
  }
}

function exactly(strings: Clause): Known {
  return { exact: true, prefix: strings, suffix: strings, clauses: [] };
}

/** The codes of start and end extend adjacent literals, but are never adjacent to each other. */
function knownOfEdge(edge: Edge): Known {
  if (edge === 'start') return { ...NOTHING, suffix: [String.fromCharCode(TEXT_START)] };
  if (edge === 'end') return { ...NOTHING, prefix: [String.fromCharCode(TEXT_END)] };
  return EMPTY;
}

function knownOfSequence(items: readonly Syntax[]): Known {
  return items.reduce<Known>((known, item) => sequence(known, knownOf(item)), EMPTY);
}

function sequence(left: Known, right: Known): Known {
  const joined = concatenations(left.suffix, right.prefix);
  if (left.exact && right.exact && joined !== undefined) {
    return { ...exactly(joined), clauses: [...left.clauses, ...right.clauses] };
  }
  return {
    exact: false,
    prefix: left.exact ? (joined ?? left.prefix) : left.prefix,
    suffix: right.exact ? (joined ?? right.suffix) : right.suffix,
    clauses: [...left.clauses, ...closed(left, right, joined), ...right.clauses],
  };
}

/** The literals that are complete between the two parts. Literals that the right part extends are not complete yet. */
function closed(left: Known, right: Known, joined: Clause | undefined): readonly Clause[] {
  if (joined === undefined) return [left.suffix, right.prefix].filter((clause) => isUseful(clause));
  return right.exact || !isUseful(joined) ? [] : [joined];
}

/** All concatenations of a left and a right string; undefined if there are too many. */
function concatenations(left: Clause, right: Clause): Clause | undefined {
  if (left.length * right.length > MAX_STRINGS) return undefined;
  const joined = new Set<string>();
  for (const head of left) {
    for (const tail of right) {
      if (head.length + tail.length > MAX_LENGTH) return undefined;
      joined.add(head + tail);
    }
  }
  return [...joined];
}

function knownOfChoice(items: readonly Syntax[]): Known {
  const parts = items.map((item) => knownOf(item));
  const exact =
    parts.every((part) => part.exact) && isSmallEnough(parts.map((part) => part.prefix));
  const best = exact ? [''] : union(parts.map((part) => bestClause(part)));
  return {
    exact,
    prefix: union(parts.map((part) => part.prefix)),
    suffix: union(parts.map((part) => part.suffix)),
    clauses: isUseful(best) ? [best] : [],
  };
}

function isSmallEnough(lists: readonly Clause[]): boolean {
  return new Set(lists.flat()).size <= MAX_CLAUSE;
}

/** The strings of all lists; `['']` (nothing known) if there are too many. */
function union(lists: readonly Clause[]): Clause {
  return isSmallEnough(lists) ? [...new Set(lists.flat())] : [''];
}

/** The clause whose shortest literal is longest; it may be useless. */
function bestClause(known: Known): Clause {
  const shortest = (clause: Clause): number => Math.min(...clause.map(({ length }) => length));
  const clauses = [known.prefix, known.suffix, ...known.clauses];
  return clauses.reduce((best, clause) => (shortest(clause) > shortest(best) ? clause : best));
}

function knownOfRepeat(item: Syntax, min: number, max: number): Known {
  const once = knownOf(item);
  if (min === 1 && max === 1) return once;
  if (min > 0) return { ...once, exact: false };
  if (max === 1 && once.exact) return exactly([...new Set(['', ...once.prefix])]);
  return max === 0 ? EMPTY : NOTHING;
}
