import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import { FromDashboard, type Tab, type ToDashboard } from '../protocol/dashboard';
import type { AppSource } from './appSource';
import {
  agentsState,
  checkResult,
  historyState,
  modelState,
  queueState,
  statesToRefresh,
} from './dashboardStates';
import type { Documents } from './documents';
import type { ErrorText } from './errorReport';
import type { LearningRuns } from './learningRuns';
import { currentSettings } from './settingsReader';

/** What the dashboard stands on. */
export interface DashboardHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  readonly runs: LearningRuns;
  readonly documents: Documents;
  explain(error: unknown): ErrorText;
  /** Selects a rule in the Rules view. */
  showRule(ruleId: string): Promise<void>;
}

type Message<T extends FromDashboard['type']> = Extract<FromDashboard, { type: T }>;

/** One answer per message: a missing one does not compile. */
type Answers = {
  readonly [T in FromDashboard['type']]: (message: Message<T>) => Promise<void>;
};

/** The conversation with one dashboard page. The page is a stranger: each message is parsed. */
export class DashboardConversation {
  private limit = 200;
  /** The tab in front, as far as the page told. */
  private front: Tab = 'history';

  constructor(
    private readonly host: DashboardHost,
    private readonly say: (message: ToDashboard) => void,
  ) {}

  /** Answers one message of the page. */
  async receive(raw: unknown): Promise<void> {
    const parsed = FromDashboard.safeParse(raw);
    if (!parsed.success) {
      this.fail({ message: 'The dashboard sent a message that makes no sense.' });
      return;
    }
    try {
      await this.answer(parsed.data);
    } catch (error) {
      this.fail(this.host.explain(error));
    }
  }

  /** Sends every state anew. */
  async refresh(): Promise<void> {
    await Promise.all([this.history(), this.queue(), this.model(), this.agents()]);
  }

  /** Sends what a change may have changed. What takes reading the whole history is sent only where it is looked at. */
  async changed(): Promise<void> {
    await Promise.all(statesToRefresh(this.front).map((tab) => this.refreshTab(tab)));
  }

  /** Sends how the learning run stands. */
  async model(): Promise<void> {
    const { state } = this.host.runs;
    if (state !== undefined) {
      this.say({ type: 'model', model: { state: 'training', ...state } });
      return;
    }
    await this.tell(async (app) => ({ type: 'model', model: await modelState(app) }), 'model');
  }

  private readonly answers: Answers = {
    ready: ({ tab }) => {
      this.front = tab;
      return this.refresh();
    },
    refresh: ({ tab }) => {
      this.front = tab;
      return this.refreshTab(tab);
    },
    query: ({ limit }) => {
      this.limit = limit;
      return this.history();
    },
    label: ({ eventId, label }) =>
      this.change(async (app) => app.history.label(eventId, label, await app.author())),
    openCommand: ({ eventId }) => this.openCommand(eventId),
    openRule: ({ ruleId }) => this.host.showRule(ruleId),
    importCsv: () => this.start(COMMAND.importCsv),
    exportCsv: () => this.start(COMMAND.exportCsv),
    startRecording: () => this.start(COMMAND.startRecording),
    train: () => this.start(COMMAND.train),
    cancelTraining: () => {
      this.host.runs.cancel();
      return Promise.resolve();
    },
    generate: () => this.start(COMMAND.generateSuggestions),
    check: async ({ command }) => {
      const app = await this.host.source.get();
      this.say({ type: 'checked', result: await checkResult(app, command) });
    },
    registerAgent: ({ name }) => this.change((app) => app.agents.register(name)),
    updateAgent: ({ id, action, score }) =>
      this.change((app) => app.agents.update(id, action, score)),
    setAgentStatus: ({ id, status, reason }) =>
      this.change((app) => app.agents.setStatus(id, status, reason)),
    removeAgent: ({ id }) => this.change((app) => app.agents.unregister(id)),
  };

  private async answer(message: FromDashboard): Promise<void> {
    // The key picks the answer made for this very message; the compiler cannot follow that through the union.
    const answer = this.answers[message.type] as (message: FromDashboard) => Promise<void>;
    await answer(message);
  }

  /** A command of its own asks and reports as from the palette. */
  private async start(command: string): Promise<void> {
    await vscode.commands.executeCommand(command);
  }

  /** Every window shows what changed, this page too. */
  private async change(task: (app: App) => Promise<unknown>): Promise<void> {
    await task(await this.host.source.get());
    this.host.source.changed();
  }

  private refreshTab(tab: Tab): Promise<void> {
    switch (tab) {
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
    const events = await app.history.recent(5000);
    const command = events.find(({ id }) => id === eventId)?.command;
    if (command !== undefined) await this.host.documents.show('command.sh', command);
  }

  private history(): Promise<void> {
    return this.tell(
      async (app) => ({
        type: 'history',
        history: await historyState(app, this.limit, currentSettings().record),
      }),
      'history',
    );
  }

  private queue(): Promise<void> {
    return this.tell(async (app) => ({ type: 'queue', queue: await queueState(app) }), 'queue');
  }

  private agents(): Promise<void> {
    return this.tell(async (app) => ({ type: 'agents', agents: await agentsState(app) }), 'agents');
  }

  /** One tab that cannot be read does not keep the others from being shown. */
  private async tell(
    make: (app: App) => Promise<ToDashboard>,
    tab: Exclude<Tab, 'check'>,
  ): Promise<void> {
    try {
      this.say(await make(await this.host.source.get()));
    } catch (error) {
      const failed = { state: 'failed' as const, ...this.host.explain(error) };
      switch (tab) {
        case 'history':
          this.say({ type: 'history', history: failed });
          return;
        case 'queue':
          this.say({ type: 'queue', queue: failed });
          return;
        case 'model':
          this.say({ type: 'model', model: failed });
          return;
        case 'agents':
          this.say({ type: 'agents', agents: failed });
      }
    }
  }

  private fail(text: ErrorText): void {
    this.say({ type: 'failed', ...text });
  }
}
