import * as z from 'zod';

export const Effect = z.enum(['allow', 'deny']);
export type Effect = z.infer<typeof Effect>;

/** `enforce` decides; `shadow` decides nothing and counts what it would have done. */
export const RuleMode = z.enum(['enforce', 'shadow']);
export type RuleMode = z.infer<typeof RuleMode>;

/** One rule in force. `pattern` is in the dialect of `matcher`; `confidence` is 0–1 or null when nobody measured it. */
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

/** A key that rules share which say the same of the same commands. */
export function ruleKey({ pattern, effect }: Pick<Rule, 'pattern' | 'effect'>): string {
  return `${effect} ${pattern}`;
}
