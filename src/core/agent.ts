import * as z from 'zod';
import { type CommandEvent, hostOf } from './event';
import { HOST_NAMES } from './hostNames';

export const AgentStatus = z.enum(['idle', 'running', 'blocked']);
export type AgentStatus = z.infer<typeof AgentStatus>;

/** An agent on this machine. Times are ISO 8601, UTC. */
export const Agent = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  status: AgentStatus,
  lastAction: z.string().nullable(),
  /** 0–100, or null before the first update. */
  lastScore: z.number().min(0).max(100).nullable(),
  /** Why it is blocked, if known. */
  blockedReason: z.string().nullable(),
  /** The process that registered it: `window <pid>`, `hook claude` … */
  owner: z.string(),
  registeredAt: z.string(),
  lastSeen: z.string(),
});
export type Agent = z.infer<typeof Agent>;

/** The id of the agent host that reported the agent; undefined if it was registered by a person or by code. */
export function hostOfAgent({ id, owner }: Pick<Agent, 'id' | 'owner'>): string | undefined {
  const [, host] = /^hook (.+)$/s.exec(owner) ?? [];
  return host !== undefined && id.startsWith(`${host}:`) ? host : undefined;
}

const OWNER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...HOST_NAMES, vscode: 'VS Code' }),
);

/** Who registered an agent: the name of its host, otherwise the process. */
export function ownerName(agent: Pick<Agent, 'id' | 'owner'>): string {
  const host = hostOfAgent(agent);
  return host === undefined ? agent.owner : (OWNER_NAMES.get(host) ?? host);
}

/** Whether an agent host reported the agent, so that its commands can be attributed to it. */
export function hasSession(agent: Pick<Agent, 'id' | 'owner'>): boolean {
  return hostOfAgent(agent) !== undefined;
}

/** The id of the agent in whose session a command ran; undefined if no agent host reported the command. */
export function sessionOf({ context }: CommandEvent): string | undefined {
  if (context?.host === undefined || context.sessionId === undefined) return undefined;
  return `${hostOf(context.host)}:${context.sessionId}`;
}

/** Whether a command ran in the agent's session. A sub-agent's commands are those of the session that it belongs to. */
export function isOfSession({ id }: Pick<Agent, 'id'>, event: CommandEvent): boolean {
  const session = sessionOf(event);
  return session !== undefined && (id === session || id.startsWith(`${session}:`));
}
