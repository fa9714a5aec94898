import * as z from 'zod';

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
