import * as l10n from '@vscode/l10n';
import type { AppliedBefore } from '../core/appliedBefore';
import { addedOf, type PolicyDiff } from '../core/diff';
import { EvidenceExample, FROM_BEHAVIOUR } from '../core/evidence';
import { JOINED, JoinedNote } from '../core/joinSuggestions';
import type { RuleHits } from '../core/ports';
import { DISTINCT_COMMANDS } from '../core/rejection';
import { ruleKey, type Rule } from '../core/rule';
import * as z from 'zod';
import {
  LeftOut,
  RuleEvidence,
  type Review as ShownReview,
  type RuleToAdd,
  type RuleToRemove,
} from '../protocol/reviewer';
import type { ReviewSession } from '../app';
import { proposerName } from './proposerName';
import { jointParts } from './jointMessage';

/** Data that the page shows in addition to the review. */
export interface ReviewContext {
  readonly hits: ReadonlyMap<string, RuleHits>;
  readonly author: string;
  readonly morePending: number;
  readonly from?: 'setup' | undefined;
  /** Who applied the suggestion before, and when. */
  readonly applied?: AppliedBefore | undefined;
}

/** The review in the format of the page. */
export function reviewMessage(
  shown: ReviewSession['shown'],
  { hits, author, morePending, from, applied }: ReviewContext,
): ShownReview {
  const notes = notesOf(shown.diff);
  const joint = jointParts(shown);
  const known = new Set(shown.current.map(({ id }) => id));
  return {
    kind: shown.kind,
    subjectId: shown.subjectId,
    diffHash: shown.diffHash,
    status: shown.status,
    ...origin(shown),
    ...(joint !== undefined && { joined: joint.joined }),
    add: withEvidence(rulesAdded(shown), notes).map((rule, at) => ({
      ...rule,
      ...placesOf(joint?.added[at]),
    })),
    remove: shown.removedRules.map((rule) => ({
      ...withHits(rule, hits),
      ...categoryIn(shown, rule),
      ...placesOf(joint?.removed.get(rule.id)),
    })),
    missing: shown.diff.remove.filter((id) => !known.has(id)).length,
    inForce: shown.current.map(({ id, title, pattern, effect, mode }) => ({
      ...{ id, pattern, effect, mode },
      ...(title !== undefined && { title }),
    })),
    ...(shown.policyVersion === '' ? {} : { policyVersion: shown.policyVersion }),
    ...figures(notes),
    leftOut: notes.left_out ?? [],
    meta: metaLines(shown, notes),
    author,
    morePending,
    ...(from !== undefined && { from }),
    ...(applied !== undefined && shown.status === 'pending' && { rolledBack: applied }),
  };
}

function placesOf(places: readonly number[] | undefined): { from?: number[] } {
  return places === undefined ? {} : { from: [...places] };
}

function withHits(rule: Rule, hits: ReadonlyMap<string, RuleHits>): RuleToRemove {
  const found = hits.get(rule.id);
  if (found === undefined) return { ...rule };
  const { count, lastTs } = found;
  return { ...rule, hits: { count, lastTs } };
}

function origin({ suggestion, target }: ReviewSession['shown']) {
  if (suggestion !== undefined) {
    const { proposedBy, proposedAt, reviewedBy, reviewedAt, comment } = suggestion;
    const decided =
      reviewedBy === undefined || reviewedAt === undefined
        ? {}
        : { decided: { by: reviewedBy, at: reviewedAt, comment: comment ?? '' } };
    return { proposedBy: proposerName(proposedBy), proposedAt, ...decided };
  }
  if (target === undefined) return { proposedBy: '', proposedAt: '' };
  return { proposedBy: target.author, proposedAt: target.ts, target: target.seq };
}

/** The rules that the change adds, in the order of the page. A rollback restores complete rules. */
export function rulesAdded(shown: ReviewSession['shown']): readonly RuleToAdd[] {
  const { diff, addedRules } = shown;
  if (addedRules.length === 0) return diff.add;
  return addedRules.map((rule) => ({ ...addedOf(rule), ...categoryIn(shown, rule) }));
}

/** The category in which a rule of the change was approved, if any. */
function categoryIn(
  { categories }: ReviewSession['shown'],
  rule: Rule,
): Pick<RuleToAdd, 'category'> {
  const category = categories.get(ruleKey(rule));
  return category === undefined ? {} : { category };
}

function withEvidence(
  rules: readonly RuleToAdd[],
  { evidence = [], rule_categories: categories = [] }: Notes,
): RuleToAdd[] {
  return rules.map((rule, index) => {
    const backtest = evidence[index] ?? undefined;
    const category = categories[index] ?? undefined;
    return {
      ...rule,
      ...(backtest !== undefined && { evidence: backtest }),
      ...(category !== undefined && { category }),
    };
  });
}

/** The entries of a diff's `meta`, written by the learner, that the page displays in a special way. */
const Notes = z.object({
  // `Evidence` may contain members that the page does not show; they are removed.
  evidence: z.array(z.object(RuleEvidence.shape).nullable()),
  rule_categories: z.array(z.string().nullable()),
  history_size: z.number().int().nonnegative(),
  newly_blocked: z.number().int().nonnegative(),
  newly_blocked_examples: z.array(EvidenceExample),
  left_out: z.array(LeftOut),
});
type Notes = Partial<z.infer<typeof Notes>>;

/** The entries that parse. All others are shown as text, so nothing is hidden. */
function notesOf({ add, meta }: PolicyDiff): Notes {
  const parsed = Object.entries(Notes.shape).map(
    ([name, schema]) => [name, schema.safeParse(meta[name]).data] as const,
  );
  const known = parsed.filter(([, value]) => value !== undefined);
  // Each value was parsed by the schema of its name above.
  const { evidence, rule_categories, newly_blocked, newly_blocked_examples, ...rest } =
    Object.fromEntries(known) as Notes;
  return {
    ...rest,
    ...(evidence?.length === add.length ? { evidence } : {}),
    ...(rule_categories?.length === add.length ? { rule_categories } : {}),
    ...(newly_blocked === undefined || newly_blocked_examples === undefined
      ? {}
      : { newly_blocked, newly_blocked_examples }),
  };
}

function figures({
  history_size: historySize,
  newly_blocked: count,
  newly_blocked_examples: examples,
}: Notes): Pick<ShownReview, 'historySize' | 'newlyBlocked'> {
  return {
    ...(historySize === undefined ? {} : { historySize }),
    ...(count === undefined || examples === undefined ? {} : { newlyBlocked: { count, examples } }),
  };
}

function metaLines(
  { diff: { meta }, joint }: ReviewSession['shown'],
  notes: Notes,
): { name: string; value: string }[] {
  return Object.entries(meta)
    .filter(([name]) => !(name in notes) && !(name === JOINED && joint !== undefined))
    .map(([name, value]) => ({
      name: metaName(name),
      value: metaValue(name, value),
    }))
    .filter(({ value }) => value !== '');
}

function metaValue(name: string, value: unknown): string {
  if (name === FROM_BEHAVIOUR) return l10n.t('Your answers at prompts');
  const text = metaText(value);
  return name === 'proposed_by' ? proposerName(text) : text;
}

/** The title of an entry. Unknown keys are formatted as words: `some_key` as `Some key`. */
function metaName(key: string): string {
  switch (key) {
    case 'proposed_by':
      return l10n.t('Proposed by');
    case 'model_version':
      return l10n.t('Model version');
    case 'generated_at':
      return l10n.t('Generated at');
    case 'total_features_analyzed':
      return l10n.t('Command features examined');
    case 'suggestions_count':
      return l10n.t('Changes suggested');
    case 'categories':
      return l10n.t('Categories');
    case 'edited_from':
      return l10n.t('Edited in the review, before');
    case DISTINCT_COMMANDS:
      return l10n.t('Distinct commands');
    case FROM_BEHAVIOUR:
      return l10n.t('Follows from');
    case JOINED:
      return l10n.t('Joined from');
    case 'kind':
      return l10n.t('Kind of change');
    case 'target':
      return l10n.t('Version that is undone or returned to');
    case 'restored_ids':
      return l10n.t('Ids of the restored rules');
    case 'note':
      return l10n.t('Note');
    default: {
      const words = key.replaceAll('_', ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    }
  }
}

/** A list becomes one line per entry; an empty list is empty text. */
function metaText(value: unknown): string {
  const lines = (Array.isArray(value) ? value : [value]).map((entry: unknown) => {
    const example = EvidenceExample.safeParse(entry);
    if (example.success) return `${example.data.command} (${example.data.count}×)`;
    const joined = JoinedNote.safeParse(entry);
    if (joined.success)
      return `${joined.data.suggestion} (${proposerName(joined.data.proposed_by)})`;
    return typeof entry === 'string' ? entry : JSON.stringify(entry);
  });
  return lines.join('\n').slice(0, 2000);
}
