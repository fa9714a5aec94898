import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import type { StarterChoices } from '../app/learning';
import type { FoundSource } from '../core/historySource';
import {
  FromSetup,
  type HookQuestion,
  type SetupStep,
  type SourcesStep,
  type ToSetup,
} from '../protocol/setup';
import type { AppSource } from './appSource';
import type { ErrorText } from './errorReport';
import { PageReport } from './pageReport';
import { withProgress } from './progress';
import type { Reviewer } from './reviewPanel';
import { hostsStep, rulesStep, sourcesStep } from './setupStates';

/** The dependencies of the setup page. */
export interface SetupHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  readonly reviewer: Reviewer;
  explain(error: unknown): ErrorText;
}

/**
 * Testing the starter rules takes seconds on a long history, so they are tested again only after it has grown by this
 * factor.
 */
const MAX_GROWTH = 1.1;
/** A separate process lists the histories, and while agents run, the page is refreshed at each of their commands. */
const LIST_EVERY_MS = 10_000;

/** The message exchange with one page that sets up protection. Webview messages are untrusted: each is parsed. */
export class SetupConversation {
  /** The last test of the starter rules, and the number of events tested. */
  private tested: { readonly total: number; readonly choices: Promise<StarterChoices> } | undefined;
  /** The histories that were found last. */
  private listed:
    { readonly atMs: number; readonly found: Promise<readonly FoundSource[]> } | undefined;
  /** The question that waits for an answer of the user. */
  private open: { readonly question: HookQuestion; answer(write: boolean): void } | undefined;
  /** Number of questions asked. */
  private asked = 0;
  private readonly report: PageReport;

  constructor(
    private readonly host: SetupHost,
    private readonly post: (message: ToSetup) => void,
  ) {
    this.report = new PageReport(host, post);
  }

  /** Handles one message of the page. */
  async receive(raw: unknown): Promise<void> {
    await this.report.received(FromSetup, raw, (message) => this.handle(message));
  }

  /** Shows the result of an action in a step. */
  showMessage(step: SetupStep, message: string): void {
    this.post({ type: 'done', step, message });
  }

  /**
   * Asks the user on the page. Resolves to whether the user chose to write the file; false if the page is closed or
   * another question is asked. The answer is a message of the page, which no other extension can send.
   */
  ask(text: string, detail: string): Promise<boolean> {
    this.close();
    this.asked += 1;
    const question = { id: this.asked, text, detail };
    return new Promise((answer) => {
      this.open = { question, answer };
      this.post({ type: 'ask', question });
    });
  }

  /** Declines the open question. */
  close(): void {
    const { open } = this;
    this.open = undefined;
    open?.answer(false);
  }

  /** Ignores the answer to an earlier question. */
  private answer(id: number, write: boolean): void {
    const { open } = this;
    if (open?.question.id !== id) return;
    this.open = undefined;
    this.post({ type: 'asked' });
    open.answer(write);
  }

  /** Sends every step. A step that fails does not affect the others. */
  async refresh(): Promise<void> {
    await Promise.all([
      this.show(async (app) => ({ type: 'sources', step: await this.sources(app) })),
      this.show(async (app) => ({ type: 'hosts', step: await hostsStep(app) })),
      this.show((app) => this.rules(app)),
    ]);
  }

  private async handle(message: FromSetup): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (this.open !== undefined) this.post({ type: 'ask', question: this.open.question });
        return this.refresh();
      case 'answer':
        this.answer(message.id, message.write);
        return;
      case 'read':
        return this.run(COMMAND.importHistory);
      case 'importCsv':
        return this.run(COMMAND.importCsv);
      case 'openDashboard':
        return this.run(COMMAND.openDashboard);
      case 'connect':
        return this.run(COMMAND.connectHost, message.host);
      case 'review':
        return this.review(message.categories);
    }
  }

  private async review(categories: readonly string[]): Promise<void> {
    const { learning } = await this.host.source.get();
    const suggestion = await withProgress(
      vscode.l10n.t('Testing the starter rules on your history'),
      (run) => learning.starterRules(run, categories),
    );
    await this.host.reviewer.open({
      ...{ kind: 'suggestion', subjectId: suggestion.id },
      from: 'setup',
    });
  }

  /** Runs a command with its own input and messages, then refreshes the page even if no change was reported. */
  private async run(command: string, ...args: readonly unknown[]): Promise<void> {
    await vscode.commands.executeCommand(command, ...args.filter((arg) => arg !== undefined));
    this.listed = undefined;
    await this.refresh();
  }

  private async sources({ sources, history }: App): Promise<SourcesStep> {
    const { listed } = this;
    const isCurrent = listed !== undefined && Date.now() - listed.atMs < LIST_EVERY_MS;
    const current = isCurrent ? listed : { atMs: Date.now(), found: sources.discover() };
    this.listed = current;
    try {
      const [found, { total }] = await Promise.all([current.found, history.summary()]);
      return sourcesStep(found, total);
    } catch (error) {
      this.listed = undefined;
      throw error;
    }
  }

  private async rules({ history, learning, policies }: App): Promise<ToSetup> {
    const { total } = await history.summary();
    const { tested } = this;
    const isCurrent =
      tested !== undefined && total >= tested.total && total <= tested.total * MAX_GROWTH;
    const current = isCurrent ? tested : { total, choices: learning.starterChoices() };
    this.tested = current;
    try {
      const [rules, choices] = await Promise.all([policies.listRules(), current.choices]);
      return { type: 'rules', step: rulesStep(rules, choices) };
    } catch (error) {
      this.tested = undefined;
      throw error;
    }
  }

  private async show(make: (app: App) => Promise<ToSetup>): Promise<void> {
    await this.report.reported(async () => {
      this.post(await make(await this.host.source.get()));
    });
  }
}
