import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { ALL_PENDING } from '../../src/app';
import { COMMAND, PANEL, type CommandId } from '../../src/contributions';
import type { Suggestion } from '../../src/core/suggestion';
import { FromDashboard } from '../../src/protocol/dashboard';
import { FromPage } from '../../src/protocol/draft';
import { FromExplain, MAX_COMMAND } from '../../src/protocol/explain';
import { FromReviewer, type Review } from '../../src/protocol/reviewer';
import { FromSetup, HookQuestion } from '../../src/protocol/setup';
import { HOSTILE } from '../../webview-ui/dev/hostile';
import { anEvent } from '../support/events';
import { LONG, SEED } from '../support/longForm';
import { dismissDialogs, type Dialogs } from './support/dismissedDialogs';
import { eventually, openSecondWindow, type SecondWindow } from './support/secondWindow';
import { takeOverPages, type PageTakeover, type TakenPage } from './support/takenPage';
import { watchCalls } from './support/watchedCalls';

/** What a page may send, by page. */
const RULE = { at: 0, pattern: '^git push', effect: 'deny' };
const HONEST = {
  [PANEL.reviewer]: [
    { type: 'ready' },
    { type: 'refresh' },
    { type: 'test', rules: [RULE] },
    { type: 'stopReading' },
    { type: 'readOn' },
    { type: 'hits', rule: RULE, from: 0, limit: 10 },
    { type: 'bypasses', rule: RULE },
    { type: 'exclude', rule: RULE, command: 'git push origin main' },
    { type: 'decide', enforced: [RULE], kept: [] },
    { type: 'openRule', ruleId: 'r1' },
    { type: 'openDiff' },
    { type: 'openSetup' },
    { type: 'openVersions' },
  ],
  [PANEL.dashboard]: [
    { type: 'ready', tab: 'history' },
    { type: 'refresh', tab: 'overview' },
    { type: 'query', limit: 10, filter: { text: 'git', days: 7 } },
    { type: 'showSession', agentId: 'claude:s1' },
    { type: 'showAll' },
    { type: 'openCommand', eventId: 'e1' },
    { type: 'openRule', ruleId: 'r1' },
    { type: 'explain', subjectId: 'e1' },
    { type: 'explainCommand', command: 'git push' },
    { type: 'showSuggestions' },
    { type: 'setUp' },
    { type: 'importCsv' },
    { type: 'exportCsv' },
    { type: 'startRecording' },
    { type: 'cancelTraining' },
    { type: 'registerAgent', name: 'a' },
    { type: 'updateAgent', id: 'a', action: 'x', score: 1 },
    { type: 'setAgentStatus', id: 'a', status: 'blocked', reason: 'x' },
    { type: 'removeAgent', id: 'a' },
    { type: 'label', eventId: 'gone', label: 'safe' },
  ],
  [PANEL.explain]: [
    { type: 'ready' },
    {
      type: 'explain',
      requestNumber: 1,
      subject: { command: 'git push', cwd: '/srv', shell: 'bash' },
    },
    { type: 'openRule', ruleId: 'r1' },
    { type: 'likeThis', effect: 'deny', command: 'git push' },
    { type: 'copy', command: 'git push' },
  ],
  [PANEL.setup]: [
    { type: 'ready' },
    { type: 'read' },
    { type: 'importCsv' },
    { type: 'openDashboard' },
    { type: 'connect', host: 'claude' },
    { type: 'connect' },
    { type: 'answer', id: 1e6, write: true },
    { type: 'review', categories: ['no such category'] },
  ],
} as const;
const SCHEMAS = {
  [PANEL.reviewer]: FromReviewer,
  [PANEL.dashboard]: FromDashboard,
  [PANEL.explain]: FromExplain,
  [PANEL.setup]: FromSetup,
} as const;
type PanelId = keyof typeof HONEST;

/** What every page may send about its draft. */
const DRAFT = { type: 'saveDraft', draft: '{"subjectId":"x"}' };

/** What only a decision or a label needs, or starts a long computation. */
const LEFT_OUT: Readonly<Record<PanelId, readonly string[]>> = {
  [PANEL.reviewer]: ['apply', 'reject', 'undoReject', 'labelHit', 'openNext'],
  [PANEL.dashboard]: ['train', 'generate', 'check'],
  [PANEL.explain]: ['starterRules'],
  [PANEL.setup]: [],
};

const run = <T>(id: CommandId, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand<T>(id, ...args);

/** What a page with a fault, or one that was taken over, may put in place of a value. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      undefined,
      true,
      -1,
      0.5,
      NaN,
      Infinity,
      2 ** 53,
      '',
      'APPLY',
      'pending',
      '__proto__',
    ],
    ...['../../x', 'command:workbench.action.quit', 'x'.repeat(200_000), ...HOSTILE],
    [],
    {},
    new Map([['type', 'apply']]),
    new Date(0),
    { type: 'apply' },
    Array.from({ length: 20_000 }, () => RULE),
    { ...RULE, at: 1e9 },
    { ...RULE, pattern: '(a+)+$' },
    { ...RULE, pattern: '(' },
    [{ ...RULE, at: 7 }],
  ),
  fc.anything({ maxDepth: 2 }),
);

/** An honest message, or one with a wrong, missing or additional member, or anything else. */
function lie(honest: readonly object[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(...honest),
    junk,
    fc
      .tuple(fc.constantFrom(...honest), fc.nat(), junk, fc.boolean())
      .map(([message, at, value, leaves]) => {
        const names = [...Object.keys(message), 'extra'];
        const name = names[at % names.length] ?? 'type';
        const entries = Object.entries({ ...message, [name]: value });
        return Object.fromEntries(leaves ? entries.filter(([key]) => key !== name) : entries);
      }),
  );
}

/** A message that the page may not send, as it arrives. */
function invalidMessage(id: PanelId): fc.Arbitrary<unknown> {
  return lie([...HONEST[id], DRAFT])
    .map((message) => (JSON.parse(JSON.stringify([message])) as unknown[])[0])
    .filter((message) =>
      [SCHEMAS[id], FromPage].every((schema) => !schema.safeParse(message).success),
    );
}

/** What a page gets without a message of its own, when it is shown or the data changes. */
const UNASKED: Readonly<Record<PanelId, readonly string[]>> = {
  [PANEL.reviewer]: ['show', 'stale'],
  [PANEL.dashboard]: ['overview', 'history', 'queue', 'model', 'agents'],
  [PANEL.explain]: [],
  [PANEL.setup]: ['sources', 'rules', 'hosts'],
};

/** In the window of the extension under test: its pages, its store, and a script of the test in place of theirs. */
describe('a page that lies', function () {
  this.timeout(LONG ? 600_000 : 90_000);
  let window: SecondWindow;
  let pages: PageTakeover;
  let dialogs: Dialogs;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  before(async () => {
    process.on('unhandledRejection', note);
    window = openSecondWindow();
    dialogs = dismissDialogs();
    pages = await takeOverPages();
    await (
      await app()
    ).history.append([
      anEvent({ id: 'e1', command: 'git push origin main' }),
      ...Array.from({ length: 20 }, (_, at) => anEvent({ id: `m${at}`, command: `make ${at}` })),
    ]);
  });
  after(async () => {
    await pages.end();
    dialogs.restore();
    const { agents, history, policies } = await app();
    for (const { id } of await agents.list()) await agents.unregister(id);
    await history.remove({ beforeMs: Number.MAX_SAFE_INTEGER });
    for (const { id } of await policies.listSuggestions('pending'))
      await policies.reject({ suggestionId: id, author: 'Ada', comment: '' });
    window.close();
    process.off('unhandledRejection', note);
  });
  afterEach(() => {
    assert.deepEqual(unhandled.splice(0), []);
  });

  const app = () => window.source.get();
  /** Everything that no page may change. */
  const state = async (): Promise<unknown> => {
    const { policies } = await app();
    const [rules, versions, audit, pending, rejected] = await Promise.all([
      policies.listRules(),
      policies.listVersions(),
      policies.listAudit(),
      policies.listSuggestions('pending'),
      policies.listSuggestions('rejected'),
    ]);
    return { rules, versions, audit, pending, rejected };
  };
  const propose = async (pattern: string): Promise<Suggestion> =>
    (await app()).policies.propose({
      proposedBy: 'test',
      diff: { add: [{ pattern, effect: 'deny' }], remove: [], meta: {} },
    });
  const review = async (id: string): Promise<TakenPage> =>
    pages.take(PANEL.reviewer, () => run(COMMAND.applySuggestion, id));
  const opened = async (id: PanelId): Promise<TakenPage> => {
    switch (id) {
      case PANEL.reviewer:
        return review((await propose('^git push')).id);
      case PANEL.dashboard:
        return pages.take(id, () => run(COMMAND.openDashboard));
      case PANEL.explain:
        return pages.take(id, () => run(COMMAND.explainCommand));
      case PANEL.setup:
        return pages.take(id, () => run(COMMAND.setUp));
    }
  };

  it('is known by every message type, but those that are left out', () => {
    for (const id of Object.keys(HONEST) as PanelId[]) {
      const types: string[] = HONEST[id].map((message) => {
        assert.ok(SCHEMAS[id].safeParse(message).success, JSON.stringify(message));
        return message.type;
      });
      const missing = SCHEMAS[id].options
        .map(({ shape }) => shape.type.value as string)
        .filter((type) => !types.includes(type));
      assert.deepEqual(missing.sort(), LEFT_OUT[id].toSorted());
    }
    assert.ok(FromPage.safeParse(DRAFT).success);
  });

  for (const id of Object.keys(HONEST) as PanelId[]) {
    it(`is told that its message is invalid, which does nothing else: ${id}`, async () => {
      const page = await opened(id);
      const asked = dialogs.shown.length;
      const executed = watchCalls(vscode.commands, 'executeCommand');
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(invalidMessage(id), { maxLength: 8 }), async (messages) => {
            const from = page.received.length;
            await page.send(...messages);
            const answers = page.received.slice(from).map(({ type }) => type);
            assert.equal(answers.filter((type) => type === 'failed').length, messages.length);
          }),
          { numRuns: LONG ? 500 : 25, seed: SEED },
        );
        await setTimeout(500);
      } finally {
        executed.restore();
      }
      const expected = ['draft', 'failed', ...UNASKED[id]];
      assert.deepEqual(
        page.received.filter(({ type }) => !expected.includes(type)),
        [],
      );
      const commands = executed.calls.map(([command]) => command);
      assert.deepEqual(
        commands.filter((command) => !/^(?:workbench\.|setContext$)/.test(command)),
        [],
      );
      assert.equal(dialogs.shown.length, asked);
    });
  }

  for (const id of Object.keys(HONEST) as PanelId[]) {
    it(`changes nothing, and the window goes on: ${id}`, async () => {
      const page = await opened(id);
      const before = await state();
      await fc.assert(
        fc.asyncProperty(fc.array(lie([...HONEST[id], DRAFT]), { maxLength: 8 }), (messages) =>
          page.send(...messages),
        ),
        { numRuns: LONG ? 500 : 25, seed: SEED },
      );
      await setTimeout(500);
      assert.deepEqual(await state(), before);
      // It still answers.
      const from = page.received.length;
      await page.send({ type: 'no such type' });
      // Answers to requests that take long may arrive as well.
      const answers = page.received.slice(from).map((answer) => String(answer['message']));
      assert.ok(
        answers.some((message) => /sent an invalid message/.test(message)),
        answers.join(),
      );
      if (id === PANEL.dashboard) await page.ask({ type: 'ready', tab: 'overview' }, 'overview');
    });
  }

  it('only asks the user what its buttons ask', () => {
    assert.deepEqual(
      dialogs.shown.filter(({ kind }) => kind === 'showErrorMessage'),
      [],
    );
  });

  it('copies, explains and proposes no longer command than an agent can send', async () => {
    const page = await opened(PANEL.explain);
    const copied = () => vscode.env.clipboard.readText();
    await page.send({ type: 'copy', command: 'git push' });
    await eventually(async () => (await copied()) === 'git push' || undefined);
    const command = 'x'.repeat(MAX_COMMAND + 1);
    for (const message of [
      { type: 'copy', command },
      { type: 'likeThis', effect: 'deny', command },
      { type: 'explain', requestNumber: 1, subject: { command, cwd: '', shell: 'bash' } },
    ]) {
      const answer = await page.ask(message, 'failed');
      assert.match(String(answer['message']), /sent an invalid message/);
    }
    assert.equal(await copied(), 'git push');
  });

  it('reviews no category of rules that it was not offered', async () => {
    const page = await opened(PANEL.setup);
    const before = await state();
    for (const category of ['no such category', '__proto__'])
      await page.ask({ type: 'review', categories: [category] }, 'failed');
    assert.deepEqual(await state(), before);
  });

  it('answers only the open question about a hook file', async () => {
    const page = await opened(PANEL.setup);
    const hosts = async () => (await app()).connections.list();
    const before = await hosts();
    const connect = async (): Promise<number> => {
      const { question } = await page.ask({ type: 'connect', host: 'claude' }, 'ask');
      return HookQuestion.parse(question).id;
    };
    const answer = (id: number, write = true) => ({ type: 'answer', id, write });
    const first = await connect();
    const second = await connect();
    await page.send(answer(first), answer(second + 1));
    assert.ok(!page.received.some(({ type }) => type === 'asked'));
    await page.ask(answer(second, false), 'asked');
    assert.deepEqual(await hosts(), before);
  });

  describe('about a decision', () => {
    let page: TakenPage;
    let shown: Review;
    let otherId = '';
    const decision = () => ({
      ...{ subjectId: shown.subjectId, diffHash: shown.diffHash, author: 'Eve', comment: '' },
    });
    const apply = (wrong: object = {}) => ({
      ...{ type: 'apply', ...decision(), typed: 'APPLY', policyVersion: shown.policyVersion },
      ...wrong,
    });
    beforeEach(async () => {
      const { id } = await propose(`^shred ${Math.random()}`);
      otherId = (await propose(`^wipefs ${Math.random()}`)).id;
      page = await review(id);
      shown = (await page.ask({ type: 'ready' }, 'show'))['review'] as Review;
    });

    it('is refused for another subject, hash or word, or parts that the change does not have', async () => {
      const before = await state();
      for (const wrong of [
        { typed: 'apply' },
        { typed: 'APPLY ' },
        { typed: '' },
        { diffHash: 'x' },
        { diffHash: '' },
        { policyVersion: 'x' },
        { subjectId: otherId },
        { subjectId: ALL_PENDING },
        { subjectId: '__proto__' },
        { author: '' },
        { author: '\n ' },
        { kind: 'joint' },
        { part: { add: [], remove: [] } },
        { part: { add: [{ at: 7, mode: 'enforce' }], remove: [] } },
        { part: { add: [{ at: 0, mode: 'enforce' }], remove: ['r-foreign'] } },
        { part: { add: [{ at: 0, mode: 'enforce', pattern: '(' }], remove: [] } },
        { part: { add: [{ at: 0, mode: 'enforce', pattern: '(a+)+$' }], remove: [] } },
        { part: { add: [{ at: 0, mode: 'enforce', pattern: 'x'.repeat(10_001) }], remove: [] } },
        {
          part: {
            add: [
              { at: 0, mode: 'enforce' },
              { at: 0, mode: 'shadow' },
            ],
            remove: [],
          },
        },
        { part: { add: [{ at: 0, mode: 'leave' }], remove: [] } },
      ]) {
        const answer = await page.ask(apply(wrong), 'failed', 'applied');
        assert.equal(answer.type, 'failed', JSON.stringify(wrong));
        assert.equal(typeof answer['message'], 'string');
      }
      assert.deepEqual(await state(), before);
    });

    it('is carried out once, however often it is repeated', async () => {
      const before = (await (await app()).policies.listVersions()).length;
      const message = apply();
      const applied = page.next('applied');
      const five = Array.from({ length: 5 }, () => message);
      await page.send(...five);
      await applied;
      await page.send(...five);
      await page.ask({ type: 'reject', ...decision() }, 'failed');
      await page.ask(message, 'failed');
      assert.equal((await (await app()).policies.listVersions()).length, before + 1);
      const entries = (await (await app()).policies.listAudit()).filter(
        ({ subject, action }) => subject === shown.subjectId && action === 'apply',
      );
      assert.equal(entries.length, 1);
    });

    it('shows the subject that was opened last, whichever is read first', async () => {
      const opening = [otherId, shown.subjectId, otherId].map((id) =>
        run(COMMAND.applySuggestion, id),
      );
      await Promise.all(opening);
      await page.send();
      const subjects = page.received
        .filter(({ type }) => type === 'show')
        .map((message) => (message['review'] as Review).subjectId);
      assert.deepEqual(subjects, [shown.subjectId, otherId]);
    });
  });
});
