import type { Effect } from '../core/rule';
import type { Budget } from './matchBudget';
import type { MatchSpan, Reach, RuleSet } from './ruleSet';

/** A layer of rules. `places[i]` is the overall index of its rule i; -1 if that rule was removed. */
export interface RuleLayer {
  readonly rules: RuleSet;
  readonly places: readonly number[];
}

/** Combines several compiled rule sets, so that a large one stays compiled while a few rules change. */
export class LayeredRules implements RuleSet {
  readonly hasAllows: boolean;
  readonly #layers: readonly RuleLayer[];
  /** The layer and the index in it of each rule. */
  readonly #owners: readonly { readonly rules: RuleSet; readonly rule: number }[];

  constructor(layers: readonly RuleLayer[]) {
    this.#layers = layers;
    this.hasAllows = layers.some(({ rules }) => rules.hasAllows);
    this.#owners = layers
      .flatMap(({ rules, places }) => places.map((place, rule) => ({ place, rules, rule })))
      .filter(({ place }) => place >= 0)
      .sort((a, b) => a.place - b.place);
  }

  effectOf(rule: number): Effect {
    const owner = this.#owners[rule];
    // The index comes from this set, so the owner exists. Fail closed if it does not.
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
