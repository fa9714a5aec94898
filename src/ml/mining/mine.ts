import type { Literal } from '../features/commandLiterals';
import type { MiningCommand } from '../dataset/analyzedHistory';
import { candidateKey, compareLiterals, type Candidate } from './candidate';

/** A candidate, and the number of distinct calls that have its literals. */
export interface MinedCandidate {
  readonly candidate: Candidate;
  readonly unsafe: number;
  readonly safe: number;
}

/** The minimum support of candidates, and the maximum number of their literals. */
export interface MiningLimits {
  readonly minTemplates: number;
  readonly maxLiterals: number;
  /** Whether to keep candidates that exclude no more safe commands than a shorter one. */
  readonly keepNarrow?: boolean;
}

interface Tally {
  readonly candidate: Candidate;
  readonly unsafe: Set<number>;
  readonly safe: Set<number>;
  /** The programs of its unsafe commands. */
  readonly programs: Set<string>;
}

const MAX_PER_COMMAND = 16;
/** Minimum number of programs for a candidate that applies to any program. */
export const MIN_BREADTH = 3;

/**
 * Mines all conjunctions with enough support among unsafe calls, level by level (Apriori: Agrawal & Srikant 1994), and
 * counts the safe calls that have them. Drops conjunctions that exclude no more safe calls than a shorter one.
 */
export function mineCandidates(
  rows: readonly MiningCommand[],
  limits: MiningLimits,
): readonly MinedCandidate[] {
  const kept = new Map<string, Tally>();
  let frontier = new Set<string>(['']);
  for (let size = 0; size <= limits.maxLiterals && frontier.size > 0; size += 1) {
    const level = countLevel(rows, size, frontier, limits.minTemplates);
    for (const [key, tally] of level) kept.set(key, tally);
    frontier = new Set(level.keys());
  }
  return [...kept.values()]
    .filter(({ candidate, programs }) => candidate.heads.length > 0 || programs.size >= MIN_BREADTH)
    .filter((tally) => limits.keepNarrow === true || !isDominated(tally, kept))
    .map(({ candidate, unsafe, safe }) => ({ candidate, unsafe: unsafe.size, safe: safe.size }));
}

function countLevel(
  rows: readonly MiningCommand[],
  size: number,
  frontier: ReadonlySet<string>,
  minTemplates: number,
): ReadonlyMap<string, Tally> {
  const level = new Map<string, Tally>();
  for (const row of rows) {
    if (!row.isUnsafe) continue;
    visit(row, size, frontier, (key, candidate) => {
      const tally = level.get(key) ?? {
        candidate,
        unsafe: new Set(),
        safe: new Set(),
        programs: new Set(),
      };
      tally.unsafe.add(row.call);
      tally.programs.add(row.facts.heads[0] ?? '');
      level.set(key, tally);
    });
  }
  for (const [key, tally] of level) if (tally.unsafe.size < minTemplates) level.delete(key);
  for (const row of rows) {
    if (row.isUnsafe) continue;
    visit(row, size, frontier, (key) => level.get(key)?.safe.add(row.call));
  }
  return level;
}

/** Calls `each` for each candidate with `size` literals in a row whose prefix is in the frontier. */
function visit(
  row: MiningCommand,
  size: number,
  frontier: ReadonlySet<string>,
  each: (key: string, candidate: Candidate) => void,
): void {
  const literals = [...row.facts.literals].sort(compareLiterals);
  for (const head of ['', ...row.facts.heads]) {
    if (size === 0) {
      each(candidateKey(head, []), { heads: headsOf(head), literals: [] });
      continue;
    }
    extend(head, literals.slice(0, MAX_PER_COMMAND), size, frontier, [], 0, each);
  }
}

function extend(
  head: string,
  literals: readonly Literal[],
  size: number,
  frontier: ReadonlySet<string>,
  chosen: readonly Literal[],
  from: number,
  each: (key: string, candidate: Candidate) => void,
): void {
  for (let at = from; at < literals.length; at += 1) {
    const literal = literals[at];
    if (literal === undefined || !mayJoin(chosen, literal)) continue;
    const next = [...chosen, literal];
    if (next.length === size) {
      const base = candidateKey(head, chosen);
      if (frontier.has(base))
        each(candidateKey(head, next), { heads: headsOf(head), literals: next });
    } else {
      extend(head, literals, size, frontier, next, at + 1, each);
    }
  }
}

function headsOf(head: string): readonly string[] {
  return head === '' ? [] : [head];
}

/** Whether one pattern can express all these literals in this order. */
export function isConjunction(literals: readonly Literal[]): boolean {
  return literals.every((literal, at) => mayJoin(literals.slice(0, at), literal));
}

/** A class literal matches a whole argument, so no other literal can apply to the same argument. */
function mayJoin(chosen: readonly Literal[], literal: Literal): boolean {
  const last = chosen.at(-1);
  if (last === undefined || !isArgument(last) || !isArgument(literal)) return true;
  return last.argument !== literal.argument || (last.kind === 'word' && literal.kind === 'word');
}

function isArgument({ kind }: Literal): boolean {
  return kind === 'word' || kind === 'class';
}

function isDominated(tally: Tally, kept: ReadonlyMap<string, Tally>): boolean {
  const { heads, literals } = tally.candidate;
  const head = heads[0] ?? '';
  return literals.some((_, left) => {
    const shorter = kept.get(
      candidateKey(
        head,
        literals.filter((__, at) => at !== left),
      ),
    );
    return shorter !== undefined && shorter.safe.size <= tally.safe.size;
  });
}
