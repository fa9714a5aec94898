import type { Budget } from '../matchBudget';
import { ASCII_FOLD, foldForeign, TEXT_END, TEXT_START } from './fold';
import { ALWAYS_SEEN, hashThree, LAST_OF_LIST, PAIR_SHIFT, type GramIndex } from './gramIndex';

// The loop over the units of a text takes most of the time for most commands, so it uses local variables and arithmetic.
const folded = ASCII_FOLD;
const FOUR = 0xfffffff;
const THREE = 0x1fffff;
const TWO = 0x3fff;

/** Finds candidate rules for texts in an index. Reuses its buffers. */
export class GramScan {
  readonly #index: GramIndex;
  readonly #filterShift: number;
  readonly #slotShift: number;
  readonly #hasTwos: boolean;
  /** The generation in which each was last seen, so that nothing has to be cleared between texts. */
  readonly #seenRules: Uint32Array;
  readonly #seenSlots: Uint32Array;
  readonly #seenThrees = new Uint32Array(ALWAYS_SEEN + 1);
  #generation = 0;
  /** Offsets of the postings of all grams in the text. */
  #runs: number[] = [];

  constructor(index: GramIndex, rules: number) {
    this.#index = index;
    this.#filterShift = 29 - Math.log2(index.filter.length);
    this.#slotShift = 32 - Math.log2(index.grams.length);
    this.#hasTwos = index.short.includes(2);
    this.#seenRules = new Uint32Array(rules);
    this.#seenSlots = new Uint32Array(index.grams.length);
  }

  /**
   * Copies the text into `units`, as far as it fits, and returns the indexed rules whose required literals it may contain.
   */
  candidates(text: string, units: Uint16Array, budget: Budget): number[] {
    this.#generation += 1;
    this.#seenThrees[ALWAYS_SEEN] = this.#generation;
    this.#runs = [];
    const length = Math.min(text.length, units.length);
    budget.left -= length;
    const last = this.#scan(text, length, units);
    if (length === text.length) this.#probeEnd(last);
    if (this.#hasTwos) this.#scanTwos(units, length);
    const found: number[] = [];
    for (const start of this.#runs) this.#gather(start, found, budget);
    return found;
  }

  /** Makes one pass over the text and returns its last gram. */
  #scan(text: string, length: number, units: Uint16Array): number {
    const { seed, filter, short } = this.#index;
    const seen = this.#seenThrees;
    const generation = this.#generation;
    const shift = this.#filterShift;
    let gram = TEXT_START;
    for (let at = 0; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      units[at] = unit;
      gram = ((gram << 7) | (unit < 128 ? (folded[unit] ?? 0) : foldForeign(unit))) & FOUR;
      const three = Math.imul(gram & THREE, 0x9e3779b1) >>> 20;
      seen[three] = generation;
      if (short[three] === 1) this.#find(gram & THREE);
      const hash = Math.imul(gram, seed) >>> shift;
      if (((filter[hash >>> 3] ?? 0) & (1 << (hash & 7))) !== 0) this.#find(gram);
    }
    return gram;
  }

  #probeEnd(last: number): void {
    const gram = ((last << 7) | TEXT_END) & FOUR;
    this.#seenThrees[hashThree(gram)] = this.#generation;
    this.#find(gram);
    this.#find(gram & THREE);
    this.#find(gram & TWO);
  }

  /** A second pass, which only policies with many very short literals need. */
  #scanTwos(units: Uint16Array, length: number): void {
    let gram = TEXT_START;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] ?? 0;
      gram = ((gram << 7) | (unit < 128 ? (folded[unit] ?? 0) : foldForeign(unit))) & TWO;
      this.#find(gram);
    }
  }

  #find(gram: number): void {
    const { grams, starts, seed } = this.#index;
    let slot = Math.imul(gram, seed) >>> this.#slotShift;
    while (grams[slot] !== gram) {
      if (grams[slot] === 0) return;
      slot = (slot + 1) & (grams.length - 1);
    }
    if (this.#seenSlots[slot] === this.#generation) return;
    this.#seenSlots[slot] = this.#generation;
    this.#runs.push(starts[slot] ?? 0);
  }

  /** Adds the rules of a postings list that may match to `found`. */
  #gather(start: number, found: number[], budget: Budget): void {
    const { postings } = this.#index;
    const seen = this.#seenThrees;
    const generation = this.#generation;
    const count = postings[start] ?? 0;
    budget.left -= count;
    for (let at = start + 1; at < start + 1 + 2 * count; at += 2) {
      const pair = postings[at + 1] ?? 0;
      if (seen[pair & 0xffff] !== generation || seen[pair >>> PAIR_SHIFT] !== generation) continue;
      const rule = postings[at] ?? 0;
      if (this.#seenRules[rule] === generation) continue;
      this.#seenRules[rule] = generation;
      if (this.hasThrees(rule)) found.push(rule);
    }
  }

  /** Whether the current text contains at least one of each list of three-grams that the rule requires. */
  hasThrees(rule: number): boolean {
    const { checkStarts, checks } = this.#index;
    const end = checkStarts[rule + 1] ?? 0;
    let seen = false;
    for (let at = checkStarts[rule] ?? 0; at < end; at += 1) {
      const check = checks[at] ?? 0;
      seen ||= this.#seenThrees[check & ~LAST_OF_LIST] === this.#generation;
      if ((check & LAST_OF_LIST) === 0) continue;
      if (!seen) return false;
      seen = false;
    }
    return true;
  }
}
