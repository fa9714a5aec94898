import type { HookPhase } from '../core/hookPhase';

/** The agent hosts whose hooks we speak. */
export const HOOK_HOSTS = ['claude', 'copilot', 'vscode', 'cursor', 'codex', 'gemini'] as const;
export type HookHost = (typeof HOOK_HOSTS)[number];

/** What a hook told us, in one form for all hosts. */
export interface HookEvent {
  readonly host: HookHost;
  /** In whose form the hook is answered: Cursor runs the hooks of Claude's files too. */
  readonly form: HookHost;
  readonly phase: HookPhase;
  /** The host's own name of the event, where it gave one. */
  readonly eventName: string;
  readonly sessionId: string;
  /** The host's own name of this call, the same before and after it. */
  readonly callId?: string;
  /** Present for a sub-agent. */
  readonly agentId?: string;
  readonly cwd?: string;
  readonly tool: string;
  /** Whether the tool runs shell commands: only those are decided. */
  readonly isShell: boolean;
  /** Absent where the tool is no shell, or its input has no form we know. */
  readonly command?: string;
  readonly shell: 'bash' | 'powershell';
  readonly exitCode?: number;
  /** Whether the command failed; absent before it ran, and where the host does not say. */
  readonly failed?: boolean;
  /** Codex's log of the session: there it says how a command ended. */
  readonly transcript?: string;
  /** For `notify`: the host's word for what happened. */
  readonly notification?: string;
}

/** What we answer. `none` is no opinion: the host goes on as if we were not there. */
export interface HookAnswer {
  readonly decision: 'deny' | 'ask' | 'allow' | 'none';
  /** Shown to the person or the model; never empty for deny and ask. */
  readonly reason: string;
}

/** How one host is answered. */
export interface HookAdapter {
  /** What goes to stdout where we have no opinion. */
  readonly pass: string;
  /** What goes to stdout; undefined where the host has no such answer at this event. */
  answer(event: HookEvent, answer: HookAnswer): string | undefined;
}
