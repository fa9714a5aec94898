import * as z from 'zod';

/** What a rule does with a command that it matches, in order of precedence. */
export const Effect = z.enum(['deny', 'ask', 'allow'], {
  error: ({ input }) =>
    typeof input === 'string'
      ? `there is no effect "${input.slice(0, 40)}"; write deny, ask or allow, or update Rulewright`
      : 'write deny, ask or allow',
});
export type Effect = z.infer<typeof Effect>;

/** `enforce` rules decide; `shadow` rules only record what they would have decided. */
export const RuleMode = z.enum(['enforce', 'shadow']);
export type RuleMode = z.infer<typeof RuleMode>;

/** What a matching command does, for example "Deletes a home folder". */
export const RuleTitle = z.string().min(1).max(120);
/** What to do instead of running a matching command, for example "Delete the folder by its path inside the project." */
export const RuleInstead = z.string().min(1).max(300);

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
  title: RuleTitle.optional(),
  instead: RuleInstead.optional(),
});
export type Rule = z.infer<typeof Rule>;

/** A key that is equal for rules with the same pattern and effect. */
export function ruleKey({ pattern, effect }: Pick<Rule, 'pattern' | 'effect'>): string {
  return `${effect} ${pattern}`;
}
