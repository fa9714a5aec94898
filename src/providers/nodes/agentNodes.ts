import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { type Agent, hasSession, hostOfAgent, ownerName } from '../../core/agent';
import { withoutBackticks } from '../../core/codeParts';
import type { LastDenial } from '../lastDenials';
import type { ViewNode } from '../viewNode';
import { statusName } from './terms';
import { joined, oneLine, percent, when, withoutMiddle } from './nodeTexts';

const ICON: Readonly<Record<Agent['status'], ViewNode['icon']>> = {
  idle: { name: 'circle-outline' },
  running: { name: 'play-circle', color: 'charts.green' },
  blocked: { name: 'error', color: 'charts.red' },
};

/** Maximum length of a project's name in a row. */
const MAX_PROJECT = 24;
/** Length of an id of a session or sub-agent in a row, unless more is needed to distinguish them. */
const SHORT_ID = 4;

/** Information about agents in addition to the registry. */
export interface AgentFacts {
  readonly isStale: (agent: Agent) => boolean;
  /** The last denial of agents that continued, by agent id. */
  readonly denials: ReadonlyMap<string, LastDenial>;
}

/**
 * The rows of the agents of one host with their sub-agents as children. Agents that are blocked, or have a blocked
 * sub-agent, come first.
 */
export function agentNodes(agents: readonly Agent[], facts: AgentFacts): readonly ViewNode[] {
  const ids = new Set(agents.map(({ id }) => id));
  const partsOf = new Map<string | undefined, Agent[]>();
  for (const agent of agents) {
    const parent = parentId(agent.id, ids);
    partsOf.set(parent, [...(partsOf.get(parent) ?? []), agent]);
  }
  const rowsBeneath = (parent: string | undefined): readonly Row[] => {
    const siblings = partsOf.get(parent) ?? [];
    const names = namesOf(siblings, parent !== undefined);
    return blockedFirst(
      siblings.map((agent) => {
        const beneath = rowsBeneath(agent.id);
        const row = agentNode(agent, names.get(agent.id) ?? agent.name, facts);
        return {
          isBlocked: agent.status === 'blocked' || beneath.some(({ isBlocked }) => isBlocked),
          node:
            beneath.length === 0
              ? row
              : { ...row, children: beneath.map(({ node }) => node), expanded: true },
        };
      }),
    );
  };
  return rowsBeneath(undefined).map(({ node }) => node);
}

/** A row, and whether its agent or one of its sub-agents is blocked. */
export interface Row {
  readonly node: ViewNode;
  readonly isBlocked: boolean;
}

/** Blocked rows first; otherwise in the given order. */
export function blockedFirst(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => Number(b.isBlocked) - Number(a.isBlocked));
}

/** The closest ancestor in `ids`, whose id is a prefix before a colon: `claude:s1` for `claude:s1:h1`. */
function parentId(id: string, ids: ReadonlySet<string>): string | undefined {
  for (let end = id.lastIndexOf(':'); end > 0; end = id.lastIndexOf(':', end - 1)) {
    const start = id.slice(0, end);
    if (ids.has(start)) return start;
  }
  return undefined;
}

/** The label starts with the status, because a narrow side bar shows only the start. */
function agentNode(agent: Agent, name: string, { isStale, denials }: AgentFacts): ViewNode {
  const stale = isStale(agent);
  const denial = denials.get(agent.id);
  const risk = riskText(agent);
  const { blockedReason, lastAction } = agent;
  const status = stale ? l10n.t('stale, {0}', statusName(agent.status)) : statusName(agent.status);
  const description = joined([
    blockedReason === null ? undefined : oneLine(withoutBackticks(blockedReason), 60),
    agent.status === 'blocked' ? l10n.t('since {0}', when(agent.lastSeen)) : undefined,
    denial && denialText(denial),
    lastAction === null ? undefined : oneLine(lastAction, 60),
    risk === undefined ? undefined : l10n.t('risk {0}', risk),
  ]);
  return {
    key: agent.id,
    subject: agent.id,
    label: joined([status, oneLine(name, 60)]),
    ...(description !== '' && { description }),
    icon: stale ? { name: 'debug-disconnect' } : ICON[agent.status],
    tooltip: tooltip(agent, stale, denial),
    accessibleName: l10n.t('Agent {0}, {1}', agent.name, joined([status, description])),
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

/**
 * Names of agents below a host, by agent id. The session is omitted if the project is sufficient to distinguish agents.
 */
function namesOf(agents: readonly Agent[], areParts: boolean): ReadonlyMap<string, string> {
  const idLength = distinctLength(agents.map(shownId));
  const short = new Map(
    agents.map((agent) => [
      agent.id,
      areParts ? partName(agent, idLength) : projectName(agent, idLength),
    ]),
  );
  const counts = new Map<string, number>();
  for (const name of short.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    agents.map((agent) => {
      const name = short.get(agent.id) ?? agent.name;
      return [agent.id, counts.get(name) === 1 ? name : fullName(agent, idLength)];
    }),
  );
}

/** `shop` for `shop · claude b51f0a2e`. A long project is shortened. */
function projectName(agent: Agent, idLength: number): string {
  const parts = nameParts(agent);
  return parts?.project === undefined || parts.part !== undefined
    ? fullName(agent, idLength)
    : withoutMiddle(oneLine(parts.project, 200), MAX_PROJECT);
}

/** The name of a sub-agent below its agent. */
function partName(agent: Agent, idLength: number): string {
  const part = nameParts(agent)?.part;
  return part === undefined ? agent.name : joined([part.slice(0, idLength), l10n.t('sub-agent')]);
}

/**
 * The name without the host, because the agent is listed below it. Starts with what distinguishes it from others of the
 * project, which a narrow side bar shows completely.
 */
function fullName(agent: Agent, idLength: number): string {
  const parts = nameParts(agent);
  if (parts === undefined) return agent.name;
  const { project, session, part } = parts;
  return joined([
    (part ?? session).slice(0, idLength),
    part === undefined ? undefined : l10n.t('sub-agent of {0}', session),
    project && withoutMiddle(oneLine(project, 200), MAX_PROJECT),
  ]);
}

/** The id of the session or sub-agent that its row may show. */
function shownId(agent: Agent): string {
  const parts = nameParts(agent);
  return parts?.part ?? parts?.session ?? '';
}

/** The length at which the starts of different ids differ, at least `SHORT_ID`. */
function distinctLength(ids: readonly string[]): number {
  const all = new Set(ids);
  const starts = (length: number): number => new Set(ids.map((id) => id.slice(0, length))).size;
  const longest = Math.max(SHORT_ID, ...ids.map(({ length }) => length));
  let length = SHORT_ID;
  while (length < longest && starts(length) < all.size) length += 1;
  return length;
}

interface NameParts {
  readonly project: string | undefined;
  readonly session: string;
  readonly part: string | undefined;
}

/**
 * Names of agents from hosts consist of the project, the host, the first eight characters of the session, and those of
 * a sub-agent's id.
 */
function nameParts(agent: Agent): NameParts | undefined {
  const { name } = agent;
  const host = hostOfAgent(agent);
  if (host === undefined) return undefined;
  const between = ` · ${host} `;
  const at = name.lastIndexOf(between);
  if (at < 0 && !name.startsWith(`${host} `)) return undefined;
  const rest = at < 0 ? name.slice(host.length + 1) : name.slice(at + between.length);
  const [session = '', part] = rest.split(' / ', 2);
  return { project: at < 0 ? undefined : name.slice(0, at), session, part };
}

function denialText({ title, ts }: LastDenial): string {
  return title === undefined
    ? l10n.t('last blocked {0}', when(ts))
    : l10n.t('last blocked: {0}, {1}', withoutBackticks(title), when(ts));
}

/** The risk reported with the action. Agents of hosts have none, because their score is the decision of the policy. */
function riskText(agent: Agent): string | undefined {
  if (agent.lastScore === null || hasSession(agent)) return undefined;
  return percent(1 - agent.lastScore / 100);
}

function tooltip(
  agent: Agent,
  stale: boolean,
  denial: LastDenial | undefined,
): ViewNode['tooltip'] {
  const { name, status, blockedReason, lastAction } = agent;
  const risk = riskText(agent);
  const seen = when(agent.lastSeen);
  return [
    `${oneLine(name, 100)}: ${statusName(status)}`,
    ...(blockedReason === null ? [] : [l10n.t('Blocked: {0}', oneLine(blockedReason, 300))]),
    ...(lastAction === null ? [] : [l10n.t('Last action: {0}', oneLine(lastAction, 300))]),
    ...(denial === undefined ? [] : [denialText(denial)]),
    ...(risk === undefined ? [] : [l10n.t('Risk: {0}', risk)]),
    stale ? l10n.t('Last activity: {0} (stale)', seen) : l10n.t('Last activity: {0}', seen),
    l10n.t('Registered {0} by {1}', when(agent.registeredAt), ownerName(agent)),
    { code: agent.id },
  ];
}
