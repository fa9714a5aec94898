import '../support/withoutVscode';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_PENDING } from '../../src/app';
import { PANEL } from '../../src/contributions';
import { modeSwitch } from '../../src/core/diff';
import type { Suggestion } from '../../src/core/suggestion';
import type { Review } from '../../src/protocol/reviewer';
import type { ReviewTarget } from '../../src/providers/reviewConversation';
import { anEvent } from '../support/events';
import {
  barePage,
  type BarePage,
  loadPage,
  openWindow,
  type ShownPage,
  type TestWindow,
  until,
} from '../support/windowUnderTest';
import { area, box, button, choose, press, submit, text, type } from '../webview/support/look';

/** Window `one` has a page; what `other` shows is read from its messages. */
describe('two windows with the same storage', function () {
  this.timeout(60_000);
  let folder = '';
  let one: TestWindow;
  let other: TestWindow;
  let page: ShownPage | undefined;
  const { HOME } = process.env;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-windows-'));
    process.env['HOME'] = join(folder, 'home');
    const storage = join(folder, 'storage');
    one = await openWindow(storage);
    other = await openWindow(storage);
    await one.app.history.append(
      Array.from({ length: 30 }, (_, at) =>
        anEvent({ id: `e${at}`, command: `make target-${at}` }),
      ),
    );
  });
  after(async () => {
    page?.close();
    await Promise.all([one.close(), other.close()]);
    process.env['HOME'] = HOME;
    await rm(folder, { recursive: true });
  });
  afterEach(() => {
    page?.close();
    page = undefined;
  });

  const shown = (): ShownPage => page ?? assert.fail('There is no page.');
  const body = (): HTMLElement => shown().body;
  const seen = (wanted: RegExp): Promise<unknown> =>
    until(
      () => wanted.test(text(body())),
      () => `${String(wanted)} is not in: ${text(body()).slice(0, 3000)}`,
    );
  const propose = (...patterns: readonly string[]): Promise<Suggestion> =>
    one.app.policies.propose({
      proposedBy: 'test',
      diff: {
        add: patterns.map((pattern) => ({ pattern, effect: 'deny' as const })),
        remove: [],
        meta: {},
      },
    });
  /** Opens a review in window `one`, with its page. */
  const open = async (target: ReviewTarget): Promise<void> => {
    page?.close();
    await one.reviewer.open(target);
    page = loadPage(one, PANEL.reviewer);
    await seen(/Your decision/);
  };
  /** Opens a review in the other window. */
  const openElsewhere = async (
    target: ReviewTarget,
  ): Promise<{ readonly bare: BarePage; readonly review: Review }> => {
    await other.reviewer.open(target);
    const bare = barePage(other, PANEL.reviewer);
    const { review } = (await bare.ask({ type: 'ready' }, 'show')) as unknown as { review: Review };
    return { bare, review };
  };
  const decision = ({ subjectId, diffHash }: Review) => ({
    ...{ subjectId, diffHash, author: 'Bob', comment: '' },
  });
  const applyElsewhere = async (target: ReviewTarget): Promise<void> => {
    const { bare, review } = await openElsewhere(target);
    const apply = { type: 'apply', ...decision(review), typed: 'APPLY' };
    const answer = await bare.ask(apply, 'applied', 'failed');
    assert.equal(answer.type, 'applied', JSON.stringify(answer));
  };
  const isStale = (): Promise<unknown> =>
    seen(/The policy or this suggestion changed during the review/);
  const typed = (): HTMLInputElement => box(body(), 'Type APPLY to change the policy');
  const tested = (): Promise<unknown> =>
    until(
      () => body().querySelector<HTMLInputElement>('#typed')?.readOnly === false,
      () => text(body()).slice(0, 3000),
    );
  const patterns = async (): Promise<readonly string[]> =>
    (await one.app.policies.listRules()).map(({ pattern }) => pattern).sort();
  /** Sends a decision that the page itself no longer offers. */
  const sendStale = async (message: object): Promise<void> => {
    const before = await one.app.policies.listAudit();
    shown().panel.send(message);
    await seen(/stale|not the change that was shown|changed|no longer/i);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await one.app.policies.listAudit(), before);
  };

  it('mark a joint review that the other window applied in part, keep its choices, and do not apply the old one', async () => {
    const first = await propose('^docker rm');
    await propose('^shred', '^wipefs');
    await open({ kind: 'joint', subjectId: ALL_PENDING });
    const select = body().querySelectorAll<HTMLSelectElement>('.card-add select')[1];
    choose(select ?? assert.fail(), 'leave');
    const left = text(body().querySelectorAll('.card-add')[1]?.querySelector('code'));
    type(area(body(), 'Comment'), 'kept');
    await tested();
    type(typed(), 'APPLY');
    const { subjectId, diffHash } = shown().draft() as Review;
    await applyElsewhere({ kind: 'suggestion', subjectId: first.id });
    await isStale();
    assert.ok(button(body(), 'Apply').disabled);
    submit(typed());
    const old = { type: 'apply', subjectId, diffHash, author: 'Ada', comment: '', typed: 'APPLY' };
    // A joint review is then shown again as it is now.
    await sendStale(old);
    await seen(/1 rule in force now/);
    await tested();
    assert.equal(area(body(), 'Comment').value, 'kept');
    assert.equal(typed().value, '');
    type(typed(), 'APPLY');
    submit(typed());
    await seen(/Applied as version 2/);
    assert.deepEqual(
      await patterns(),
      ['^docker rm', '^shred', '^wipefs'].filter((pattern) => pattern !== left).sort(),
    );
    assert.deepEqual(
      (await one.app.policies.listAudit()).filter(({ action }) => action === 'apply').length,
      2,
    );
  });

  it('mark a suggestion that was rejected in the other window, and one whose rejection was undone there', async () => {
    const { id } = await propose('^mkfs');
    await open({ kind: 'suggestion', subjectId: id });
    await other.app.policies.reject({ suggestionId: id, author: 'Bob', comment: 'No need.' });
    await isStale();
    press(button(body(), 'Show the Current State'));
    await seen(/Already rejected/);
    await other.app.policies.reopenAll({ suggestionIds: [id], author: 'Bob' });
    await isStale();
    press(button(body(), 'Show the Current State'));
    await seen(/Your decision/);
    await other.app.policies.reject({ suggestionId: id, author: 'Bob', comment: '' });
  });

  it('mark an edit of a rule that was put into shadow mode in the other window', async () => {
    const rule = (await one.app.policies.listRules()).find(
      ({ pattern }) => pattern === '^docker rm',
    );
    assert.ok(rule);
    const edit = await one.app.policies.propose({
      proposedBy: 'test',
      diff: { add: [{ pattern: '^docker rm -f', effect: 'deny' }], remove: [rule.id], meta: {} },
    });
    await open({ kind: 'suggestion', subjectId: edit.id });
    const { subjectId, diffHash } = shown().draft() as Review;
    const shadow = await other.app.policies.propose({
      proposedBy: 'test',
      diff: modeSwitch(rule, 'shadow'),
    });
    await applyElsewhere({ kind: 'suggestion', subjectId: shadow.id });
    await isStale();
    const old = { type: 'apply', subjectId, diffHash, author: 'Ada', comment: '', typed: 'APPLY' };
    shown().panel.send(old);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rules = await one.app.policies.listRules();
    assert.equal(rules.find(({ pattern }) => pattern === '^docker rm')?.mode, 'shadow');
    assert.ok(!rules.some(({ pattern }) => pattern === '^docker rm -f'));
    await one.app.policies.reject({ suggestionId: edit.id, author: 'Ada', comment: '' });
  });

  it('mark a review during which the other window rolled back', async () => {
    const { id } = await propose('^dd ');
    await open({ kind: 'suggestion', subjectId: id });
    const [newest] = await one.app.policies.listVersions();
    await applyElsewhere({ kind: 'rollback', subjectId: newest?.version ?? '' });
    await isStale();
    press(button(body(), 'Show the Current State'));
    await until(
      () => body().querySelector('.stale') === null,
      () => text(body()),
    );
    await tested();
    type(typed(), 'APPLY');
    submit(typed());
    await seen(/Applied as version 5/);
  });

  it('explain a command again when the other window changed the policy', async () => {
    await one.explain.open({ command: 'terraform destroy' });
    page = loadPage(one, PANEL.explain);
    await until(
      () => !/Explaining|Enter a command/.test(text(body())),
      () => text(body()),
    );
    assert.doesNotMatch(text(body()), /A rule denies `?terraform/);
    const { id } = await propose('^terraform destroy');
    await applyElsewhere({ kind: 'suggestion', subjectId: id });
    await seen(/A rule denies terraform destroy/);
    page.close();
    page = undefined;
  });

  it('propose the same starter rules once, and apply them once', async () => {
    const categories = ['git'];
    await one.setup.open();
    const bare = barePage(one, PANEL.setup);
    await other.setup.open();
    const bareOther = barePage(other, PANEL.setup);
    bare.panel.send({ type: 'review', categories });
    bareOther.panel.send({ type: 'review', categories });
    const waiting = async (): Promise<readonly Suggestion[]> =>
      (await one.app.policies.listSuggestions('pending')).filter(
        ({ proposedBy }) => proposedBy !== 'test',
      );
    const end = Date.now() + 40_000;
    while ((await waiting()).length === 0 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const pending = await waiting();
    const [first] = pending;
    assert.ok(first);
    const before = (await one.app.policies.listRules()).length;
    await applyElsewhere({ kind: 'suggestion', subjectId: first.id });
    assert.equal((await one.app.policies.listRules()).length, before + first.diff.add.length);
    for (const { id } of pending.slice(1)) {
      await open({ kind: 'suggestion', subjectId: id });
      await seen(/already in force\..*Applying has no effect/);
    }
  });

  it('log no failure but refused decisions', () => {
    const odd = [...one.log, ...other.log].filter(
      (line) => !/^(stale-diff|not-pending|invalid-input):/.test(line),
    );
    assert.deepEqual(odd, []);
  });
});
