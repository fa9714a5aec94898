import * as z from 'zod';

/** One command that a proposed rule hits. `count` is how often it was seen. */
export const EvidenceExample = z.strictObject({
  command: z.string(),
  count: z.number().int().nonnegative(),
});
export type EvidenceExample = z.infer<typeof EvidenceExample>;

/**
 * The backtest of one proposed rule, kept in `meta.evidence` of its diff (same order as `add`).
 * Hits count events; `templates` counts distinct command shapes among the unsafe hits.
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
});
export type Evidence = z.infer<typeof Evidence>;
