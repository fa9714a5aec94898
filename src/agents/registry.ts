import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { AgentStatus, type Agent } from '../core/agent';
import { RulewrightError } from '../core/errors';
import type { AgentRegistry, AgentStore, Clock, Ids } from '../core/ports';

/** The dependencies of the registry. `owner` is the process that registers agents, for example `window 4711`. */
export interface AgentPorts {
  readonly agents: AgentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly owner: string;
}

const Name = z.string().trim().min(1).max(100);
const Action = z.string().trim().min(1).max(500);
const Score = z.number().min(0).max(100);
const Reason = z.string().max(500);

/** The agent registry, kept in the store that all windows share. */
export function createAgentRegistry(ports: AgentPorts): AgentRegistry {
  const now = (): string => new Date(ports.clock.now()).toISOString();
  return Object.freeze({
    async register(name) {
      const id = ports.ids.next();
      const agent: Agent = {
        id,
        name: name === undefined ? defaultName(id) : parsed(Name, name, l10n.t('name')),
        status: 'idle',
        lastAction: null,
        lastScore: null,
        blockedReason: null,
        owner: ports.owner,
        registeredAt: now(),
        lastSeen: now(),
      };
      await ports.agents.insert(agent);
      return agent;
    },
    async update(id, action, score) {
      const lastAction = parsed(Action, action, l10n.t('action'));
      const lastScore = parsed(Score, score, l10n.t('score'));
      return ports.agents.change(id, (agent) => ({
        ...agent,
        status: 'running',
        lastAction,
        lastScore,
        blockedReason: null,
        lastSeen: now(),
      }));
    },
    async setStatus(id, status, reason) {
      const next = parsed(AgentStatus, status, l10n.t('status'));
      const why = reason === undefined ? null : parsed(Reason, reason, l10n.t('reason'));
      return ports.agents.change(id, (agent) => ({
        ...agent,
        status: next,
        blockedReason: next === 'blocked' ? why : null,
        lastSeen: now(),
      }));
    },
    list: () => ports.agents.list(),
    unregister: (id) => ports.agents.remove(id),
  } satisfies AgentRegistry);
}

/** Whether the agent has been inactive for longer than `staleAfterMs`. An invalid time counts as stale. */
export function isStale(agent: Agent, nowMs: number, staleAfterMs: number): boolean {
  const seen = Date.parse(agent.lastSeen);
  return Number.isNaN(seen) || nowMs - seen > staleAfterMs;
}

/** `Agent_` and the first eight hex digits of its id. */
function defaultName(id: string): string {
  return `Agent_${id
    .replace(/[^0-9a-f]/gi, '')
    .slice(0, 8)
    .toLowerCase()}`;
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, field: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = result.error.issues.map((issue) => issue.message).join('; ');
  throw new RulewrightError(
    'invalid-input',
    l10n.t('Invalid {0} of an agent: {1}', field, problem),
    {
      hint: l10n.t(
        'The status is idle, running or blocked, the score is a number from 0 to 100, and names and actions are not empty.',
      ),
    },
  );
}
