import type { App } from '../app';
import { type Agent, hasSession, isOfSession } from '../core/agent';
import { titleWithCode } from './nodes/nodeTexts';

/** The last denied command of an agent. */
export interface LastDenial {
  readonly eventId: string;
  /** ISO 8601. */
  readonly ts: string;
  /** The title of the rule, with code between backticks; undefined if it is no longer in force. */
  readonly title: string | undefined;
}

/** The sources of commands and rules. */
interface DenialSource {
  readonly history: Pick<App['history'], 'recent'>;
  readonly policies: Pick<App['policies'], 'listRules'>;
}

/** Number of recent events searched. */
const SEARCHED = 1000;

/**
 * The last denial of each agent that continued, by agent id. For a blocked agent, the registry already contains the
 * reason.
 */
export async function lastDenials(
  { history, policies }: DenialSource,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, LastDenial>> {
  const active = agents.filter((agent) => agent.status !== 'blocked' && hasSession(agent));
  if (active.length === 0) return new Map();
  const [events, rules] = await Promise.all([history.recent(SEARCHED), policies.listRules()]);
  const denied = events.filter(({ verdict }) => verdict?.decision === 'deny');
  return new Map(
    active.flatMap((agent) => {
      const event = denied.find((one) => isOfSession(agent, one));
      if (event === undefined) return [];
      const rule = rules.find(({ id }) => event.verdict?.rules.includes(id) === true);
      const title = rule && titleWithCode(rule);
      return [[agent.id, { eventId: event.id, ts: event.ts, title }] as const];
    }),
  );
}
