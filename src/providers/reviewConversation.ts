import * as vscode from 'vscode';
import type { ReviewSession, SubjectKind } from '../app';
import { COMMAND, VIEW } from '../contributions';
import { asksGuard } from '../core/agentHost';
import { appliedBefore } from '../core/appliedBefore';
import { isRulewrightError } from '../core/errors';
import type { RuleHits } from '../core/ports';
import { highestConfidenceFirst } from '../core/suggestion';
import { FromReviewer, isTestMessage, type Review, type ToReviewer } from '../protocol/reviewer';
import type { AppSource } from './appSource';
import type { Documents } from './virtualDocuments';
import type { ErrorText } from './errorReport';
import { focusView } from './focusView';
import { invalidMessage } from './pageReport';
import { reviewMessage } from './reviewMessage';
import { ReviewTests, suggestionsOf } from './reviewTests';

/** The dependencies of the panel. */
export interface ReviewHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  explain(error: unknown): ErrorText;
  readonly documents: Documents;
  /** Selects a rule in the Rules view. */
  showRule(ruleId: string): Promise<void>;
}

/** The subject of a review, also saved as the state of a panel across reloads. */
export interface ReviewTarget {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  /** The page that opened the review and can be returned to. */
  readonly from?: 'setup' | undefined;
}

type Post = (message: ToReviewer) => void;

/** A review that was read, with what its page shows of it. */
interface OpenedReview {
  readonly session: ReviewSession;
  readonly review: Review;
}

const NO_HITS: ReadonlyMap<string, RuleHits> = new Map();

/**
 * The message exchange with one reviewer page. Webview messages are untrusted: each is parsed, and a decision is
 * accepted only with the subject and the hash that were last sent to the page.
 */
export class ReviewConversation {
  private session: ReviewSession | undefined;
  /** What is read for a page that did not ask yet. */
  private prepared: Promise<OpenedReview> | undefined;
  /** Identifies the last request to show a subject. */
  private showing: symbol | undefined;
  private busy = false;
  /** Whether the page was closed; it gets and sends nothing more. */
  private isClosed = false;
  /** The suggestions that were last rejected on this page. */
  private rejected: readonly string[] = [];
  private readonly tests: ReviewTests;

  constructor(
    private readonly host: ReviewHost,
    private target: ReviewTarget | undefined,
    private readonly post: Post,
    private readonly setTitle: (target: ReviewTarget) => void,
  ) {
    this.tests = new ReviewTests(host, post, () => this.session?.shown);
  }

  /** Reads the review while the page loads. */
  prepare(): void {
    if (this.target === undefined) return;
    this.prepared = this.open(this.target);
    // Reported when the page asks for the review.
    this.prepared.catch(() => undefined);
  }

  /** Cancels all work for the page. */
  dispose(): void {
    this.isClosed = true;
    this.showing = undefined;
    this.session = undefined;
    this.tests.close();
  }

  /** Shows another subject in the same page. */
  async switchTo(target: ReviewTarget): Promise<void> {
    this.target = target;
    this.prepared = undefined;
    await this.show();
  }

  /** Notifies the page if the policy or the subject has changed since it was shown. */
  async checkStale(): Promise<void> {
    const { session } = this;
    this.prepared = undefined;
    if (session === undefined || !this.waitsFor(session)) return;
    const changed = await this.changeOf(session);
    // Meanwhile it may have been decided here, or another subject opened.
    if (changed !== undefined && this.waitsFor(session)) this.post({ type: 'stale', ...changed });
  }

  /** Whether the page shows this review, and no decision about it is under way. */
  private waitsFor(session: ReviewSession): boolean {
    return this.session === session && !this.busy;
  }

  /** Why the change would no longer be shown identically; undefined if it would. */
  private async changeOf(session: ReviewSession): Promise<ErrorText | undefined> {
    try {
      await session.checkCurrent();
      return undefined;
    } catch (error) {
      return this.host.explain(error);
    }
  }

  /** Handles a message of the page. An invalid one gets the response `failed`. */
  async receive(raw: unknown): Promise<void> {
    if (this.isClosed) return;
    const parsed = FromReviewer.safeParse(raw);
    if (!parsed.success) {
      this.post({ type: 'failed', ...this.host.explain(invalidMessage(parsed.error)) });
      return;
    }
    try {
      await this.handle(parsed.data);
    } catch (error) {
      this.post({
        type: 'failed',
        ...this.host.explain(error),
        ...invalidField(parsed.data, error),
      });
      // A change during the request was not reported.
      await this.checkStale();
    }
  }

  private async handle(message: FromReviewer): Promise<void> {
    if (isTestMessage(message)) return this.tests.handle(message);
    switch (message.type) {
      case 'ready':
      case 'refresh':
        return this.show();
      case 'apply':
      case 'reject':
        return this.decide(message);
      case 'undoReject':
        return this.undoReject();
      case 'openDiff':
        return this.openDiff();
      case 'openNext':
        return this.openNext();
      case 'openRule':
        return this.host.showRule(message.ruleId);
      case 'openSetup':
        await vscode.commands.executeCommand(COMMAND.setUp);
        return;
      case 'openVersions':
        return focusView(VIEW.versions);
    }
  }

  private async show(): Promise<void> {
    const { target, prepared } = this;
    this.prepared = undefined;
    this.session = undefined;
    this.rejected = [];
    this.tests.close();
    if (target === undefined) {
      this.post({
        type: 'empty',
        message: vscode.l10n.t('Nothing is open for review.'),
        hint: vscode.l10n.t('Choose a suggestion in the Suggestions view.'),
      });
      return;
    }
    const showing = Symbol(target.subjectId);
    this.showing = showing;
    try {
      const { session, review } = await (prepared ?? this.open(target));
      // Another subject may have been opened while this one was read, or the page was closed.
      if (this.showing !== showing) return;
      this.session = session;
      this.post({ type: 'show', review });
      this.setTitle(target);
    } catch (error) {
      if (this.showing === showing) this.post({ type: 'empty', ...this.host.explain(error) });
    }
  }

  private async open({ kind, subjectId, from }: ReviewTarget): Promise<OpenedReview> {
    const app = await this.host.source.get();
    const [session, author, pending, audit] = await Promise.all([
      app.openReview(kind, subjectId),
      app.author(),
      app.policies.listSuggestions('pending'),
      kind === 'suggestion' ? app.policies.listAudit() : [],
    ]);
    const { shown } = session;
    // The first time, they are read from the whole history.
    const hits = shown.removedRules.length > 0 ? await app.ruleHits() : NO_HITS;
    const review = reviewMessage(shown, {
      ...{ hits, author, from },
      morePending: otherCount(pending, shown),
      applied: appliedBefore(audit).get(subjectId),
    });
    return { session, review };
  }

  private async decide(
    message: Extract<FromReviewer, { type: 'apply' | 'reject' }>,
  ): Promise<void> {
    const { session } = this;
    if (session === undefined || this.busy) {
      this.post({
        type: 'failed',
        message: vscode.l10n.t('This review is not open.'),
        hint: vscode.l10n.t('Refresh it first.'),
      });
      return;
    }
    this.busy = true;
    try {
      if (message.type === 'apply') await this.apply(session, message);
      else await this.reject(session, message);
    } catch (error) {
      // Some of many suggestions may have been decided elsewhere: show the currently pending ones with the error.
      if (session.shown.kind === 'joint' && isRulewrightError(error, 'stale-diff')) {
        await this.show();
      }
      throw error;
    } finally {
      this.busy = false;
    }
  }

  private async apply(
    session: ReviewSession,
    message: Extract<FromReviewer, { type: 'apply' }>,
  ): Promise<void> {
    const { part, policyVersion = '', ...decision } = message;
    const version = await session.apply({
      ...{ ...decision, policyVersion },
      ...(part === undefined ? {} : { part }),
    });
    this.decided(session);
    const { policies, connections } = await this.host.source.get();
    const [rules, pending, hosts] = await Promise.all([
      policies.listRules(),
      policies.listSuggestions('pending'),
      connections.list(),
    ]);
    this.post({
      type: 'applied',
      subjectId: session.shown.subjectId,
      version: version.version,
      seq: version.seq,
      at: version.ts,
      author: version.author,
      rules: rules.length,
      isAsked: hosts.some(({ state }) => asksGuard(state)),
      morePending: pending.length,
    });
  }

  private async reject(
    session: ReviewSession,
    message: Extract<FromReviewer, { type: 'reject' }>,
  ): Promise<void> {
    await session.reject(message);
    if (this.decided(session)) this.rejected = suggestionsOf(session.shown);
    const { policies } = await this.host.source.get();
    const pending = await policies.listSuggestions('pending');
    const { subjectId } = session.shown;
    this.post({ type: 'rejected', subjectId, morePending: pending.length });
  }

  /**
   * The decision was made, so the page must not send another one. False if another subject was opened meanwhile, which
   * can be decided.
   */
  private decided(session: ReviewSession): boolean {
    const isShown = this.session?.shown.subjectId === session.shown.subjectId;
    if (isShown) this.session = undefined;
    return isShown;
  }

  private async undoReject(): Promise<void> {
    const { target } = this;
    const suggestionIds = target?.kind === 'suggestion' ? [target.subjectId] : this.rejected;
    if (suggestionIds.length === 0) return;
    const app = await this.host.source.get();
    await app.policies.reopenAll({ suggestionIds, author: await app.author() });
    await this.show();
  }

  private async openDiff(): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const text = `${JSON.stringify(session.shown.diff, null, 2)}\n`;
    await this.host.documents.show(`${session.shown.subjectId}.policydiff.json`, text);
  }

  private async openNext(): Promise<void> {
    const { policies } = await this.host.source.get();
    const [next] = highestConfidenceFirst(await policies.listSuggestions('pending')).filter(
      ({ id }) => id !== this.target?.subjectId,
    );
    this.prepared = undefined;
    this.target = next === undefined ? undefined : { kind: 'suggestion', subjectId: next.id };
    await this.show();
  }
}

/** The input field that caused the error, if any. */
function invalidField(
  message: FromReviewer,
  error: unknown,
): Pick<Extract<ToReviewer, { type: 'failed' }>, 'field'> {
  if (isRulewrightError(error, 'wrong-token')) return { field: 'typed' };
  const isAuthorEmpty = 'author' in message && message.author.trim() === '';
  return isAuthorEmpty && isRulewrightError(error, 'invalid-input') ? { field: 'author' } : {};
}

/** The number of pending suggestions that are not part of this review. */
function otherCount(pending: readonly { id: string }[], shown: ReviewSession['shown']): number {
  const own = new Set(suggestionsOf(shown));
  return pending.filter(({ id }) => !own.has(id)).length;
}
