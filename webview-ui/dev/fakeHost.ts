import { approve } from '../../src/core/approval';
import { RulewrightError } from '../../src/core/errors';
import type { AgentsState } from '../../src/protocol/dashboard';
import { FromDashboard, type ToDashboard } from '../../src/protocol/dashboard';
import {
  FromReviewer,
  isTestMessage,
  type Review,
  type RuleInForce,
  type ToReviewer,
} from '../../src/protocol/reviewer';
import { FromExplain, type ToExplain } from '../../src/protocol/explain';
import { FromSetup, type ToSetup } from '../../src/protocol/setup';
import { sceneExplain } from './explainFixture';
import { FakeDashboard } from './fakeDashboard';
import { FakeTests } from './fakeTests';
import { sceneReview, type Scene } from './scenes';
import { sceneSetup } from './setupFixture';

/** The pages of the fake extension. */
export const PAGE_NAMES = ['reviewer', 'dashboard', 'setup', 'explain'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** A message to a page. */
export type ToPage = ToReviewer | ToDashboard | ToSetup | ToExplain;

/** Sends a message of the fake extension to a page. */
export type Post = (page: PageName, message: ToPage) => void;

/** An extension in memory, which responds like the real one and holds a policy that APPLY changes. */
export class FakeHost {
  rules: readonly RuleInForce[];
  review: Review | undefined;
  private version = 7;
  private readonly dashboard: FakeDashboard;
  private readonly tests: FakeTests;

  constructor(
    private readonly scene: Scene,
    private readonly post: Post,
  ) {
    this.review = sceneReview(scene);
    this.rules = this.review?.inForce ?? [];
    this.tests = new FakeTests(scene, (message) => {
      post('reviewer', message);
    });
    this.dashboard = new FakeDashboard(scene, (message) => {
      post('dashboard', message);
    });
  }

  get agents(): Extract<AgentsState, { state: 'ready' }>['agents'] {
    return this.dashboard.agents;
  }

  /** Handles a message of a page. Throws for an invalid message, because in the tester that is an error of the page. */
  receive(page: PageName, raw: unknown): void {
    if (page === 'dashboard') this.dashboard.answer(FromDashboard.parse(raw));
    else if (page === 'explain') this.answerExplain(FromExplain.parse(raw));
    else if (page === 'setup') this.answerSetup(FromSetup.parse(raw));
    else this.answerReviewer(FromReviewer.parse(raw));
  }

  private answerExplain(message: FromExplain): void {
    for (const answer of sceneExplain(this.scene, message)) this.post('explain', answer);
  }

  private answerSetup({ type }: FromSetup): void {
    if (type === 'answer') this.post('setup', { type: 'asked' });
    if (type !== 'ready') return;
    for (const message of sceneSetup(this.scene)) this.post('setup', message);
  }

  private answerReviewer(message: FromReviewer): void {
    if (isTestMessage(message)) {
      this.tests.answer(message, this.review);
      return;
    }
    switch (message.type) {
      case 'ready':
      case 'refresh':
        this.show(message.type === 'ready');
        return;
      case 'apply':
        this.decide(() => {
          this.apply(message);
        });
        return;
      case 'reject':
        this.decide(() => {
          this.reject(message.subjectId);
        });
        return;
      case 'openNext':
        this.review = sceneReview('filled');
        this.show(false);
        return;
      case 'undoReject':
      case 'openRule':
      case 'openDiff':
      case 'openSetup':
      case 'openVersions':
        return;
    }
  }

  private show(first: boolean): void {
    if (this.scene === 'busy') return;
    if (this.review === undefined) {
      const hint = 'Generate suggestions, or choose a version in the Versions view.';
      this.post('reviewer', { type: 'empty', message: 'No change is open.', hint });
      return;
    }
    this.post('reviewer', { type: 'show', review: this.review });
    if (first && this.scene === 'stale') {
      this.post('reviewer', {
        type: 'stale',
        message: 'The policy changed during the review: Ada applied version 4.',
        hint: 'Review it again before you decide. What you chose and wrote is kept.',
      });
    }
  }

  private decide(act: () => void): void {
    try {
      if (this.scene === 'failing') {
        throw new RulewrightError(
          'disk-full',
          'There is no space left on the disk. Nothing was changed.',
          {
            hint: 'Free some space and apply again.',
          },
        );
      }
      act();
    } catch (error) {
      if (!(error instanceof RulewrightError)) throw error;
      this.post('reviewer', {
        type: 'failed',
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        ...(error.code === 'wrong-token' && { field: 'typed' as const }),
        ...(error.code === 'invalid-input' && { field: 'author' as const }),
      });
    }
  }

  private apply(message: Extract<FromReviewer, { type: 'apply' }>): void {
    const { review } = this;
    if (review === undefined) return;
    const { policyVersion = '', typed } = message;
    const approval = approve({ ...message, policyVersion }, typed);
    const removedIds = new Set(review.remove.map(({ id }) => id));
    const added = review.add.map((rule, index): RuleInForce => ({
      id: `new-${this.version}-${index}`,
      pattern: rule.pattern,
      effect: rule.effect,
      mode: rule.mode ?? 'enforce',
    }));
    this.rules = [...this.rules.filter(({ id }) => !removedIds.has(id)), ...added];
    this.version += 1;
    this.review = { ...review, status: 'applied' };
    this.post('reviewer', {
      type: 'applied',
      subjectId: review.subjectId,
      version: `4c1c6f1e-${this.version}`,
      seq: this.version,
      at: new Date().toISOString(),
      author: approval.author,
      rules: this.rules.length,
      isAsked: false,
      morePending: review.morePending,
    });
  }

  private reject(subjectId: string): void {
    const { review } = this;
    if (review === undefined) return;
    this.review = { ...review, status: 'rejected' };
    this.post('reviewer', { type: 'rejected', subjectId, morePending: review.morePending });
  }
}
