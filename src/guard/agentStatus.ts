import type { AgentSignal } from '../core/agentSignal';
import type { HookPhase } from '../core/hookPhase';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HookAnswer, HostHook } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';

type Status = AgentSignal['status'];

const BLOCKED_NOTIFICATIONS = new Set([
  'permission_prompt',
  'elicitation_dialog',
  'agent_needs_input',
  'ToolPermission',
]);
const IDLE_NOTIFICATIONS = new Set(['idle_prompt', 'agent_idle', 'agent_completed']);

/** The status that each phase implies. `pre` and `notify` depend on more than the phase. */
const STATUS_BY_PHASE: Readonly<Record<Exclude<HookPhase, 'pre' | 'notify'>, Status>> = {
  perm: 'blocked',
  denied: 'blocked',
  start: 'running',
  substart: 'running',
  post: 'running',
  postfail: 'running',
  stop: 'idle',
  substop: 'ended',
  end: 'ended',
};

/** Phases of tool calls. Hosts also call these for tools that the guard neither decides nor records. */
const TOOL_PHASES: ReadonlySet<HookPhase> = new Set(['pre', 'post', 'postfail']);

/** The agent's status after an event; undefined if the event does not change it. */
export function agentStatus(event: HookEvent, answer: HookAnswer): Status | undefined {
  const { phase, form, isShell } = event;
  if (!isShell && TOOL_PHASES.has(phase)) return undefined;
  if (phase === 'notify') return statusOfNotification(event.notification ?? '');
  const isBlocked = answer.decision === 'deny' || answer.decision === 'ask';
  if (phase === 'pre') return isBlocked ? 'blocked' : 'running';
  const { permissionIsNoQuestion = false }: HostHook = HOST_HOOKS[form];
  if (phase === 'perm' && permissionIsNoQuestion) return isBlocked ? 'blocked' : undefined;
  return STATUS_BY_PHASE[phase];
}

function statusOfNotification(notification: string): Status | undefined {
  if (BLOCKED_NOTIFICATIONS.has(notification)) return 'blocked';
  return IDLE_NOTIFICATIONS.has(notification) ? 'idle' : undefined;
}
