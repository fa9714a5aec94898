import type { PolicyDiff } from '../core/diff';
import { EvidenceExample } from '../core/evidence';
import type { RuleHits } from '../core/ports';
import type { Rule } from '../core/rule';
import * as z from 'zod';
import {
  LeftOut,
  RuleEvidence,
  type Review as ShownReview,
  type RuleToAdd,
  type RuleToRemove,
} from '../protocol/reviewer';
import type { ReviewSession } from '../app';

/** What the page shows besides the review itself. */
export interface ReviewSurroundings {
  readonly hits: ReadonlyMap<string, RuleHits>;
  readonly author: string;
  readonly morePending: number;
}

/** The review as the page gets it. */
export function reviewMessage(
  shown: ReviewSession['shown'],
  { hits, author, morePending }: ReviewSurroundings,
): ShownReview {
  const notes = notesOf(shown.diff);
  const known = new Set(shown.current.map(({ id }) => id));
  return {
    kind: shown.kind,
    subjectId: shown.subjectId,
    diffHash: shown.diffHash,
    status: shown.status,
    ...origin(shown),
    add: rulesToAdd(shown, notes),
    remove: shown.removedRules.map((rule) => withHits(rule, hits)),
    missing: shown.diff.remove.filter((id) => !known.has(id)),
    inForce: shown.current.map(({ id, pattern, effect, mode }) => ({ id, pattern, effect, mode })),
    ...(shown.policyVersion === '' ? {} : { policyVersion: shown.policyVersion }),
    ...figures(notes),
    leftOut: notes.left_out ?? [],
    meta: metaLines(shown.diff, notes),
    author,
    morePending,
  };
}

function withHits(rule: Rule, hits: ReadonlyMap<string, RuleHits>): RuleToRemove {
  const found = hits.get(rule.id);
  return found === undefined ? { ...rule } : { ...rule, hits: { ...found } };
}

function origin({ suggestion, target }: ReviewSession['shown']) {
  if (suggestion !== undefined) {
    const { proposedBy, proposedAt, reviewedBy, reviewedAt, comment } = suggestion;
    const decided =
      reviewedBy === undefined || reviewedAt === undefined
        ? {}
        : { decided: { by: reviewedBy, at: reviewedAt, comment: comment ?? '' } };
    return { proposedBy, proposedAt, ...decided };
  }
  if (target === undefined) return { proposedBy: '', proposedAt: '' };
  return { proposedBy: target.author, proposedAt: target.ts, target: target.seq };
}

/** A rollback brings back whole rows; a suggestion has only what its diff says of a rule. */
function rulesToAdd(
  { diff, addedRules }: ReviewSession['shown'],
  { evidence = [] }: Notes,
): RuleToAdd[] {
  if (addedRules.length > 0) {
    return addedRules.map(({ pattern, effect, mode, title, reason, instead, confidence }) => ({
      pattern,
      effect,
      mode,
      reason,
      ...(title === undefined ? {} : { title }),
      ...(instead === undefined ? {} : { instead }),
      ...(confidence === null ? {} : { score: confidence }),
    }));
  }
  return diff.add.map((rule, index) => {
    const backtest = evidence[index];
    return backtest === undefined ? { ...rule } : { ...rule, evidence: backtest };
  });
}

/** What the learner writes into the `meta` of a diff, where the page shows it in a form of its own. */
const Notes = z.object({
  // `Evidence` may carry figures that the page does not know; only those it knows are sent.
  evidence: z.array(z.object(RuleEvidence.shape)),
  history_size: z.number().int().nonnegative(),
  newly_blocked: z.number().int().nonnegative(),
  newly_blocked_examples: z.array(EvidenceExample),
  left_out: z.array(LeftOut),
});
type Notes = Partial<z.infer<typeof Notes>>;

/** The notes that are in the form the learner writes. Others stay text: nothing in `meta` is hidden. */
function notesOf({ add, meta }: PolicyDiff): Notes {
  const parsed = Object.entries(Notes.shape).map(
    ([name, schema]) => [name, schema.safeParse(meta[name]).data] as const,
  );
  const known = parsed.filter(([, value]) => value !== undefined);
  // Each value was parsed by the schema of its name two lines above.
  const { evidence, newly_blocked, newly_blocked_examples, ...rest } = Object.fromEntries(
    known,
  ) as Notes;
  return {
    ...rest,
    ...(evidence?.length === add.length ? { evidence } : {}),
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

function metaLines({ meta }: PolicyDiff, notes: Notes): { name: string; value: string }[] {
  return Object.entries(meta)
    .filter(([name]) => !(name in notes))
    .map(([name, value]) => ({ name: metaName(name), value: metaText(value) }))
    .filter(({ value }) => value !== '');
}

/** `model_version` as `Model version`. */
function metaName(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Lists as lines; an empty list says nothing. */
function metaText(value: unknown): string {
  const lines = (Array.isArray(value) ? value : [value]).map((entry: unknown) => {
    const example = EvidenceExample.safeParse(entry);
    if (example.success) return `${example.data.command} (${example.data.count} times)`;
    return typeof entry === 'string' ? entry : JSON.stringify(entry);
  });
  return lines.join('\n').slice(0, 2000);
}
