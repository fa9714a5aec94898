import * as z from 'zod';
import { AgentStatus } from '../../../src/core/agent';
import type { AgentView } from './agentView';

/** The form that is open on the card of an agent, with what the user entered. */
export const AgentForm = z.discriminatedUnion('form', [
  z.object({ form: z.literal('update'), action: z.string(), risk: z.string() }),
  z.object({ form: z.literal('status'), status: AgentStatus, reason: z.string() }),
  z.object({ form: z.literal('remove') }),
]);
export type AgentForm = z.infer<typeof AgentForm>;

/** What the user entered on the Agents tab, saved while the panel is open. */
export const AgentsDraft = z.object({
  /** The name of an agent to register. */
  name: z.string(),
  /** The open forms by the id of their agent. */
  forms: z.record(z.string(), AgentForm),
});
export type AgentsDraft = z.infer<typeof AgentsDraft>;

export const NOTHING_ENTERED: AgentsDraft = { name: '', forms: {} };

/** A form as it opens. */
export function newForm(form: AgentForm['form'], agent: AgentView): AgentForm {
  switch (form) {
    case 'update':
      return {
        form,
        action: agent.lastAction ?? '',
        risk: String(100 - (agent.lastScore ?? 100)),
      };
    case 'status':
      return { form, status: agent.status, reason: agent.blockedReason ?? '' };
    case 'remove':
      return { form };
  }
}

/** What was entered with another form of an agent, or without one. */
export function withForm(
  draft: AgentsDraft,
  agentId: string,
  form: AgentForm | undefined,
): AgentsDraft {
  const others = Object.entries(draft.forms).filter(([id]) => id !== agentId);
  const entries = form === undefined ? others : [...others, [agentId, form] as const];
  return { ...draft, forms: Object.fromEntries(entries) };
}
