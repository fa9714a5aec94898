import type { AgentSignal } from '../core/agentSignal';
import type { HookPhase } from '../core/hookPhase';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HookAnswer, HostHook } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';

type Status = AgentSignal['status'];

const BLOCKING = new Set([
  'permission_prompt',
  'elicitation_dialog',
  'agent_needs_input',
  'ToolPermission',
]);
const IDLE = new Set(['idle_prompt', 'agent_idle', 'agent_completed']);

/** What each phase alone says; `pre` and `notify` need a closer look. */
const BY_PHASE: Readonly<Record<Exclude<HookPhase, 'pre' | 'notify'>, Status>> = {
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

/** Hooks around a tool: they are called for tools, too, of which nothing is decided or kept. */
const OF_TOOLS: ReadonlySet<HookPhase> = new Set(['pre', 'post', 'postfail']);

/** What an event says of the agent's status; undefined where it says nothing. */
export function agentStatus(event: HookEvent, answer: HookAnswer): Status | undefined {
  const { phase, form, isShell } = event;
  if (!isShell && OF_TOOLS.has(phase)) return undefined;
  if (phase === 'notify') return notified(event.notification ?? '');
  const isBlocked = answer.decision === 'deny' || answer.decision === 'ask';
  if (phase === 'pre') return isBlocked ? 'blocked' : 'running';
  const { permissionIsNoQuestion = false }: HostHook = HOST_HOOKS[form];
  if (phase === 'perm' && permissionIsNoQuestion) return isBlocked ? 'blocked' : undefined;
  return BY_PHASE[phase];
}

function notified(notification: string): Status | undefined {
  if (BLOCKING.has(notification)) return 'blocked';
  return IDLE.has(notification) ? 'idle' : undefined;
}
