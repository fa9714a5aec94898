import type { App } from '../../../src/app';
import type { Subject, ToExplain } from '../../../src/protocol/explain';
import {
  explainedState,
  starterState,
  contextOf,
  variantRows,
} from '../../../src/providers/explainStates';

/** The messages to the Explain page about a command. */
export async function recordExplain(app: App, command: string, fields: Partial<Subject> = {}) {
  const subject: Subject = { command, cwd: '', shell: 'bash', ...fields };
  const options = contextOf(subject);
  const [explanation, actions, rules, matches] = await Promise.all([
    app.explain(command, options),
    app.actionsOf(command, options),
    app.policies.listRules(),
    app.learning.starterMatches(command, options),
  ]);
  const { signal } = new AbortController();
  const requestNumber = 0;
  const messages = [
    { type: 'explained', requestNumber, explained: explainedState(explanation, actions, rules) },
    {
      type: 'variants',
      requestNumber,
      variants: variantRows(await app.variantsOf(explanation, options, signal)),
    },
    { type: 'starter', requestNumber, ...starterState(matches, rules, command) },
  ] as const satisfies readonly ToExplain[];
  return { subject, explained: messages[0], variants: messages[1], starter: messages[2] };
}
