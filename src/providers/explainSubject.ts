import * as l10n from '@vscode/l10n';
import type { App } from '../app';
import { isOfSession } from '../core/agent';
import { evidenceOfDiff } from '../core/evidence';
import { RulewrightError } from '../core/errors';
import type { CommandEvent } from '../core/event';
import { ruleKey } from '../core/rule';
import type { ExplainSubject } from './explainConversation';

/** Number of recent events searched, equal to the number kept in memory. */
const RECENT = 5000;

/**
 * The event with this id. For the id of an agent: the event at which it was stopped, otherwise its newest event. Throws
 * `not-found`.
 */
export async function eventOf(app: App, id: string): Promise<CommandEvent> {
  const agent = (await app.agents.list()).find((one) => one.id === id);
  const event = agent === undefined ? await app.history.find(id) : undefined;
  if (event !== undefined) return event;
  if (agent === undefined) {
    throw new RulewrightError('not-found', l10n.t('This command is no longer in the history.'), {
      hint: l10n.t('Refresh the view.'),
    });
  }
  const events = await app.history.recent(RECENT);
  const own = events.filter((one) => isOfSession(agent, one));
  const stopped = own.find(
    ({ verdict }) => verdict?.decision === 'deny' || verdict?.decision === 'ask',
  );
  const found = agent.status === 'blocked' ? (stopped ?? own[0]) : own[0];
  if (found !== undefined) return found;
  throw new RulewrightError(
    'not-found',
    l10n.t('The history has no command of the agent {0}.', agent.name),
    { hint: l10n.t('Choose a command in the dashboard.') },
  );
}

/** The command of an event with its working directory and its shell. */
export function subjectOf({ command, context, tool }: CommandEvent): ExplainSubject {
  return {
    command,
    cwd: context?.cwd ?? '',
    shell: /powershell|pwsh/i.test(tool ?? '') ? 'powershell' : 'bash',
  };
}

/**
 * An example command for a rule: the last one that it decided or would have decided, otherwise one that was shown when
 * it was approved. Undefined if there is none.
 */
export async function subjectOfRule(app: App, ruleId: string): Promise<ExplainSubject | undefined> {
  const events = await app.history.recent(RECENT);
  const decided = events.find(
    ({ verdict }) =>
      verdict?.rules.includes(ruleId) === true || verdict?.shadow.includes(ruleId) === true,
  );
  if (decided !== undefined) return subjectOf(decided);
  const [rules, versions] = await Promise.all([
    app.policies.listRules(),
    app.policies.listVersions(),
  ]);
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return undefined;
  const [example] = versions.flatMap(({ diff }) =>
    diff.add.flatMap((added, at) => {
      if (ruleKey(added) !== ruleKey(rule)) return [];
      const shown = evidenceOfDiff(diff)[at]?.unsafeExamples.map(({ command }) => command) ?? [];
      return [...shown, ...(added.match ?? [])].slice(0, 1);
    }),
  );
  return example === undefined ? undefined : { command: example };
}
