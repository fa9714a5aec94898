import type { LabelChoice } from '../../src/core/label';
import type {
  AgentsState,
  EventRow,
  FromDashboard,
  HistoryFilter,
  HistoryState,
  QueueState,
  Tab,
  ToDashboard,
} from '../../src/protocol/dashboard';
import { agents, checkResult, lanes, sessionHistory } from './dashboardFixture';
import { sceneHistory, sceneModel, sceneOverview, sceneQueue, type Scene } from './scenes';

type Agent = Extract<AgentsState, { state: 'ready' }>['agents'][number];

type AgentMessage = Extract<FromDashboard, { type: `${string}Agent${string}` }>;

/** The dashboard part of the fake extension: history, labels, model and agents in memory. */
export class FakeDashboard {
  agents: Agent[];
  private history: HistoryState | undefined;
  private queue: QueueState | undefined;
  /** The commands of an agent's session while the page shows them. */
  private session: HistoryState | undefined;
  private filter: HistoryFilter = {};
  private made = 0;

  constructor(
    private readonly scene: Scene,
    private readonly post: (message: ToDashboard) => void,
  ) {
    this.agents = scene === 'empty' ? [] : agents(Date.now());
    this.history = sceneHistory(scene);
    this.queue = sceneQueue(scene);
  }

  /** Handles one message of the page. */
  answer(message: FromDashboard): void {
    if (message.type === 'ready') {
      for (const tab of ['overview', 'history', 'queue', 'model', 'agents'] as const) {
        this.show(tab);
      }
    } else if (message.type === 'refresh') this.show(message.tab);
    else if (message.type === 'query') this.search(message.filter);
    else if (message.type === 'showSession') this.showSession(message.agentId);
    else if (message.type === 'showAll') {
      this.session = undefined;
      this.show('history');
    } else if (message.type === 'label') this.label(message.eventId, message.label);
    else if (message.type === 'check') {
      this.post({ type: 'checked', result: checkResult(message.command) });
    } else if (changesAgents(message)) this.changeAgents(message);
    else this.outcome();
  }

  private show(tab: Tab): void {
    const overview = sceneOverview(this.scene);
    if (tab === 'overview' && overview) this.post({ type: 'overview', overview });
    if (tab === 'history' && this.session !== undefined) {
      this.post({ type: 'history', history: this.session });
    } else if (tab === 'history') this.search(this.filter);
    if (tab === 'queue' && this.queue) this.post({ type: 'queue', queue: this.queue });
    if (tab === 'model') this.post({ type: 'model', model: sceneModel(this.scene) });
    if (tab === 'agents') this.showAgents();
  }

  private showAgents(): void {
    if (this.scene === 'busy') return;
    const shown = this.scene === 'empty' ? [] : lanes(Date.now(), this.scene === 'hostile');
    this.post({ type: 'agents', agents: { state: 'ready', agents: this.agents, lanes: shown } });
  }

  private showSession(agentId: string): void {
    const agent = this.agents.find(({ id }) => id === agentId)?.name ?? agentId;
    this.session = { ...sessionHistory(), session: { agent } };
    this.post({ type: 'showTab', tab: 'history' });
    this.show('history');
  }

  /** Searches the rows, as the extension searches the whole history. */
  private search(filter: HistoryFilter): void {
    this.filter = filter;
    const { history } = this;
    if (history === undefined) return;
    if (history.state === 'failed' || Object.keys(filter).length === 0) {
      this.post({ type: 'history', history });
      return;
    }
    const rows = history.rows.filter((row) => matches(row, filter));
    this.post({ type: 'history', history: { ...history, rows, found: rows.length, filter } });
  }

  private label(eventId: string, label: LabelChoice): void {
    if (this.history?.state === 'ready') {
      const rows = this.history.rows.map((row) =>
        row.id === eventId ? withLabel(row, label) : row,
      );
      this.history = { ...this.history, rows };
      this.show('history');
    }
    if (this.queue?.state === 'ready') {
      this.queue = {
        ...this.queue,
        items: this.queue.items.filter((item) => item.eventId !== eventId),
      };
      this.show('queue');
    }
    this.outcome();
  }

  private changeAgents(message: AgentMessage): void {
    if (message.type === 'registerAgent') this.register(message.name);
    else if (message.type === 'removeAgent') {
      this.agents = this.agents.filter(({ id }) => id !== message.id);
    } else
      this.agents = this.agents.map((agent) =>
        agent.id === message.id ? changed(agent, message) : agent,
      );
    this.showAgents();
    this.outcome();
  }

  private register(name: string | undefined): void {
    this.made += 1;
    const now = new Date().toISOString();
    this.agents = [
      ...this.agents,
      {
        id: `a-new-${this.made}`,
        name: name ?? `Agent_0000000${this.made}`,
        status: 'idle',
        lastAction: null,
        lastScore: null,
        blockedReason: null,
        owner: 'window 1',
        registeredAt: now,
        lastSeen: now,
        stale: false,
      },
    ];
  }

  private outcome(): void {
    if (this.scene !== 'failing') return;
    this.post({
      type: 'failed',
      message: 'That did not work: the store is busy in another window.',
      hint: 'Try again in a moment.',
    });
  }
}

/** The rows have no source, and are all of today. */
function matches(row: EventRow, { text = '', label, decision }: HistoryFilter): boolean {
  return (
    `${row.command} ${row.tool ?? ''}`.toLowerCase().includes(text.toLowerCase()) &&
    (label === undefined || (row.label ?? 'none') === label) &&
    (decision === undefined || (row.verdict?.decision ?? 'none') === decision)
  );
}

function withLabel(row: EventRow, label: LabelChoice): EventRow {
  if (label !== 'none') return { ...row, label };
  const unlabelled = { ...row };
  delete unlabelled.label;
  return unlabelled;
}

function changesAgents(message: FromDashboard): message is AgentMessage {
  return message.type.includes('Agent');
}

function changed(
  agent: Agent,
  message: Extract<FromDashboard, { type: 'updateAgent' | 'setAgentStatus' }>,
): Agent {
  const seen = { ...agent, lastSeen: new Date().toISOString(), stale: false };
  if (message.type === 'updateAgent') {
    return { ...seen, status: 'running', lastAction: message.action, lastScore: message.score };
  }
  return { ...seen, status: message.status, blockedReason: message.reason ?? null };
}
