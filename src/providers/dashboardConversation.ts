import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND, VIEW } from '../contributions';
import type { Agent } from '../core/agent';
import {
  FIRST_ROWS,
  FromDashboard,
  type HistoryFilter,
  type Tab,
  type ToDashboard,
} from '../protocol/dashboard';
import type { AppSource } from './appSource';
import {
  agentOfSession,
  agentsState,
  checkResult,
  historyState,
  modelState,
  queueState,
  statesToRefresh,
} from './dashboardStates';
import { overviewState } from './overviewState';
import type { Documents } from './virtualDocuments';
import type { ErrorText } from './errorReport';
import { focusView } from './focusView';
import { withModel } from './firstTraining';
import { eventOf, subjectOf } from './explainSubject';
import type { ExplainSubject } from './explainConversation';
import type { LearningRuns } from './learningRuns';
import { PageReport } from './pageReport';
import { currentSettings } from './settingsReader';

/** The dependencies of the dashboard. */
export interface DashboardHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  readonly runs: LearningRuns;
  readonly documents: Documents;
  explain(error: unknown): ErrorText;
  /** Selects a rule in the Rules view. */
  showRule(ruleId: string): Promise<void>;
  openExplain(subject: ExplainSubject): Promise<void>;
}

type Message<T extends FromDashboard['type']> = Extract<FromDashboard, { type: T }>;

/** One handler per message; the compiler reports a missing one. */
type Handlers = {
  readonly [T in FromDashboard['type']]: (message: Message<T>) => Promise<void>;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** The message exchange with one dashboard page. Webview messages are untrusted: each is parsed. */
export class DashboardConversation {
  private limit = FIRST_ROWS;
  private filter: HistoryFilter = {};
  /** When the days of the filter began. Fixed, so that the same commands are shown until the filter changes. */
  private sinceMs: number | undefined;
  /** The active tab, as last reported by the page. */
  private activeTab: Tab = 'overview';
  /** The agent whose session the history is limited to. */
  private agent: Agent | undefined;
  /** The tab to bring to the front once the page is ready. */
  private awaited: 'history' | 'queue' | undefined;
  private readonly report: PageReport;

  constructor(
    private readonly host: DashboardHost,
    private readonly post: (message: ToDashboard) => void,
  ) {
    this.report = new PageReport(host, post);
  }

  /** Handles one message of the page. */
  async receive(raw: unknown): Promise<void> {
    await this.report.received(FromDashboard, raw, (message) => this.handle(message));
  }

  /** Sends the state of every tab. */
  async refresh(): Promise<void> {
    await Promise.all([this.overview(), this.history(), this.queue(), this.model(), this.agents()]);
  }

  /** Sends the states that a change may affect. A state that requires a full read of the history is sent only to its active tab. */
  async changed(): Promise<void> {
    await Promise.all(statesToRefresh(this.activeTab).map((tab) => this.refreshTab(tab)));
  }

  /** Limits the history to the session of an agent and brings it to the front, even if the page is not ready yet. */
  async showSession(agent: Agent): Promise<void> {
    this.agent = agent;
    this.limit = FIRST_ROWS;
    this.awaited = 'history';
    this.post({ type: 'showTab', tab: 'history' });
    await this.history();
  }

  /** Brings the label queue to the front, even if the page is not ready yet. The page then requests its content. */
  showQueue(): void {
    this.awaited = 'queue';
    this.post({ type: 'showTab', tab: 'queue' });
  }

  /** Sends the model, or the progress of the learning run. */
  async model(): Promise<void> {
    const { state } = this.host.runs;
    if (state !== undefined) {
      this.post({ type: 'model', model: { state: 'training', ...state } });
      return;
    }
    await this.send(async (app) => ({ type: 'model', model: await modelState(app) }), 'model');
  }

  private readonly handlers: Handlers = {
    ready: ({ tab }) => {
      this.activeTab = tab;
      this.setFilter({});
      if (this.awaited !== undefined) this.post({ type: 'showTab', tab: this.awaited });
      return this.refresh();
    },
    refresh: ({ tab }) => {
      this.activeTab = tab;
      // This message is the page's response to `showTab`.
      if (tab === this.awaited) this.awaited = undefined;
      return this.refreshTab(tab);
    },
    query: ({ limit, filter }) => {
      this.limit = limit;
      this.setFilter(filter);
      return this.history();
    },
    showSession: async ({ agentId }) =>
      this.showSession(await agentOfSession(await this.host.source.get(), agentId)),
    showAll: () => {
      this.agent = undefined;
      this.limit = FIRST_ROWS;
      return this.history();
    },
    label: ({ eventId, label }) =>
      this.change(async (app) => app.history.label(eventId, label, await app.author())),
    openCommand: ({ eventId }) => this.openCommand(eventId),
    openRule: ({ ruleId }) => this.host.showRule(ruleId),
    explain: async ({ subjectId }) =>
      this.host.openExplain(subjectOf(await eventOf(await this.host.source.get(), subjectId))),
    explainCommand: ({ command }) => this.host.openExplain({ command }),
    setUp: () => this.run(COMMAND.setUp),
    showSuggestions: () => focusView(VIEW.suggestions),
    importCsv: () => this.run(COMMAND.importCsv),
    exportCsv: () => this.run(COMMAND.exportCsv),
    startRecording: () => this.run(COMMAND.startRecording),
    train: () => this.run(COMMAND.train),
    cancelTraining: () => {
      this.host.runs.cancel();
      return Promise.resolve();
    },
    generate: () => this.run(COMMAND.generateSuggestions),
    check: async ({ command }) => {
      const app = await this.host.source.get();
      const result = await checkResult(app, command);
      this.post({ type: 'checked', result });
      if (result.prediction !== undefined) return;
      // Send the verdict without waiting for the first training.
      await withModel(this.host, (ready, run) => ready.learning.predict(command, run));
      this.post({ type: 'checked', result: await checkResult(app, command) });
    },
    registerAgent: ({ name }) => this.change((app) => app.agents.register(name)),
    updateAgent: ({ id, action, score }) =>
      this.change((app) => app.agents.update(id, action, score)),
    setAgentStatus: ({ id, status, reason }) =>
      this.change((app) => app.agents.setStatus(id, status, reason)),
    removeAgent: ({ id }) => this.change((app) => app.agents.unregister(id)),
  };

  private async handle(message: FromDashboard): Promise<void> {
    // The handler accepts this message type; the compiler cannot track that through the union.
    const handler = this.handlers[message.type] as (message: FromDashboard) => Promise<void>;
    await handler(message);
  }

  /** Runs a command with its own input and messages, as from the palette. */
  private async run(command: string): Promise<void> {
    await vscode.commands.executeCommand(command);
  }

  /** Makes a change and refreshes every view. */
  private async change(task: (app: App) => Promise<unknown>): Promise<void> {
    await task(await this.host.source.get());
    this.host.source.changed();
  }

  private refreshTab(tab: Tab): Promise<void> {
    switch (tab) {
      case 'overview':
        return this.overview();
      case 'history':
        return this.history();
      case 'queue':
        return this.queue();
      case 'model':
        return this.model();
      case 'agents':
        return this.agents();
      case 'check':
        return Promise.resolve();
    }
  }

  private async openCommand(eventId: string): Promise<void> {
    const app = await this.host.source.get();
    const command = (await app.history.find(eventId))?.command;
    if (command !== undefined) await this.host.documents.show('command.sh', command);
  }

  private overview(): Promise<void> {
    return this.send(
      async (app) => ({ type: 'overview', overview: await overviewState(app, Date.now()) }),
      'overview',
    );
  }

  private setFilter(filter: HistoryFilter): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return;
    this.filter = filter;
    this.sinceMs = filter.days === undefined ? undefined : Date.now() - filter.days * DAY_MS;
  }

  private history(): Promise<void> {
    const { filter, sinceMs, agent, limit } = this;
    // Another filter or session may be chosen while this one is searched.
    const isWanted = (): boolean => this.filter === filter && this.agent === agent;
    return this.send(async (app) => {
      try {
        const view = { filter, sinceMs, agent, limit };
        const history = await historyState(app, view, currentSettings().record);
        return isWanted() ? { type: 'history', history } : undefined;
      } catch (error) {
        if (isWanted()) throw error;
        return undefined;
      }
    }, 'history');
  }

  /** The first training starts only when the user opens the queue. */
  private queue(): Promise<void> {
    return this.send(
      async (app) =>
        this.activeTab === 'queue' || (await app.learning.hasModel())
          ? { type: 'queue', queue: await withModel(this.host, queueState) }
          : undefined,
      'queue',
    );
  }

  private agents(): Promise<void> {
    return this.send(async (app) => ({ type: 'agents', agents: await agentsState(app) }), 'agents');
  }

  /** Sends a state, or an error message if it cannot be read. A failing tab does not affect the others. */
  private async send(
    make: (app: App) => Promise<ToDashboard | undefined>,
    tab: Exclude<Tab, 'check'>,
  ): Promise<void> {
    try {
      const message = await make(await this.host.source.get());
      if (message !== undefined) this.post(message);
    } catch (error) {
      const failed = { state: 'failed' as const, ...this.host.explain(error) };
      switch (tab) {
        case 'overview':
          this.post({ type: 'overview', overview: failed });
          return;
        case 'history':
          this.post({ type: 'history', history: failed });
          return;
        case 'queue':
          this.post({ type: 'queue', queue: failed });
          return;
        case 'model':
          this.post({ type: 'model', model: failed });
          return;
        case 'agents':
          this.post({ type: 'agents', agents: failed });
      }
    }
  }
}
