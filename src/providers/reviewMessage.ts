import type { PolicyDiff } from '../core/diff';
import { EvidenceExample } from '../core/evidence';
import type { RuleHits } from '../core/ports';
import type { Rule } from '../core/rule';
import * as z from 'zod';
import {
  Abstention,
  RuleEvidence,
  type Review as ShownReview,
  type RuleInForce,
  type RuleToAdd,
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
  const inForce = shown.current.map((rule) => withHits(rule, hits));
  const known = new Set(shown.current.map(({ id }) => id));
  return {
    kind: shown.kind,
    subjectId: shown.subjectId,
    diffHash: shown.diffHash,
    status: shown.status,
    ...origin(shown),
    add: rulesToAdd(shown),
    remove: shown.removedRules.map((rule) => withHits(rule, hits)),
    missing: shown.diff.remove.filter((id) => !known.has(id)),
    inForce,
    ...(shown.policyVersion === '' ? {} : { policyVersion: shown.policyVersion }),
    meta: metaLines(shown.diff),
    abstained: abstentions(shown.diff),
    author,
    morePending,
  };
}

function withHits(rule: Rule, hits: ReadonlyMap<string, RuleHits>): RuleInForce {
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
function rulesToAdd({ diff, addedRules }: ReviewSession['shown']): RuleToAdd[] {
  if (addedRules.length > 0) {
    return addedRules.map(({ id, pattern, effect, mode, reason, confidence }) => ({
      id,
      pattern,
      effect,
      mode,
      reason,
      ...(confidence === null ? {} : { score: confidence }),
    }));
  }
  const evidence = evidenceList(diff);
  return diff.add.map((rule, index) => {
    const backtest = evidence[index];
    return backtest === undefined ? { ...rule } : { ...rule, evidence: backtest };
  });
}

function evidenceList(diff: PolicyDiff): readonly RuleEvidence[] {
  // `Evidence` may carry figures that the page does not know; only those it knows are sent.
  const parsed = z.array(z.object(RuleEvidence.shape)).safeParse(diff.meta['evidence']);
  return parsed.success && parsed.data.length === diff.add.length ? parsed.data : [];
}

function abstentions(diff: PolicyDiff): Abstention[] {
  const parsed = z.array(Abstention).safeParse(diff.meta['abstained']);
  return parsed.success ? parsed.data : [];
}

const APART = new Set(['evidence', 'abstained']);

function metaLines(diff: PolicyDiff): { name: string; value: string }[] {
  return Object.entries(diff.meta)
    .filter(([name]) => !APART.has(name))
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
