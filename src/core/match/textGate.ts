import { contains, type CharSet } from './charSet';
import { setAt, type RuleTables } from './ruleTables';
import { minLength, type Syntax } from './syntax';

/** So many characters of `set` stand together in every text that a pattern matches. */
export interface Run {
  readonly set: CharSet;
  readonly least: number;
}

/** More runs than this tell little more. */
const MAX_RUNS = 3;

/**
 * What tells texts apart for a pattern that has no literal: how long a match is at least, and the runs it has in any
 * case, the longest first.
 */
export function gateOf(syntax: Syntax): { readonly length: number; readonly runs: readonly Run[] } {
  const longest = new Map<string, Run>();
  for (const run of runsOf(syntax)) {
    const key = run.set.join();
    if (run.least > (longest.get(key)?.least ?? 0)) longest.set(key, run);
  }
  const runs = [...longest.values()].sort((a, b) => b.least - a.least || sizeOf(a) - sizeOf(b));
  return { length: minLength(syntax), runs: runs.slice(0, MAX_RUNS) };
}

function runsOf(syntax: Syntax): readonly Run[] {
  switch (syntax.type) {
    case 'set':
      return [{ set: syntax.set, least: 1 }];
    case 'repeat':
      if (syntax.min === 0) return [];
      return syntax.item.type === 'set'
        ? [{ set: syntax.item.set, least: syntax.min }]
        : runsOf(syntax.item);
    case 'sequence':
      return syntax.items.flatMap((item) => runsOf(item));
    case 'edge':
    case 'choice':
      return [];
  }
}

function sizeOf({ set }: Run): number {
  let size = 0;
  for (let at = 0; at < set.length; at += 2) size += (set[at + 1] ?? 0) - (set[at] ?? 0) + 1;
  return size;
}

/** Tells for one text after another which patterns without a literal it may match. */
export class TextGate {
  readonly #tables: Pick<RuleTables, 'gates' | 'gateStarts' | 'setRanges' | 'setStarts'>;
  /** The longest run in the text, by set number; found when first asked for. */
  #longest = new Map<number, number>();
  #units: Uint16Array = new Uint16Array(0);
  #length = 0;

  constructor(tables: Pick<RuleTables, 'gates' | 'gateStarts' | 'setRanges' | 'setStarts'>) {
    this.#tables = tables;
  }

  /** Takes up the first `length` of `units`. */
  takeUp(units: Uint16Array, length: number): void {
    this.#units = units;
    this.#length = length;
    this.#longest.clear();
  }

  /** Whether gate number `number` lets the text taken up through. */
  letsThrough(number: number): boolean {
    const { gates, gateStarts } = this.#tables;
    const start = gateStarts[number] ?? 0;
    const end = gateStarts[number + 1] ?? 0;
    if (this.#length < (gates[start] ?? 0)) return false;
    for (let at = start + 1; at < end; at += 2) {
      if (this.#longestOf(gates[at] ?? 0) < (gates[at + 1] ?? 0)) return false;
    }
    return true;
  }

  #longestOf(number: number): number {
    const known = this.#longest.get(number);
    if (known !== undefined) return known;
    const set = setAt(this.#tables, number);
    let longest = 0;
    let run = 0;
    for (let at = 0; at < this.#length; at += 1) {
      run = contains(set, this.#units[at] ?? 0) ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    this.#longest.set(number, longest);
    return longest;
  }
}
