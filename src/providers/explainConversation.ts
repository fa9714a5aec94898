import * as vscode from 'vscode';
import type { App } from '../app';
import type { Explanation } from '../app/ports';
import { COMMAND } from '../contributions';
import { isRulewrightError } from '../core/errors';
import type { Effect } from '../core/rule';
import { FromExplain, type Subject, type ToExplain } from '../protocol/explain';
import type { AppSource } from './appSource';
import type { ErrorText } from './errorReport';
import { PageReport } from './pageReport';
import { explainedState, starterState, contextOf, variantRows } from './explainStates';

/** The dependencies of the Explain page. */
export interface ExplainHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  explain(error: unknown): ErrorText;
  /** Selects a rule in the Rules view. */
  showRule(ruleId: string): Promise<void>;
}

/** A command to explain; unknown context is absent. */
export type ExplainSubject = Pick<Subject, 'command'> & Partial<Subject>;

const LIKE_THIS: Readonly<Record<Effect, string>> = {
  deny: COMMAND.denyLikeThis,
  ask: COMMAND.askLikeThis,
  allow: COMMAND.allowLikeThis,
};

interface Request {
  readonly requestNumber: number;
  readonly subject: Subject;
  readonly stop: AbortController;
  /** The inputs of the answer other than the command: the policy, and whether self-protection is paused. */
  basis: string | undefined;
}

/** The message exchange with one page that explains a command. Webview messages are untrusted: each is parsed. */
export class ExplainConversation {
  /** The page's last request. */
  private current: Request | undefined;
  /** The subject to show once the page is ready. */
  private waiting: Subject | undefined;
  private isReady = false;
  /** Timer to explain again when the pause of self-protection ends. */
  private resuming: NodeJS.Timeout | undefined;
  private readonly report: PageReport;

  constructor(
    private readonly host: ExplainHost,
    private readonly post: (message: ToExplain) => void,
  ) {
    this.report = new PageReport(host, post);
  }

  /** Handles one message of the page. */
  async receive(raw: unknown): Promise<void> {
    await this.report.received(FromExplain, raw, (message) => this.handle(message));
  }

  /** Shows a command, even if the page is not ready yet. */
  show({ command, cwd = '', shell = 'bash' }: ExplainSubject): void {
    this.waiting = { command, cwd, shell };
    if (this.isReady) this.showWaiting();
  }

  /** Called when the page is hidden. VS Code then destroys it, and loads it again when it is shown. */
  hide(): void {
    this.isReady = false;
  }

  /** Explains again if the policy has changed, or self-protection was paused or resumed. */
  async refresh(): Promise<void> {
    await this.report.reported(async () => {
      const { current } = this;
      if (current?.basis === undefined) return;
      const basis = await this.basis(await this.host.source.get());
      if (basis === current.basis || current !== this.current) return;
      await this.explain(current.requestNumber, current.subject);
    });
  }

  /** Cancels the current request. */
  close(): void {
    clearTimeout(this.resuming);
    this.current?.stop.abort();
    this.current = undefined;
  }

  private async handle(message: FromExplain): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.showWaiting();
        return;
      case 'explain':
        return this.explain(message.requestNumber, message.subject);
      case 'openRule':
        return this.host.showRule(message.ruleId);
      case 'likeThis':
        await vscode.commands.executeCommand(LIKE_THIS[message.effect], message.command);
        return;
      case 'copy':
        await vscode.env.clipboard.writeText(message.command);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Command copied'), 4000);
        return;
      case 'starterRules':
        await vscode.commands.executeCommand(COMMAND.loadStarterRules);
        return;
    }
  }

  private showWaiting(): void {
    if (this.waiting === undefined) return;
    this.post({ type: 'subject', subject: this.waiting });
    this.waiting = undefined;
  }

  /** Explains a command and cancels any earlier request. */
  private async explain(requestNumber: number, subject: Subject): Promise<void> {
    this.current?.stop.abort();
    const request: Request = {
      requestNumber,
      subject,
      stop: new AbortController(),
      basis: undefined,
    };
    this.current = request;
    const { signal } = request.stop;
    const app = await this.host.source.get();
    const explanation = await this.verdict(app, request);
    if (explanation === undefined) return;
    try {
      const context = contextOf(subject);
      const variants = variantRows(await app.variantsOf(explanation, context, signal));
      this.answer(request, { type: 'variants', requestNumber, variants });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    await this.starter(app, request);
  }

  private async verdict(app: App, request: Request): Promise<Explanation | undefined> {
    const { requestNumber, subject } = request;
    const context = contextOf(subject);
    const [basis, explanation, actions, rules] = await Promise.all([
      this.basis(app),
      app.explain(subject.command, context),
      app.actionsOf(subject.command, context),
      app.policies.listRules(),
    ]);
    request.basis = basis;
    const explained = explainedState(explanation, actions, rules);
    return this.answer(request, { type: 'explained', requestNumber, explained })
      ? explanation
      : undefined;
  }

  private async basis({ policies, ...app }: App): Promise<string> {
    const [[newest], untilMs] = await Promise.all([policies.listVersions(), app.pausedUntilMs()]);
    clearTimeout(this.resuming);
    if (untilMs > 0) {
      const leftMs = Math.max(0, untilMs - Date.now()) + 1;
      this.resuming = setTimeout(() => void this.refresh(), leftMs);
    }
    return `${newest?.version ?? ''} ${String(untilMs)}`;
  }

  private async starter(app: App, request: Request): Promise<void> {
    if (this.current !== request) return;
    const { command } = request.subject;
    try {
      const [matches, rules] = await Promise.all([
        app.learning.starterMatches(command, contextOf(request.subject)),
        app.policies.listRules(),
      ]);
      const state = starterState(matches, rules, command);
      this.answer(request, { type: 'starter', requestNumber: request.requestNumber, ...state });
    } catch (error) {
      // Another request to the same thread was cancelled, which ends the thread.
      if (!isRulewrightError(error, 'cancelled')) throw error;
    }
  }

  /** Sends a response unless its request is outdated. */
  private answer(request: Request, message: ToExplain): boolean {
    const isCurrent = this.current === request;
    if (isCurrent) this.post(message);
    return isCurrent;
  }
}
