import * as z from 'zod';
import { editedRule as withEdit, type DiffPart } from '../../../src/core/diffPart';
import { RuleToTest } from '../../../src/core/liveBacktest';
import { ruleKey, RuleMode, RuleTitle } from '../../../src/core/rule';
import { isSuggested, type Review, type RuleToAdd } from '../../../src/protocol/reviewer';
import { isWhole, testKey, toTest, unjudgedBy, type LiveTests } from './liveTests';

/**
 * The accepted part of a change: the mode of each rule to add by index, edited patterns and effects, and the ids of
 * rules to keep that the change would remove.
 */
export const Choice = z.object({
  add: z.array(RuleMode.or(z.literal('leave'))),
  keep: z.array(z.string()),
  edits: z.record(z.string(), RuleToTest.extend({ title: z.string().optional() })),
});
export type Choice = z.infer<typeof Choice>;
export type Edit = Choice['edits'][string];

/** Accepts everything as suggested. */
export function wholeChoice({ add }: Review): Choice {
  return { add: add.map(({ mode }) => mode ?? 'enforce'), keep: [], edits: {} };
}

/** The rules to add, in order, as a draft identifies them. In drafts, only texts named `pattern` are not redacted. */
export function rulesToAdd({ add }: Review): RuleToTest[] {
  return add.map(({ pattern, effect }) => ({ pattern, effect }));
}

/** The choice made for `rules`, the `rulesToAdd` of another review, where this review has the same rules; otherwise as suggested. */
export function choiceFrom(review: Review, chosen: Choice, rules: readonly RuleToTest[]): Choice {
  const places = new Map(rules.map((rule, at) => [ruleKey(rule), at]));
  const before = review.add.map((rule) => places.get(ruleKey(rule)));
  const whole = wholeChoice(review);
  const removed = new Set(review.remove.map(({ id }) => id));
  const edits = before.flatMap((place, at) => {
    const edit = place === undefined ? undefined : chosen.edits[place];
    return edit === undefined ? [] : [[at, edit] as const];
  });
  return {
    add: whole.add.map((mode, at) => chosen.add[before[at] ?? -1] ?? mode),
    keep: chosen.keep.filter((id) => removed.has(id)),
    edits: Object.fromEntries(edits),
  };
}

/** Whether parts of the change can be chosen. */
export function canChoose(review: Review): boolean {
  return isSuggested(review) && review.status === 'pending';
}

/** The edited rule at that index. Statistics measured with another pattern or effect are removed. */
export function editedRule(rule: RuleToAdd, at: number, { edits }: Choice): RuleToAdd {
  const edit = edits[at];
  if (edit === undefined || !isEdit(rule, edit)) return rule;
  const { pattern, effect } = edit;
  return withEdit(rule, { pattern, effect, title: titleOf(edit) });
}

/** The title that a person entered for an edited rule, if any. */
function titleOf({ title = '' }: Edit): string | undefined {
  return RuleTitle.safeParse(title.trim()).data;
}

function isEdit(rule: RuleToTest, edit: RuleToTest): boolean {
  return rule.pattern !== edit.pattern || rule.effect !== edit.effect;
}

/**
 * The change as it would be applied: without omitted rules, with the chosen modes and edits, and with their test
 * results.
 */
export function takenOf(review: Review, choice: Choice, tests: LiveTests): Review {
  return {
    ...review,
    add: review.add.flatMap((original, at) =>
      choice.add[at] === 'leave' ? [] : [chosenRule(original, at, choice, tests)],
    ),
    remove: review.remove.filter(({ id }) => !choice.keep.includes(id)),
  };
}

/** The rule at that index with its edit, its chosen mode unless it is omitted, and its test result. */
export function chosenRule(
  original: RuleToAdd,
  at: number,
  choice: Choice,
  { results }: LiveTests,
): RuleToAdd {
  const rule = editedRule(original, at, choice);
  const { pattern, effect } = rule;
  const mode = choice.add[at];
  const result = results[testKey({ at, pattern, effect })];
  const evidence = rule.evidence ?? (result?.state === 'tested' ? result.evidence : undefined);
  return {
    ...rule,
    ...(mode !== 'leave' && mode !== undefined && { mode }),
    ...(evidence !== undefined && { evidence }),
  };
}

/**
 * Number of commands of the history for which the accepted rules cannot be judged. Several rules may leave the same
 * command open, so the decisions count each once; until they are known, the sum over the rules is the upper bound.
 * Before a rule is tested, it is what was known when the rule was proposed.
 */
export function unjudgedByTaken(review: Review, choice: Choice, tests: LiveTests): number {
  const sum = review.add.reduce((total, original, at) => {
    if (choice.add[at] === 'leave') return total;
    const rule = editedRule(original, at, choice);
    return total + Math.max(unjudgedBy(tests, [toTest(rule, at)]), rule.evidence?.unjudged ?? 0);
  }, 0);
  return sum === 0 ? 0 : (tests.decided?.after.unjudged ?? sum);
}

/**
 * Why APPLY cannot be typed yet: an accepted rule has an invalid pattern or was not tested on the whole history,
 * because testing is in progress or was stopped.
 */
export function obstacleTo(
  review: Review,
  choice: Choice,
  tests: LiveTests,
): 'testing' | 'stopped' | 'invalid' | undefined {
  const states = review.add.flatMap((original, at) => {
    const { pattern, effect, evidence } = editedRule(original, at, choice);
    if (choice.add[at] === 'leave' || evidence !== undefined) return [];
    return [tests.results[testKey({ at, pattern, effect })]?.state];
  });
  if (states.includes('invalid')) return 'invalid';
  const isPartly = states.includes('tested') && !isWhole(tests);
  if (!isPartly && !states.includes(undefined)) return undefined;
  return tests.reading?.state === 'stopped' ? 'stopped' : 'testing';
}

/** The choice in the format of the extension; undefined if the suggestion is accepted unchanged. */
export function partOf(review: Review, choice: Choice): DiffPart | undefined {
  const whole = wholeChoice(review);
  const isEdited = review.add.some((rule, at) => editedRule(rule, at, choice) !== rule);
  const isWhole =
    !isEdited && choice.keep.length === 0 && choice.add.every((mode, at) => mode === whole.add[at]);
  if (isWhole) return undefined;
  return {
    add: choice.add.flatMap((mode, at) => {
      const edit = choice.edits[at];
      if (mode === 'leave') return [];
      if (edit === undefined) return [{ at, mode }];
      const { pattern, effect } = edit;
      const title = titleOf(edit);
      return [{ at, mode, pattern, effect, ...(title !== undefined && { title }) }];
    }),
    remove: review.remove.map(({ id }) => id).filter((id) => !choice.keep.includes(id)),
  };
}
