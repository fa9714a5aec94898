import * as z from 'zod';
import type { AddedRule, PolicyDiff } from './diff';
import type { DiffPart } from './diffPart';
import { evidenceOfDiff } from './evidence';
import { DISTINCT_COMMANDS } from './rejection';
import type { Effect } from './rule';
import type { Suggestion } from './suggestion';

/** The entry of `meta` of a joint diff that contains the original suggestions. */
export const JOINED = 'joined';
export const JoinedNote = z.strictObject({
  suggestion: z.string(),
  diff_hash: z.string(),
  proposed_by: z.string(),
});
export type JoinedNote = z.infer<typeof JoinedNote>;

/** The origin of a change: `from` is the index of the suggestion, `at` that of the rule in its diff. */
export interface AddOrigin {
  readonly from: number;
  readonly at: number;
}

/** A change that is not part of the joint diff. It stays in its suggestion. */
export type LeftOutChange =
  | {
      readonly why: 'otherEffect';
      readonly from: number;
      readonly pattern: string;
      readonly effect: Effect;
      /** The effect of the same pattern in the joint diff, and the suggestion that it came from. */
      readonly taken: Effect;
      readonly takenFrom: number;
    }
  /** The rule to remove is no longer in force. */
  | { readonly why: 'gone'; readonly from: number; readonly ruleId: string };

/** Several suggestions as one diff. */
export interface JointDiff {
  readonly diff: PolicyDiff;
  /** The origins of each added rule, in the order of `diff.add`. */
  readonly added: readonly (readonly AddOrigin[])[];
  /** The indexes of the suggestions that remove each rule, in the order of `diff.remove`. */
  readonly removed: readonly (readonly number[])[];
  readonly leftOut: readonly LeftOutChange[];
}

/**
 * Joins the diffs of suggestions in order. Duplicates are merged. If the same pattern has two effects, the first is
 * used. `ruleIds` are the rules in force; others cannot be removed.
 */
export function joinSuggestions(
  suggestions: readonly Suggestion[],
  ruleIds: ReadonlySet<string>,
): JointDiff {
  const rules = joinAdded(suggestions);
  const removals = joinRemoved(suggestions, ruleIds);
  return {
    diff: {
      add: rules.joined.map(({ rule }) => rule),
      remove: [...removals.joined.keys()],
      meta: metaOf(suggestions, rules.joined),
    },
    added: rules.joined.map(({ origins }) => origins),
    removed: [...removals.joined.values()],
    leftOut: [...rules.leftOut, ...removals.leftOut],
  };
}

/** The part of each suggestion that a part of the joint diff contains, in order; everything without a part. */
export function partsOfEach(
  { diff, added, removed }: JointDiff,
  suggestions: readonly Suggestion[],
  part?: DiffPart,
): readonly DiffPart[] {
  const places = part?.add.map(({ at }) => at) ?? diff.add.keys();
  const ids = new Set(part?.remove ?? diff.remove);
  const parts = suggestions.map((): DiffPart => ({ add: [], remove: [] }));
  for (const place of places) {
    for (const { from, at } of added[place] ?? []) parts[from]?.add.push({ at, mode: 'enforce' });
  }
  for (const [place, id] of diff.remove.entries()) {
    for (const from of ids.has(id) ? (removed[place] ?? []) : []) parts[from]?.remove.push(id);
  }
  return parts;
}

interface JoinedRule {
  readonly rule: AddedRule;
  readonly origins: AddOrigin[];
}

function joinAdded(suggestions: readonly Suggestion[]) {
  const byPattern = new Map<string, JoinedRule>();
  const leftOut: LeftOutChange[] = [];
  for (const [from, { diff }] of suggestions.entries()) {
    for (const [at, rule] of diff.add.entries()) {
      const { pattern, effect } = rule;
      const known = byPattern.get(pattern);
      if (known === undefined) byPattern.set(pattern, { rule, origins: [{ from, at }] });
      else if (known.rule.effect === effect) known.origins.push({ from, at });
      else {
        const takenFrom = known.origins[0]?.from ?? from;
        const taken = known.rule.effect;
        leftOut.push({ why: 'otherEffect', from, pattern, effect, taken, takenFrom });
      }
    }
  }
  return { joined: [...byPattern.values()], leftOut };
}

function joinRemoved(suggestions: readonly Suggestion[], ruleIds: ReadonlySet<string>) {
  const joined = new Map<string, number[]>();
  const leftOut: LeftOutChange[] = [];
  for (const [from, { diff }] of suggestions.entries()) {
    for (const ruleId of diff.remove) {
      const known = joined.get(ruleId);
      if (known !== undefined) known.push(from);
      else if (ruleIds.has(ruleId)) joined.set(ruleId, [from]);
      else leftOut.push({ why: 'gone', from, ruleId });
    }
  }
  return { joined, leftOut };
}

/**
 * The suggestions and their data about single rules. Statistics of a whole suggestion do not apply to the joint diff.
 */
function metaOf(suggestions: readonly Suggestion[], joined: readonly JoinedRule[]) {
  const from = suggestions.map(({ id, diffHash, proposedBy }): JoinedNote => ({
    suggestion: id,
    diff_hash: diffHash,
    proposed_by: proposedBy,
  }));
  return {
    [JOINED]: from,
    ...perRule('evidence', suggestions.map(evidencesOf), joined),
    ...perRule('rule_categories', suggestions.map(categoriesOf), joined),
    ...sameNumber(suggestions, 'history_size'),
    ...highestNumber(suggestions, DISTINCT_COMMANDS),
    ...omittedCandidates(suggestions),
  };
}

/** The list of that name with one element per rule, null if it has none; undefined if no suggestion has the list. */
function perRule(
  name: string,
  lists: readonly (readonly unknown[])[],
  joined: readonly JoinedRule[],
): PolicyDiff['meta'] {
  if (lists.every(({ length }) => length === 0)) return {};
  return {
    [name]: joined.map(({ origins: [first] }) =>
      first === undefined ? null : (lists[first.from]?.[first.at] ?? null),
    ),
  };
}

function evidencesOf({ diff }: Suggestion) {
  return evidenceOfDiff(diff);
}

function categoriesOf({ diff: { add, meta } }: Suggestion): readonly string[] {
  const titles = z.array(z.string()).safeParse(meta['rule_categories']).data ?? [];
  return titles.length === add.length ? titles : [];
}

/** A number that is equal in all suggestions that have it. */
function sameNumber(suggestions: readonly Suggestion[], name: string): PolicyDiff['meta'] {
  const [first, ...others] = new Set(numbersOf(suggestions, name));
  return first === undefined || others.length > 0 ? {} : { [name]: first };
}

function highestNumber(suggestions: readonly Suggestion[], name: string): PolicyDiff['meta'] {
  const numbers = numbersOf(suggestions, name);
  return numbers.length === 0 ? {} : { [name]: Math.max(...numbers) };
}

function numbersOf(suggestions: readonly Suggestion[], name: string): readonly number[] {
  return suggestions
    .map(({ diff }) => diff.meta[name])
    .filter((value) => typeof value === 'number');
}

/** Candidates that were considered for any of the suggestions and omitted. */
function omittedCandidates(suggestions: readonly Suggestion[]): PolicyDiff['meta'] {
  const all = suggestions.flatMap(({ diff }): readonly unknown[] => {
    const list = diff.meta['left_out'];
    return Array.isArray(list) ? list : [];
  });
  return all.length === 0 ? {} : { left_out: all };
}
