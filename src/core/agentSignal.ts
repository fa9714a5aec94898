import * as z from 'zod';

/** What an agent's host let us know about the agent: where it is, and what it is doing. */
export const AgentSignal = z.strictObject({
  /** ISO 8601, UTC. */
  ts: z.string(),
  /** claude, copilot, vscode, cursor, codex, gemini … */
  host: z.string(),
  sessionId: z.string(),
  /** Present for a sub-agent. */
  agentId: z.string().optional(),
  status: z.enum(['idle', 'running', 'blocked', 'ended']),
  /** The command it is about, without secrets. */
  action: z.string().optional(),
  /** 0 (dangerous) to 100 (harmless). */
  score: z.number().min(0).max(100).optional(),
  /** Why it is blocked. */
  reason: z.string().optional(),
});
export type AgentSignal = z.infer<typeof AgentSignal>;
