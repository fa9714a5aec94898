import { VIEW_ITEM } from '../../contributions';
import type { Agent } from '../../core/agent';
import type { ViewNode } from '../viewNode';
import { joined, oneLine, when } from './words';

const ICON: Readonly<Record<Agent['status'], ViewNode['icon']>> = {
  idle: { name: 'circle-outline' },
  running: { name: 'play-circle', color: 'charts.green' },
  blocked: { name: 'error', color: 'charts.red' },
};

/** The agents at work on this machine. */
export function agentNodes(
  agents: readonly Agent[],
  isStale: (agent: Agent) => boolean,
): readonly ViewNode[] {
  return agents.map((agent) => {
    const stale = isStale(agent);
    const description = joined([
      agent.status,
      agent.blockedReason === null ? undefined : oneLine(agent.blockedReason, 60),
      agent.lastAction === null ? undefined : oneLine(agent.lastAction, 60),
      agent.lastScore === null ? undefined : `score ${agent.lastScore}`,
      stale ? 'stale' : undefined,
    ]);
    return {
      key: agent.id,
      subject: agent.id,
      label: oneLine(agent.name, 60),
      description,
      icon: stale ? { name: 'debug-disconnect' } : ICON[agent.status],
      tooltip: [
        `${oneLine(agent.name, 100)} is ${agent.status}`,
        ...(agent.blockedReason === null ? [] : [`Blocked: ${oneLine(agent.blockedReason, 300)}`]),
        ...(agent.lastAction === null ? [] : [`Last action: ${oneLine(agent.lastAction, 300)}`]),
        ...(agent.lastScore === null ? [] : [`Score ${agent.lastScore} of 100`]),
        `Last heard of ${when(agent.lastSeen)}${stale ? ' (stale)' : ''}`,
        `Registered ${when(agent.registeredAt)} by ${agent.owner}`,
        { code: agent.id },
      ],
      spoken: `Agent ${agent.name}, ${description}`,
      viewItem: VIEW_ITEM.agent,
    };
  });
}
