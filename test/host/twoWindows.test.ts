import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMAND, PANEL, type CommandId } from '../../src/contributions';
import { modeSwitch, type PolicyDiff } from '../../src/core/diff';
import type { Rule } from '../../src/core/rule';
import type { Suggestion } from '../../src/core/suggestion';
import type { Explained } from '../../src/protocol/explain';
import type { Review } from '../../src/protocol/reviewer';
import type { ReviewTarget } from '../../src/providers/reviewConversation';
import { SetupConversation } from '../../src/providers/setupConversation';
import { eventually, openSecondWindow, type SecondWindow } from './support/secondWindow';
import { takeOverPages, type PageTakeover, type TakenPage } from './support/takenPage';

const run = <T>(id: CommandId, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand<T>(id, ...args);

/** The window of the extension under test has the page; the other one has the same storage. */
describe('two windows with the same storage', function () {
  this.timeout(180_000);
  let other: SecondWindow;
  let pages: PageTakeover;

  const rejectPending = async (): Promise<void> => {
    const { policies } = await other.source.get();
    for (const { id } of await policies.listSuggestions('pending'))
      await policies.reject({ suggestionId: id, author: 'Ada', comment: '' });
  };
  before(async () => {
    other = openSecondWindow();
    pages = await takeOverPages();
    await rejectPending();
    const remove = (await rules()).map(({ id }) => id);
    if (remove.length === 0) return;
    const { id } = await proposeDiff({ add: [], remove, meta: {} });
    await applyElsewhere({ kind: 'suggestion', subjectId: id });
  });
  after(async () => {
    await pages.end();
    await rejectPending();
    other.close();
  });

  const policies = async () => (await other.source.get()).policies;
  const rules = () => run<readonly Rule[]>(COMMAND.listRules);
  const rule = async (pattern: string): Promise<Rule> =>
    (await rules()).find((one) => one.pattern === pattern) ?? assert.fail(`No rule ${pattern}.`);
  const proposeDiff = (diff: PolicyDiff) => run<Suggestion>(COMMAND.proposeDiff, diff, 'host test');
  const propose = (...patterns: readonly string[]): Promise<Suggestion> =>
    Promise.resolve(
      proposeDiff({
        add: patterns.map((pattern) => ({ pattern, effect: 'deny' as const })),
        remove: [],
        meta: {},
      }),
    );
  const openReview = (id: string): Promise<TakenPage> =>
    pages.take(PANEL.reviewer, () => run(COMMAND.applySuggestion, id));
  /** What the page shows after it asked by a message of this type. */
  const shown = async (page: TakenPage, type: 'ready' | 'refresh'): Promise<Review> =>
    (await page.ask({ type }, 'show'))['review'] as Review;
  const apply = ({ subjectId, diffHash, policyVersion }: Review) => ({
    ...{ type: 'apply', subjectId, diffHash, author: 'Ada', comment: '', typed: 'APPLY' },
    ...(policyVersion !== undefined && { policyVersion }),
  });
  const applyElsewhere = async (target: ReviewTarget): Promise<void> => {
    await other.review(target);
    const answer = await other.type('APPLY');
    assert.equal(answer.type, 'applied', JSON.stringify(answer));
  };
  /** Makes a change in the other window, and waits until the page is told that what it shows is outdated. */
  const staleAfter = async (page: TakenPage, change: () => Promise<unknown>): Promise<void> => {
    const stale = page.next('stale');
    await change();
    assert.match(String((await stale)['message']), /changed during the review/);
  };
  /** Sends a decision that the page itself no longer offers. */
  const expectRefused = async (page: TakenPage, decision: object, why: RegExp): Promise<void> => {
    const before = await (await policies()).listAudit();
    assert.match(String((await page.ask(decision, 'failed'))['message']), why);
    await setTimeout(200);
    assert.deepEqual(await (await policies()).listAudit(), before);
  };

  it('do not apply a joint review that the other window applied in part, but what is left of it', async () => {
    const first = await propose('^docker rm');
    await propose('^shred', '^wipefs');
    const page = await pages.take(PANEL.reviewer, () => run(COMMAND.reviewAll, {}));
    const old = await shown(page, 'ready');
    assert.equal(old.add.length, 3);
    await staleAfter(page, () => applyElsewhere({ kind: 'suggestion', subjectId: first.id }));
    const again = page.next('show');
    await expectRefused(page, apply(old), /: Ada applied version \d+\.$/);
    // A joint review is then shown again as it is now.
    const left = (await again)['review'] as Review;
    assert.equal(left.add.length, 2);
    const part = { add: [{ at: 0, mode: 'enforce' }], remove: [] };
    await page.ask({ ...apply(left), part }, 'applied');
    const [taken, omitted] = left.add.map(({ pattern }) => pattern);
    assert.ok(taken !== undefined && omitted !== undefined);
    await rule(taken);
    assert.ok(!(await rules()).some(({ pattern }) => pattern === omitted));
    await rejectPending();
  });

  it('mark a suggestion that was rejected in the other window, and one whose rejection was undone there', async () => {
    const { id } = await propose('^mkfs');
    const page = await openReview(id);
    assert.equal((await shown(page, 'ready')).status, 'pending');
    await staleAfter(page, async () =>
      (await policies()).reject({ suggestionId: id, author: 'Bob', comment: 'No need.' }),
    );
    assert.equal((await shown(page, 'refresh')).status, 'rejected');
    await staleAfter(page, async () =>
      (await policies()).reopenAll({ suggestionIds: [id], author: 'Bob' }),
    );
    assert.equal((await shown(page, 'refresh')).status, 'pending');
    await rejectPending();
  });

  it('do not apply an edit of a rule that was put into shadow mode in the other window', async () => {
    const { id } = await rule('^docker rm');
    const edit = await proposeDiff({
      add: [{ pattern: '^docker rm -f', effect: 'deny' }],
      remove: [id],
      meta: {},
    });
    const page = await openReview(edit.id);
    const old = await shown(page, 'ready');
    const shadow = await proposeDiff(modeSwitch(await rule('^docker rm'), 'shadow'));
    await staleAfter(page, () => applyElsewhere({ kind: 'suggestion', subjectId: shadow.id }));
    await expectRefused(page, apply(old), /: Ada applied version \d+\.$/);
    assert.equal((await rule('^docker rm')).mode, 'shadow');
    await rejectPending();
  });

  it('do not apply a suggestion that only adds a rule once the other window rolled back', async () => {
    const { id } = await propose('^dd ');
    const page = await openReview(id);
    const old = await shown(page, 'ready');
    const [newest] = await (await policies()).listVersions();
    await staleAfter(page, () =>
      applyElsewhere({ kind: 'rollback', subjectId: newest?.version ?? '' }),
    );
    const rolledBack = /: a rollback by Ada created version \d+\.$/;
    await expectRefused(page, apply(old), rolledBack);
    const current = await shown(page, 'refresh');
    assert.notEqual(current.policyVersion, old.policyVersion);
    assert.equal(current.diffHash, old.diffHash);
    // What an earlier page approved does not become the approval of what is shown now.
    await expectRefused(page, apply(old), rolledBack);
    await page.ask(apply(current), 'applied');
    await rule('^dd ');
    await rejectPending();
  });

  it('explain a command again when the other window changed the policy', async () => {
    const page = await pages.take(PANEL.explain, () => run(COMMAND.explainCommand));
    const decision = (message: object): string =>
      (message as { explained: Explained }).explained.decision;
    const subject = { command: 'terraform destroy', cwd: '', shell: 'bash' };
    const first = await page.ask({ type: 'explain', requestNumber: 1, subject }, 'explained');
    assert.equal(decision(first), 'none');
    const { id } = await propose('^terraform destroy');
    const again = page.next('explained');
    await applyElsewhere({ kind: 'suggestion', subjectId: id });
    assert.equal(decision(await again), 'deny');
  });

  it('apply the same starter rules once, even if both proposed them', async () => {
    const page = await pages.take(PANEL.setup, () => run(COMMAND.setUp));
    const proposed: string[] = [];
    const elsewhere = new SetupConversation(
      {
        extensionUri: vscode.Uri.file('/'),
        source: other.source,
        reviewer: {
          open: ({ subjectId }) => Promise.resolve(void proposed.push(subjectId)),
          dispose: () => undefined,
        },
        explain: (error) => assert.fail(String(error)),
      },
      () => undefined,
    );
    const message = { type: 'review', categories: ['git'] };
    await Promise.all([page.send(message), elsewhere.receive(message)]);
    await eventually(() => Promise.resolve(isReviewOpen() || undefined), 30_000);
    const [first = ''] = proposed;
    await applyElsewhere({ kind: 'suggestion', subjectId: first });
    const inForce = await rules();
    const pending = await run<readonly Suggestion[]>(COMMAND.listSuggestions, 'pending');
    for (const { id } of pending) {
      const again = await shown(await openReview(id), 'ready');
      assert.ok(again.add.every(({ pattern }) => inForce.some((one) => one.pattern === pattern)));
    }
    assert.ok(pending.length <= 1);
  });
});

function isReviewOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ label }) => label === 'Review'),
  );
}
