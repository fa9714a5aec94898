import * as z from 'zod';
import { PromptAnswers } from './event';

/**
 * A command that a proposed rule matches. `count` is its number of occurrences; `said` what people answered when a host
 * asked about it.
 */
export const EvidenceExample = z.strictObject({
  command: z.string(),
  count: z.number().int().nonnegative(),
  said: PromptAnswers.optional(),
});
export type EvidenceExample = z.infer<typeof EvidenceExample>;

/**
 * The backtest of a proposed rule, stored in `meta.evidence` of its diff (in the order of `add`). Hits count events;
 * `templates` counts distinct templates among the unsafe hits.
 */
export const Evidence = z.object({
  unsafeHits: z.number().int().nonnegative(),
  safeHits: z.number().int().nonnegative(),
  unknownHits: z.number().int().nonnegative(),
  templates: z.number().int().nonnegative(),
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
});
export type Evidence = z.infer<typeof Evidence>;
