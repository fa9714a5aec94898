import * as z from 'zod';
import type { PolicyDiff } from './diff';
import { PromptAnswers } from './event';
import type { Effect } from './rule';

/** The entry of `meta` for a diff with rules derived from people's answers. */
export const FROM_BEHAVIOUR = 'from_behaviour';

/**
 * A command that a proposed rule matches. `count` is its number of occurrences; `said` counts people's answers when a
 * host asked about it.
 */
export const EvidenceExample = z.strictObject({
  command: z.string(),
  count: z.number().int().nonnegative(),
  said: PromptAnswers.optional(),
});
export type EvidenceExample = z.infer<typeof EvidenceExample>;

/** Answers at prompts: counts, the distinct sessions of the refusals and the distinct days of the approvals. */
export const AnswerTotals = z.strictObject({
  ...PromptAnswers.shape,
  sessions: z.number().int().nonnegative(),
  days: z.number().int().nonnegative(),
});
export type AnswerTotals = z.infer<typeof AnswerTotals>;

/** A broader or narrower rule about the same command, with its hits in the history. */
export const EvidenceRung = z.strictObject({
  text: z.string(),
  /** Number of distinct commands. */
  commands: z.number().int().nonnegative(),
  ...PromptAnswers.shape,
  isProposed: z.boolean(),
});
export type EvidenceRung = z.infer<typeof EvidenceRung>;

/**
 * The backtest of a proposed rule, stored in `meta.evidence` of its diff (in the order of `add`). Hits count events;
 * `templates` counts distinct templates among the unsafe hits.
 */
export const Evidence = z.object({
  unsafeHits: z.number().int().nonnegative(),
  safeHits: z.number().int().nonnegative(),
  unknownHits: z.number().int().nonnegative(),
  templates: z.number().int().nonnegative(),
  /** Number of distinct commands for which a match cannot be determined; absent if there are none. */
  unjudged: z.number().int().nonnegative().optional(),
  /** Unsafe share of the labelled hits, 0–1. */
  precision: z.number().min(0).max(1),
  unsafeExamples: z.array(EvidenceExample),
  safeExamples: z.array(EvidenceExample),
  /** The model's assessment of the matched commands; absent if no model was used. */
  forest: z
    .strictObject({
      /** Mean calibrated probability that a matched command is unsafe, over distinct commands. */
      meanRisk: z.number().min(0).max(1),
      /** Descriptions of important features that nearly all matched unsafe commands have, most important first. */
      restsOn: z.array(z.string()),
    })
    .optional(),
  /** People's answers at the prompts of agent hosts about all matched commands; absent if there are none. */
  answers: AnswerTotals.optional(),
  /** Number of prompts that an allow or deny rule would have answered. */
  questionsSaved: z.number().int().nonnegative().optional(),
  /** The rules that were considered to cover people's answers, narrowest first. */
  rungs: z.array(EvidenceRung).optional(),
  /** When a person rejected this rule before, and the number of distinct commands that it matched then. */
  rejected: z.strictObject({ at: z.string(), commands: z.number().int().nonnegative() }).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

const EvidenceList = z.array(Evidence.nullable());

/** The backtests in `meta`, parallel to `add`; empty if they are absent or malformed. */
export function evidenceOfDiff(diff: PolicyDiff): readonly (Evidence | null)[] {
  const parsed = EvidenceList.safeParse(diff.meta['evidence']);
  return parsed.success && parsed.data.length === diff.add.length ? parsed.data : [];
}

/**
 * The number of distinct commands that support a rule: unsafe commands, or for an allow rule the commands that it
 * allows.
 */
export function evidenceCount(effect: Effect, evidence: Evidence): number {
  return effect === 'allow' ? evidence.safeExamples.length : evidence.templates;
}
