import type { Steps } from '../../core/steps';
import type { Clause } from './requiredLiterals';

/**
 * An n-gram index of the rules that a text can match. Each rule is indexed under the rarest four characters (or three, or
 * two) of a clause of its required literals. All arrays are flat, so that they can be stored in the published policy.
 *
 * A gram is up to four folded codes of seven bits, the last one lowest.
 */
export interface GramIndex {
  /** Odd, and different for each policy, so that nobody can construct a command whose grams collide. */
  readonly seed: number;
  /** A Bloom filter of indexed grams, which rejects most positions of a text. */
  readonly filter: Uint8Array;
  /** Hash table of grams with open addressing; 0 is free. */
  readonly grams: Uint32Array;
  /** For each gram, the offset in `postings` of the number of its rules, followed by each rule and its `pairOf`. */
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
  /**
   * From `checkStarts[rule]` to that of the next rule: additional conditions, as lists of hashes of three-grams. The text
   * must contain at least one of each list; `LAST_OF_LIST` marks the end of a list.
   */
  readonly checkStarts: Uint32Array;
  readonly checks: Uint16Array;
  /** By `hashThree`: 1 for indexed three-grams, 2 for two-grams. */
  readonly short: Uint8Array;
  /** Rules without an indexable literal, which are candidates for every text. */
  readonly unfiled: Uint32Array;
}

const THREE_MASK = 0x1fffff;
const TWO_MASK = 0x3fff;

/** Size of the table of three-grams in a text. */
const THREES = 4096;
/** Shift of the second hash in a posting's pair, and the value for an absent hash. */
export const PAIR_SHIFT = 16;
export const ALWAYS_SEEN = THREES;
/** Marks a hash of `checks` as the last of its list. */
export const LAST_OF_LIST = 0x8000;
const MAX_CHECKS = 8;
/** Maximum number of unfiled rules, apart from those that cannot be indexed. */
const MAX_UNFILED = 128;
/** Relative frequency in commands of grams with this length. */
const COST_OF_LENGTH = [0, 0, 64, 8, 1];

/** A hash of a gram with `bits` bits. */
function hashGram(gram: number, seed: number, bits: number): number {
  return Math.imul(gram, seed) >>> (32 - bits);
}

/** Hash of the last three codes of a gram, for the table of `THREES`. */
export function hashThree(gram: number): number {
  return Math.imul(gram & THREE_MASK, 0x9e3779b1) >>> 20;
}

/** Indexes rule `i` under the clauses `rules[i]`, in steps. */
export function* indexSteps(rules: readonly (readonly Clause[])[], seed: number): Steps<GramIndex> {
  const counts = yield* countSteps(rules);
  const filed = new Map<number, number[]>();
  const unfiled: number[] = [];
  const checks: number[] = [];
  const checkStarts = [0];
  for (const [rule, clauses] of rules.entries()) {
    const grams = cheapestClause(clauses, counts);
    const lists = checksOf(clauses, counts);
    if (grams.length === 0 || (isTooCommon(grams) && unfiled.length < MAX_UNFILED)) {
      unfiled.push(rule);
    } else file(filed, grams, rule, pairOf(lists));
    for (const list of lists) {
      for (const hash of list) checks.push(hash | (hash === list.at(-1) ? LAST_OF_LIST : 0));
    }
    checkStarts.push(checks.length);
    yield;
  }
  return {
    ...(yield* layOutSteps(filed, mixed(seed))),
    checkStarts: Uint32Array.from(checkStarts),
    checks: Uint16Array.from(checks),
    unfiled: Uint32Array.from(unfiled),
  };
}

/** Two-grams occur in most commands, so testing the rule directly is cheaper than finding it through the index. */
function isTooCommon(grams: readonly number[]): boolean {
  return grams.some((gram) => gram <= TWO_MASK);
}

function file(
  filed: Map<number, number[]>,
  grams: readonly number[],
  rule: number,
  pair: number,
): void {
  for (const gram of grams) {
    const list = filed.get(gram);
    if (list === undefined) filed.set(gram, [rule, pair]);
    else list.push(rule, pair);
  }
}

/** Spreads a seed over all bits of an odd multiplier. */
function mixed(seed: number): number {
  const half = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  return ((half ^ (half >>> 13)) * 2 + 0x9e3779b1) | 1;
}

/** Two three-grams that every match contains, as one number that is checked first. */
function pairOf(lists: readonly (readonly number[])[]): number {
  const [first = ALWAYS_SEEN, second = ALWAYS_SEEN] = lists
    .filter((list) => list.length === 1)
    .flat();
  return first | (second << PAIR_SHIFT);
}

const COUNT_BITS = 16;

/** The frequency of each gram in the literals of all rules, by hash: some grams share a count. */
function* countSteps(rules: readonly (readonly Clause[])[]): Steps<Uint32Array> {
  const counts = new Uint32Array(1 << COUNT_BITS);
  for (const clauses of rules) {
    for (const literal of clauses.flat()) {
      for (const gram of [...gramsOf(literal, 3), ...gramsOf(literal, 4)]) {
        const at = hashGram(gram, 0x9e3779b1, COUNT_BITS);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    yield;
  }
  return counts;
}

function countOf(gram: number, counts: Uint32Array): number {
  return counts[hashGram(gram, 0x9e3779b1, COUNT_BITS)] ?? 0;
}

/** The windows of `size` codes of a literal. */
function gramsOf(literal: string, size: number): readonly number[] {
  const grams: number[] = [];
  for (let at = 0; at + size <= literal.length; at += 1) {
    let gram = 0;
    for (let code = at; code < at + size; code += 1) gram = (gram << 7) | literal.charCodeAt(code);
    grams.push(gram);
  }
  return grams;
}

/** One gram for each literal of the rarest clause; empty without clauses. */
function cheapestClause(clauses: readonly Clause[], counts: Uint32Array): readonly number[] {
  let best: readonly number[] = [];
  let least = Infinity;
  for (const clause of clauses) {
    const rarest = clause.map((literal) => rarestGram(literal, counts));
    const costs = new Map(rarest.map(({ gram, cost }) => [gram, cost]));
    const cost = [...costs.values()].reduce((sum, one) => sum + one, 0);
    if (cost >= least) continue;
    least = cost;
    best = [...costs.keys()];
  }
  return best;
}

function rarestGram(literal: string, counts: Uint32Array): { gram: number; cost: number } {
  const size = Math.min(4, literal.length);
  const rarest = { gram: 0, cost: Infinity };
  for (const gram of gramsOf(literal, size)) {
    const cost = (1 + countOf(gram, counts)) * (COST_OF_LENGTH[size] ?? 1);
    if (cost < rarest.cost) Object.assign(rarest, { gram, cost });
  }
  return rarest;
}

/**
 * Conditions for a match, as lists of hashes of which the text must contain at least one: three-grams that all literals of
 * a clause share, and one list for each other clause. Clauses alternate, so that the first lists are the most selective.
 */
function checksOf(clauses: readonly Clause[], counts: Uint32Array): readonly (readonly number[])[] {
  const rarestFirst = (a: number, b: number): number => countOf(a, counts) - countOf(b, counts);
  const shared = clauses.map((clause) => sharedThrees(clause).toSorted(rarestFirst));
  const positions = Array.from({ length: MAX_CHECKS }, (_, position) => position);
  const singles = positions.flatMap((position) =>
    shared.flatMap((grams) => grams.slice(position, position + 1)),
  );
  const either = clauses
    .filter((clause) => clause.length > 1 && clause.length <= MAX_CHECKS)
    .map((clause) => clause.map((one) => gramsOf(one, 3).toSorted(rarestFirst).slice(0, 1)))
    .filter((list) => list.every((grams) => grams.length > 0));
  return [
    ...[...new Set(singles)].slice(0, MAX_CHECKS).map((gram) => [hashThree(gram)]),
    ...either.map((list) => [...new Set(list.flat().map((gram) => hashThree(gram)))]),
  ];
}

function sharedThrees([literal = '', ...others]: Clause): readonly number[] {
  return gramsOf(literal, 3).filter((gram) =>
    others.every((other) => gramsOf(other, 3).includes(gram)),
  );
}

function* layOutSteps(
  filed: ReadonlyMap<number, readonly number[]>,
  seed: number,
): Steps<Pick<GramIndex, 'seed' | 'filter' | 'grams' | 'starts' | 'postings' | 'short'>> {
  const tableBits = Math.max(4, Math.ceil(Math.log2(2 * filed.size + 1)));
  const filterBits = Math.max(10, tableBits + 3);
  const filter = new Uint8Array(1 << (filterBits - 3));
  const grams = new Uint32Array(1 << tableBits);
  const starts = new Uint32Array(1 << tableBits);
  const postings: number[] = [];
  const short = new Uint8Array(THREES);
  for (const [gram, rules] of filed) {
    const hash = hashGram(gram, seed, filterBits);
    filter[hash >>> 3] = (filter[hash >>> 3] ?? 0) | (1 << (hash & 7));
    let slot = hashGram(gram, seed, tableBits);
    while (grams[slot] !== 0) slot = (slot + 1) & (grams.length - 1);
    grams[slot] = gram;
    starts[slot] = postings.length;
    postings.push(rules.length / 2);
    for (const rule of rules) postings.push(rule);
    if (gram <= THREE_MASK) short[hashThree(gram)] = gram <= TWO_MASK ? 2 : 1;
    yield;
  }
  return { seed, filter, grams, starts, postings: Uint32Array.from(postings), short };
}
