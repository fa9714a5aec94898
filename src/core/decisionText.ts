import type { Verdict } from './verdict';

/**
 * The outcome for the command. If the policy asks: `cannotAsk` means that the host cannot ask the user, `asksNobody`
 * that there is no user to ask.
 */
export type Outcome = 'blocked' | 'asked' | 'cannotAsk' | 'noUser' | 'allowed';

const OPENINGS: Readonly<Record<Outcome, string>> = {
  blocked: 'Rulewright blocked this command',
  asked: 'Rulewright asks about this command',
  cannotAsk: 'Rulewright blocked this command, as this agent host cannot ask about it',
  noUser: 'Rulewright blocked this command, as nobody is there to be asked about it',
  allowed: 'Rulewright allows this command',
};

const REVIEW = 'The user can review the rule in VS Code: "Rulewright: Explain Command".';

/**
 * A decision in full sentences, for the agent's model or the host's prompt. It contains no rule id, pattern or version,
 * because models read it.
 */
export function decisionText(
  { reason, rules }: Pick<Verdict, 'reason' | 'rules'>,
  outcome: Outcome,
  subject: 'command' | 'change of a file' = 'command',
): string {
  const why = /^[A-Z][a-z ]/.test(reason)
    ? `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
    : reason;
  const opening = OPENINGS[outcome].replace('this command', `this ${subject}`);
  const text = `${opening}: ${why}`;
  return rules.length > 0 ? `${text} ${REVIEW}` : text;
}
