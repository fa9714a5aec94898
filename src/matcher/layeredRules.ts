import type { Effect } from '../core/rule';
import type { Budget } from './budget';
import type { MatchSpan, Reach, RuleSet } from './ruleSet';

/** Rules of one layer; `places[i]` is the number of its rule i in the whole, -1 when that rule was removed. */
export interface RuleLayer {
  readonly rules: RuleSet;
  readonly places: readonly number[];
}

/** Several compiled sets as one: a large old one stays compiled while few rules come and go. */
export class LayeredRules implements RuleSet {
  readonly #layers: readonly RuleLayer[];
  /** Which layer, and which rule in it, each rule of the whole is. */
  readonly #owners: readonly { readonly rules: RuleSet; readonly rule: number }[];

  constructor(layers: readonly RuleLayer[]) {
    this.#layers = layers;
    this.#owners = layers
      .flatMap(({ rules, places }) => places.map((place, rule) => ({ place, rules, rule })))
      .filter(({ place }) => place >= 0)
      .sort((a, b) => a.place - b.place);
  }

  effectOf(rule: number): Effect {
    const owner = this.#owners[rule];
    // The number comes from this set, so the owner is there; deny is the closed side.
    return owner?.rules.effectOf(owner.rule) ?? 'deny';
  }

  allowsWholeLine(rule: number): boolean {
    const owner = this.#owners[rule];
    return owner?.rules.allowsWholeLine(owner.rule) === true;
  }

  candidates(text: string, budget: Budget): readonly number[] {
    return this.#layers.flatMap(({ rules, places }) =>
      rules
        .candidates(text, budget)
        .map((rule) => places[rule] ?? -1)
        .filter((place) => place >= 0),
    );
  }

  confirms(rule: number, reach: Reach, budget: Budget): boolean {
    const owner = this.#owners[rule];
    return owner?.rules.confirms(owner.rule, reach, budget) === true;
  }

  locate(rule: number, reach: Reach, budget: Budget): MatchSpan | undefined {
    const owner = this.#owners[rule];
    return owner?.rules.locate(owner.rule, reach, budget);
  }
}
