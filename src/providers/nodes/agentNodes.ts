import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { type Agent, hasSession } from '../../core/agent';
import { withoutBackticks } from '../../core/codeParts';
import type { LastDenial } from '../lastDenials';
import type { ViewNode } from '../viewNode';
import { statusName } from './terms';
import { joined, oneLine, percent, when } from './words';

const ICON: Readonly<Record<Agent['status'], ViewNode['icon']>> = {
  idle: { name: 'circle-outline' },
  running: { name: 'play-circle', color: 'charts.green' },
  blocked: { name: 'error', color: 'charts.red' },
};

/** What is known of agents beside their records. */
interface AgentFacts {
  readonly isStale: (agent: Agent) => boolean;
  /** The last denial of agents that go on, by agent id. */
  readonly denials: ReadonlyMap<string, LastDenial>;
}

/** The rows of the registered agents, each with its sub-agents beneath. */
export function agentNodes(agents: readonly Agent[], facts: AgentFacts): readonly ViewNode[] {
  const parentOf = (agent: Agent): Agent | undefined =>
    agents.find(({ id }) => agent.id.startsWith(`${id}:`));
  const rowOf = (agent: Agent): ViewNode => {
    const parts = agents.filter((one) => parentOf(one) === agent).map(rowOf);
    const row = agentNode(agent, agents, facts);
    return parts.length === 0 ? row : { ...row, children: parts, expanded: true };
  };
  return agents.filter((agent) => parentOf(agent) === undefined).map(rowOf);
}

function agentNode(
  agent: Agent,
  all: readonly Agent[],
  { isStale, denials }: AgentFacts,
): ViewNode {
  const stale = isStale(agent);
  const denial = denials.get(agent.id);
  const risk = riskText(agent);
  const description = joined([
    statusText(agent),
    agent.status === 'blocked' ? l10n.t('since {0}', when(agent.lastSeen)) : undefined,
    denial && denialText(denial),
    agent.lastAction === null ? undefined : oneLine(agent.lastAction, 60),
    risk === undefined ? undefined : l10n.t('risk {0}', risk),
    stale ? l10n.t('stale') : undefined,
  ]);
  return {
    key: agent.id,
    subject: agent.id,
    label: oneLine(shortName(agent, all), 60),
    description,
    icon: stale ? { name: 'debug-disconnect' } : ICON[agent.status],
    tooltip: tooltip(agent, stale, denial),
    spoken: l10n.t('Agent {0}, {1}', agent.name, description),
    ...(hasSession(agent)
      ? {
          viewItem: VIEW_ITEM.agentOfHost,
          opens: { command: COMMAND.showAgentCommands, title: l10n.t('Show Commands') },
        }
      : {
          viewItem: VIEW_ITEM.agent,
          opens: { command: COMMAND.openDashboard, title: l10n.t('Open Dashboard') },
        }),
  };
}

/** `shop · claude` for `shop · claude b51f0a2e`, unless another agent would have the same name. */
function shortName(agent: Agent, all: readonly Agent[]): string {
  const short = withoutSession(agent);
  return all.filter((one) => withoutSession(one) === short).length > 1 ? agent.name : short;
}

/** Agent hosts name agents by project, host and the first eight characters of the session. */
function withoutSession(agent: Agent): string {
  const { name } = agent;
  return hasSession(agent) && name.at(-9) === ' ' ? name.slice(0, -9) : name;
}

/** In a narrow side bar only the beginning is seen: why an agent is blocked comes first. */
function statusText({ status, blockedReason }: Agent): string {
  return blockedReason === null
    ? statusName(status)
    : l10n.t('blocked: {0}', oneLine(withoutBackticks(blockedReason), 60));
}

function denialText({ title, ts }: LastDenial): string {
  return title === undefined
    ? l10n.t('last blocked {0}', when(ts))
    : l10n.t('last blocked: {0}, {1}', withoutBackticks(title), when(ts));
}

/** The risk that was reported with the action. Agent hosts report none: their score is the decision of the policy. */
function riskText(agent: Agent): string | undefined {
  if (agent.lastScore === null || hasSession(agent)) return undefined;
  return percent(1 - agent.lastScore / 100);
}

function tooltip(
  agent: Agent,
  stale: boolean,
  denial: LastDenial | undefined,
): ViewNode['tooltip'] {
  const { name, status, blockedReason, lastAction, owner } = agent;
  const risk = riskText(agent);
  const seen = when(agent.lastSeen);
  return [
    `${oneLine(name, 100)}: ${statusName(status)}`,
    ...(blockedReason === null ? [] : [l10n.t('Blocked: {0}', oneLine(blockedReason, 300))]),
    ...(lastAction === null ? [] : [l10n.t('Last action: {0}', oneLine(lastAction, 300))]),
    ...(denial === undefined ? [] : [denialText(denial)]),
    ...(risk === undefined ? [] : [l10n.t('Risk: {0}', risk)]),
    stale ? l10n.t('Last activity: {0} (stale)', seen) : l10n.t('Last activity: {0}', seen),
    l10n.t('Registered {0} by {1}', when(agent.registeredAt), owner),
    { code: agent.id },
  ];
}
