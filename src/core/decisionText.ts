import type { Verdict } from './verdict';

/** What became of the command: `cannotAsk` where the policy asks and the host has no question to ask. */
export type Outcome = 'blocked' | 'asked' | 'cannotAsk' | 'allowed';

const OPENINGS: Readonly<Record<Outcome, string>> = {
  blocked: 'Rulewright blocked this command',
  asked: 'Rulewright asks about this command',
  cannotAsk: 'Rulewright blocked this command, as this agent host cannot ask about it',
  allowed: 'Rulewright allows this command',
};

const REVIEW = 'The user can review the rule in VS Code: "Rulewright: Explain Command".';

/**
 * A decision in full sentences, read by the model of an agent or in the question of its host.
 * Models read it, so it names no rule id, pattern or version.
 */
export function decisionText(
  { reason, rules }: Pick<Verdict, 'reason' | 'rules'>,
  outcome: Outcome,
): string {
  const why = /^[A-Z][a-z ]/.test(reason)
    ? `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
    : reason;
  const text = `${OPENINGS[outcome]}: ${why}`;
  return rules.length > 0 ? `${text} ${REVIEW}` : text;
}
