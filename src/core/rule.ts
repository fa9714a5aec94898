import * as z from 'zod';

export const Effect = z.enum(['allow', 'deny']);
export type Effect = z.infer<typeof Effect>;

/** `enforce` decides; `shadow` only counts what it would have decided. */
export const RuleMode = z.enum(['enforce', 'shadow']);
export type RuleMode = z.infer<typeof RuleMode>;

/** One rule in force. `pattern` is in the dialect of `matcher`; `confidence` is 0–1, or null if it was not measured. */
export const Rule = z.strictObject({
  id: z.string().min(1),
  pattern: z.string().min(1),
  effect: Effect,
  addedBy: z.string(),
  confidence: z.number().min(0).max(1).nullable(),
  /** ISO 8601, UTC. */
  ts: z.string(),
  mode: RuleMode,
  reason: z.string(),
});
export type Rule = z.infer<typeof Rule>;

/** A key that is equal for rules with the same pattern and effect. */
export function ruleKey({ pattern, effect }: Pick<Rule, 'pattern' | 'effect'>): string {
  return `${effect} ${pattern}`;
}
