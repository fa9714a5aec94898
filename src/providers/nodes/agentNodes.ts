import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { type Agent, hasSession } from '../../core/agent';
import type { ViewNode } from '../viewNode';
import { statusName } from './terms';
import { joined, oneLine, when } from './words';

const ICON: Readonly<Record<Agent['status'], ViewNode['icon']>> = {
  idle: { name: 'circle-outline' },
  running: { name: 'play-circle', color: 'charts.green' },
  blocked: { name: 'error', color: 'charts.red' },
};

/** The rows of the registered agents, each with its sub-agents beneath. */
export function agentNodes(
  agents: readonly Agent[],
  isStale: (agent: Agent) => boolean,
): readonly ViewNode[] {
  const parentOf = (agent: Agent): Agent | undefined =>
    agents.find(({ id }) => agent.id.startsWith(`${id}:`));
  const rowOf = (agent: Agent): ViewNode => {
    const parts = agents.filter((one) => parentOf(one) === agent).map(rowOf);
    const row = agentNode(agent, isStale(agent));
    return parts.length === 0 ? row : { ...row, children: parts, expanded: true };
  };
  return agents.filter((agent) => parentOf(agent) === undefined).map(rowOf);
}

function agentNode(agent: Agent, stale: boolean): ViewNode {
  const description = joined([
    statusText(agent),
    agent.status === 'blocked' ? l10n.t('since {0}', when(agent.lastSeen)) : undefined,
    agent.lastAction === null ? undefined : oneLine(agent.lastAction, 60),
    hasScore(agent) ? l10n.t('score {0}', agent.lastScore) : undefined,
    stale ? l10n.t('stale') : undefined,
  ]);
  return {
    key: agent.id,
    subject: agent.id,
    label: oneLine(agent.name, 60),
    description,
    icon: stale ? { name: 'debug-disconnect' } : ICON[agent.status],
    tooltip: tooltip(agent, stale),
    spoken: l10n.t('Agent {0}, {1}', agent.name, description),
    ...(hasSession(agent)
      ? {
          viewItem: VIEW_ITEM.agentOfHost,
          opens: { command: COMMAND.showAgentCommands, title: l10n.t('Show Commands') },
        }
      : { viewItem: VIEW_ITEM.agent }),
  };
}

/** Why a blocked agent was blocked says more than a score. */
function hasScore(agent: Agent): agent is Agent & { readonly lastScore: number } {
  return agent.lastScore !== null && agent.status !== 'blocked';
}

/** In a narrow side bar only the beginning is seen: why an agent is blocked comes first. */
function statusText({ status, blockedReason }: Agent): string {
  return blockedReason === null
    ? statusName(status)
    : l10n.t('blocked: {0}', oneLine(blockedReason, 60));
}

function tooltip(agent: Agent, stale: boolean): ViewNode['tooltip'] {
  const { name, status, blockedReason, lastAction, owner } = agent;
  const seen = when(agent.lastSeen);
  return [
    `${oneLine(name, 100)}: ${statusName(status)}`,
    ...(blockedReason === null ? [] : [l10n.t('Blocked: {0}', oneLine(blockedReason, 300))]),
    ...(lastAction === null ? [] : [l10n.t('Last action: {0}', oneLine(lastAction, 300))]),
    ...(hasScore(agent) ? [l10n.t('Score: {0} of 100', agent.lastScore)] : []),
    stale ? l10n.t('Last activity: {0} (stale)', seen) : l10n.t('Last activity: {0}', seen),
    l10n.t('Registered {0} by {1}', when(agent.registeredAt), owner),
    { code: agent.id },
  ];
}
