import type { App } from '../app';
import { type Agent, sessionOf } from '../core/agent';
import { type CommandEvent, hostOf } from '../core/event';
import { projectOf, sessionName } from '../core/sessionName';
import { LANE_COMMAND_LIMIT, type AgentLane, type LaneCommand } from '../protocol/dashboard';

/** Number of recent events searched, and the maximum numbers of lanes and of commands of each. */
const SEARCHED = 2000;
const MAX_LANES = 24;
const MAX_COMMANDS = 200;

/** The sessions of agent hosts with recent commands, the session of the newest command first. */
export async function agentLanes(
  history: Pick<App['history'], 'recent'>,
  agents: readonly Agent[],
): Promise<readonly AgentLane[]> {
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const sessions = new Map<string, CommandEvent[]>();
  for (const event of await history.recent(SEARCHED)) {
    const session = sessionOf(event);
    if (session === undefined) continue;
    const events = sessions.get(session);
    if (events === undefined) sessions.set(session, [event]);
    else if (events.length < MAX_COMMANDS) events.push(event);
  }
  return [...sessions].slice(0, MAX_LANES).map(([id, events]) => ({
    id,
    name: names.get(id) ?? nameFrom(events),
    commands: events.map(laneCommand),
  }));
}

/** The name of a session that is not registered. */
function nameFrom(events: readonly CommandEvent[]): string {
  const { host = '', sessionId = '' } = events[0]?.context ?? {};
  const cwd = events.find(({ context }) => context?.cwd !== undefined)?.context?.cwd ?? '';
  return sessionName(hostOf(host), sessionId, projectOf(cwd));
}

function laneCommand({ id, ts, eventType, command, verdict }: CommandEvent): LaneCommand {
  return {
    ...{ id, ts, eventType },
    command: command.slice(0, LANE_COMMAND_LIMIT),
    omitted: Math.max(0, command.length - LANE_COMMAND_LIMIT),
    ...(verdict === undefined ? {} : { decision: verdict.decision }),
  };
}
