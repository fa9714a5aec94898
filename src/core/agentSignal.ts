import * as z from 'zod';

/** What an agent host reports about an agent: its session and its activity. */
export const AgentSignal = z.object({
  /** ISO 8601, UTC. */
  ts: z.string(),
  /** claude, copilot, vscode, cursor, codex, gemini … */
  host: z.string(),
  sessionId: z.string(),
  /** Present for a sub-agent. */
  agentId: z.string().optional(),
  /** The name of its working directory. */
  project: z.string().optional(),
  status: z.enum(['idle', 'running', 'blocked', 'ended']),
  /** The command that it is running, with secrets redacted. */
  action: z.string().optional(),
  /** 0 (dangerous) to 100 (harmless). */
  score: z.number().min(0).max(100).optional(),
  /** The process of the host, as returned by the guard's `hostProcess`, if known. */
  hostProcess: z.string().optional(),
  /** Why it is blocked. */
  reason: z.string().optional(),
});
export type AgentSignal = z.infer<typeof AgentSignal>;

/** Follows the agents of hosts by their signals. */
export interface SignalFollower {
  /** May be called again with the same signal. */
  follow(signal: AgentSignal): Promise<void>;
}
