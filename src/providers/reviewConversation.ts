import * as vscode from 'vscode';
import type { App, ReviewSession, SubjectKind } from '../app';
import { VIEW } from '../contributions';
import { isRulewrightError } from '../core/errors';
import { FromReviewer, type ToReviewer } from '../protocol/reviewer';
import type { AppSource } from './appSource';
import type { Documents } from './documents';
import type { ErrorText } from './errorReport';
import { surestFirst } from './nodes/suggestionNodes';
import { reviewMessage } from './reviewMessage';

/** What the panel needs of its surroundings. */
export interface ReviewHost {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  explain(error: unknown): ErrorText;
  readonly documents: Documents;
  /** Selects a rule in the Rules view. */
  showRule(ruleId: string): Promise<void>;
}

/** What a panel reviews; also the state that survives a reload. */
export interface ReviewTarget {
  readonly kind: SubjectKind;
  readonly subjectId: string;
}

type Say = (message: ToReviewer) => void;

/**
 * The conversation with one reviewer page. The page is a stranger: each message is parsed, and a decision counts
 * only if it names the subject and the hash that this side sent last.
 */
export class ReviewConversation {
  private session: ReviewSession | undefined;
  private busy = false;

  constructor(
    private readonly host: ReviewHost,
    private target: ReviewTarget | undefined,
    private readonly say: Say,
    private readonly retitle: (target: ReviewTarget) => void,
  ) {}

  /** Shows another subject in the same page. */
  async turnTo(target: ReviewTarget): Promise<void> {
    this.target = target;
    await this.show();
  }

  /** Tells the page that what it shows was overtaken, if it was. */
  async checkStale(): Promise<void> {
    const { session } = this;
    if (session === undefined || this.busy || session.shown.status !== 'pending') return;
    const { kind, subjectId, diffHash } = session.shown;
    const message = 'The policy or this suggestion changed meanwhile.';
    try {
      const now = (await (await this.host.source.get()).openReview(kind, subjectId)).shown;
      const same = now.status === 'pending' && now.diffHash === diffHash;
      if (same && now.policyVersion === session.shown.policyVersion) return;
    } catch (error) {
      this.say({ type: 'stale', ...this.host.explain(error) });
      return;
    }
    this.say({ type: 'stale', message, hint: 'Look at it again before you decide.' });
  }

  /** Answers one message of the page. What does not parse is answered with `failed`. */
  async receive(raw: unknown): Promise<void> {
    const parsed = FromReviewer.safeParse(raw);
    if (!parsed.success) {
      this.say({ type: 'failed', message: 'The review page sent a message that makes no sense.' });
      return;
    }
    try {
      await this.answer(parsed.data);
    } catch (error) {
      this.say({
        type: 'failed',
        ...this.host.explain(error),
        ...fieldAtFault(parsed.data, error),
      });
    }
  }

  private async answer(message: FromReviewer): Promise<void> {
    switch (message.type) {
      case 'ready':
      case 'refresh':
        return this.show();
      case 'apply':
      case 'reject':
        return this.decide(message);
      case 'openDiff':
        return this.openDiff();
      case 'openNext':
        return this.openNext();
      case 'openRule':
        return this.host.showRule(message.ruleId);
      case 'openVersions':
        return focusView(VIEW.history);
    }
  }

  private async show(): Promise<void> {
    this.session = undefined;
    if (this.target === undefined) {
      this.say({
        type: 'empty',
        message: 'Nothing is open for review.',
        hint: 'Choose a suggestion in the Suggestions view.',
      });
      return;
    }
    const { kind, subjectId } = this.target;
    try {
      const app = await this.host.source.get();
      const session = await app.openReview(kind, subjectId);
      this.say({ type: 'show', review: await this.surround(app, session) });
      this.session = session;
      this.retitle(this.target);
    } catch (error) {
      this.say({ type: 'empty', ...this.host.explain(error) });
    }
  }

  private async surround(app: App, session: ReviewSession) {
    const [hits, author, pending] = await Promise.all([
      app.history.ruleHits(),
      app.author(),
      app.policies.listSuggestions('pending'),
    ]);
    return reviewMessage(session.shown, { hits, author, morePending: others(pending, session) });
  }

  private async decide(
    message: Extract<FromReviewer, { type: 'apply' | 'reject' }>,
  ): Promise<void> {
    const { session } = this;
    if (session === undefined || this.busy) {
      this.say({ type: 'failed', message: 'This review is not open.', hint: 'Refresh it first.' });
      return;
    }
    this.busy = true;
    try {
      if (message.type === 'apply') await this.apply(session, message);
      else await this.reject(session, message);
    } finally {
      this.busy = false;
    }
  }

  private async apply(
    session: ReviewSession,
    message: Extract<FromReviewer, { type: 'apply' }>,
  ): Promise<void> {
    const version = await session.apply(message);
    // Decided: the page may not send it again.
    this.session = undefined;
    const { policies } = await this.host.source.get();
    const [rules, pending] = await Promise.all([
      policies.listRules(),
      policies.listSuggestions('pending'),
    ]);
    this.say({
      type: 'applied',
      subjectId: session.shown.subjectId,
      version: version.version,
      seq: version.seq,
      at: version.ts,
      author: version.author,
      rules: rules.length,
      morePending: others(pending, session),
    });
  }

  private async reject(
    session: ReviewSession,
    message: Extract<FromReviewer, { type: 'reject' }>,
  ): Promise<void> {
    await session.reject(message);
    this.session = undefined;
    const { policies } = await this.host.source.get();
    const pending = await policies.listSuggestions('pending');
    const { subjectId } = session.shown;
    this.say({ type: 'rejected', subjectId, morePending: others(pending, session) });
  }

  private async openDiff(): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const text = `${JSON.stringify(session.shown.diff, null, 2)}\n`;
    await this.host.documents.show(`${session.shown.subjectId}.policydiff.json`, text);
  }

  private async openNext(): Promise<void> {
    const { policies } = await this.host.source.get();
    const [next] = surestFirst(await policies.listSuggestions('pending')).filter(
      ({ id }) => id !== this.target?.subjectId,
    );
    this.target = next === undefined ? undefined : { kind: 'suggestion', subjectId: next.id };
    await this.show();
  }
}

/** The box of the form that a refused decision names, where there is one. */
function fieldAtFault(
  message: FromReviewer,
  error: unknown,
): Pick<Extract<ToReviewer, { type: 'failed' }>, 'field'> {
  if (isRulewrightError(error, 'wrong-token')) return { field: 'typed' };
  const isNameless = 'author' in message && message.author.trim() === '';
  return isNameless && isRulewrightError(error, 'invalid-input') ? { field: 'author' } : {};
}

function others(pending: readonly { id: string }[], session: ReviewSession): number {
  return pending.filter(({ id }) => id !== session.shown.subjectId).length;
}

async function focusView(view: string): Promise<void> {
  await vscode.commands.executeCommand(`${view}.focus`);
}
