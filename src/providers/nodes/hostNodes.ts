import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { type Agent, hostOfAgent } from '../../core/agent';
import { asksGuard, type HostConnection } from '../../core/agentHost';
import { formatCount } from '../../core/formatCount';
import { stateText } from '../../core/hostStateText';
import type { ViewNode } from '../viewNode';
import { type AgentFacts, agentNodes, blockedFirst, type Row } from './agentNodes';
import { blockedCount } from './terms';
import { fromHome } from './nodeTexts';

interface Appearance {
  readonly icon: ViewNode['icon'];
  readonly description: string;
  /** A sentence for the tooltip. */
  readonly text: string;
  readonly viewItem: string;
}

/**
 * The rows of the Agents view: each host with its agents as children, agents without a host, and, collapsed, the hosts
 * that are not used on this machine. Hosts with problems and blocked agents come first. Empty if no host was found and
 * no agent is registered; the view then shows its welcome text.
 */
export function hostNodes(
  hosts: readonly HostConnection[],
  agents: readonly Agent[],
  facts: AgentFacts,
): readonly ViewNode[] {
  const agentsOf = agentsByHost(hosts, agents);
  const isFound = (host: HostConnection): boolean =>
    host.isInstalled || host.expected || host.state !== 'disconnected' || agentsOf.has(host.host);
  const others = agentsOf.get(undefined) ?? [];
  const rows = [
    ...hosts
      .filter(isFound)
      .map((host) => withAgents(hostNode(host), agentsOf.get(host.host) ?? [], facts)),
    ...(others.length === 0 ? [] : [withAgents(otherAgents(others.length), others, facts)]),
  ];
  if (rows.length === 0) return [];
  const missing = hosts.filter((host) => !isFound(host));
  return [
    ...blockedFirst(rows).map(({ node }) => node),
    ...(missing.length === 0 ? [] : [notFound(missing)]),
  ];
}

/** The agents by the id of the host below which they are listed; `undefined` for agents without such a host. */
function agentsByHost(
  hosts: readonly HostConnection[],
  agents: readonly Agent[],
): ReadonlyMap<string | undefined, readonly Agent[]> {
  const rowOf = new Map(
    hosts.flatMap(({ host, alsoReadBy = [] }) => [host, ...alsoReadBy].map((id) => [id, host])),
  );
  const groups = new Map<string | undefined, Agent[]>();
  for (const agent of agents) {
    const row = rowOf.get(hostOfAgent(agent) ?? '');
    groups.set(row, [...(groups.get(row) ?? []), agent]);
  }
  return groups;
}

function hostNode(host: HostConnection): ViewNode {
  const { icon, description, text, viewItem } = appearanceOf(host);
  return {
    key: host.host,
    subject: host.host,
    label: host.name,
    description,
    icon,
    tooltip: [
      `${host.name}: ${text}`,
      ...(host.state === 'untrusted' ? [host.afterwards] : []),
      { code: fromHome(host.path) },
    ],
    accessibleName: `${host.name}, ${description}`,
    viewItem,
    opens:
      viewItem === VIEW_ITEM.hostConnected
        ? { command: COMMAND.setUp, title: l10n.t('Set Up Protection') }
        : { command: COMMAND.connectHost, title: l10n.t('Connect Agent Host…') },
  };
}

/** The row for agents that no known agent host reported. */
function otherAgents(count: number): ViewNode {
  const label = l10n.t('Other agents');
  const description = formatCount(count);
  return {
    key: 'otherAgents',
    subject: 'otherAgents',
    label,
    description,
    icon: { name: 'robot' },
    tooltip: [l10n.t('Agents that were registered by a person or by an extension.')],
    accessibleName: `${label}, ${description}`,
  };
}

function withAgents(row: ViewNode, agents: readonly Agent[], facts: AgentFacts): Row {
  const blocked = agents.filter(({ status }) => status === 'blocked').length;
  if (agents.length === 0) return { node: row, isBlocked: false };
  const node = { ...row, children: agentNodes(agents, facts), expanded: true };
  if (blocked === 0) return { node, isBlocked: false };
  // Also shown if the row is collapsed.
  const text = blockedCount(blocked);
  return {
    node: {
      ...node,
      tooltip: [...node.tooltip, text],
      accessibleName: `${node.accessibleName}, ${text}`,
    },
    isBlocked: true,
  };
}

/** Its child rows do not repeat its description. */
function notFound(hosts: readonly HostConnection[]): ViewNode {
  const label = l10n.t('Not found on this machine ({0})', formatCount(hosts.length));
  return {
    key: 'notFound',
    subject: 'notFound',
    label,
    icon: { name: 'circle-slash' },
    tooltip: [label, hosts.map(({ name }) => name).join(', ')],
    accessibleName: label,
    children: hosts.map((host) => ({ ...hostNode(host), description: '' })),
  };
}

/** The problem of a host that was connected here; undefined if there is none. */
export function lostConnection(host: HostConnection): string | undefined {
  const { name, state, expected, afterwards, problem = '' } = host;
  if (!expected || asksGuard(state)) return undefined;
  const text = l10n.t('{0} may run commands without asking Rulewright: {1}', name, problem);
  return state === 'untrusted' ? `${text} ${afterwards}` : text;
}

function appearanceOf(host: HostConnection): Appearance {
  const { state, problem } = host;
  const description = stateText(host, fromHome);
  switch (state) {
    case 'connected':
      return {
        icon: { name: 'shield', color: 'charts.green' },
        description,
        text: l10n.t('it asks Rulewright before it runs a command.'),
        viewItem: VIEW_ITEM.hostConnected,
      };
    case 'noRules':
      return {
        icon: { name: 'shield' },
        description,
        text: l10n.t('it asks Rulewright before it runs a command, but no rule is in force.'),
        viewItem: VIEW_ITEM.hostConnected,
      };
    case 'outdated':
      return {
        icon: { name: 'shield', color: 'list.warningForeground' },
        description,
        text: l10n.t(
          'it asks Rulewright through the hooks of an earlier version. The hooks of this version also block when the guard does not run.',
        ),
        viewItem: VIEW_ITEM.hostBroken,
      };
    case 'disconnected':
      return {
        icon: { name: 'circle-outline' },
        description,
        text: l10n.t('it runs commands without asking Rulewright.'),
        viewItem: VIEW_ITEM.hostDisconnected,
      };
    case 'untrusted':
    case 'off':
    case 'changed':
    case 'missing':
    case 'notAsking':
    case 'unreadable':
      return {
        icon: { name: 'warning', color: 'list.warningForeground' },
        description,
        text: problem ?? description,
        viewItem: state === 'missing' ? VIEW_ITEM.hostDisconnected : VIEW_ITEM.hostBroken,
      };
  }
}
