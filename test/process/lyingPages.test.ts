import '../support/withoutVscode';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ALL_PENDING } from '../../src/app';
import { COMMAND, PANEL } from '../../src/contributions';
import { FromDashboard } from '../../src/protocol/dashboard';
import { FromExplain } from '../../src/protocol/explain';
import { FromReviewer, type Review } from '../../src/protocol/reviewer';
import { FromSetup } from '../../src/protocol/setup';
import { HOSTILE } from '../../webview-ui/dev/hostile';
import { anEvent } from '../support/events';
import { clipboard, dialogs, executed } from '../support/fakeVscode';
import { LONG, SEED } from '../support/longForm';
import { barePage, openWindow, type BarePage, type TestWindow } from '../support/windowUnderTest';

/** What a page may send, by page; placeholders are filled in by each test. */
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
    { type: 'train' },
    { type: 'cancelTraining' },
    { type: 'generate' },
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
    { type: 'starterRules' },
  ],
  [PANEL.setup]: [
    { type: 'ready' },
    { type: 'read' },
    { type: 'importCsv' },
    { type: 'openDashboard' },
    { type: 'connect', host: 'claude' },
    { type: 'connect' },
    { type: 'answer', id: 1, write: true },
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

describe('a page that lies', function () {
  this.timeout(LONG ? 600_000 : 90_000);
  let folder = '';
  let window: TestWindow;
  const { HOME } = process.env;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  before(async () => {
    process.on('unhandledRejection', note);
    folder = await mkdtemp(join(tmpdir(), 'rulewright-lies-'));
    process.env['HOME'] = join(folder, 'home');
    window = await openWindow(join(folder, 'storage'));
    await window.app.history.append([
      anEvent({ id: 'e1', command: 'git push origin main' }),
      ...Array.from({ length: 20 }, (_, at) => anEvent({ id: `m${at}`, command: `make ${at}` })),
    ]);
  });
  after(async () => {
    await window.close();
    process.env['HOME'] = HOME;
    await rm(folder, { recursive: true });
    process.off('unhandledRejection', note);
  });
  afterEach(() => {
    assert.deepEqual(unhandled.splice(0), []);
  });

  /** Everything that no page may change. */
  const state = async (): Promise<unknown> => {
    const { policies } = window.app;
    const [rules, versions, audit, pending, rejected] = await Promise.all([
      policies.listRules(),
      policies.listVersions(),
      policies.listAudit(),
      policies.listSuggestions('pending'),
      policies.listSuggestions('rejected'),
    ]);
    return { rules, versions, audit, pending, rejected };
  };
  const propose = (pattern: string) =>
    window.app.policies.propose({
      proposedBy: 'test',
      diff: { add: [{ pattern, effect: 'deny' }], remove: [], meta: {} },
    });
  const opened = async (id: PanelId): Promise<BarePage> => {
    if (id === PANEL.reviewer) {
      const [first] = await window.app.policies.listSuggestions('pending');
      const subjectId = first?.id ?? (await propose('^git push')).id;
      await window.reviewer.open({ kind: 'suggestion', subjectId });
    } else if (id === PANEL.dashboard) await window.dashboard.open();
    else if (id === PANEL.explain) await window.explain.open({ command: 'ls' });
    else await window.setup.open();
    return barePage(window, id);
  };

  it('is known by every message type, but those that only a decision or a label needs', () => {
    for (const id of Object.keys(HONEST) as PanelId[]) {
      const types: string[] = HONEST[id].map((message) => {
        assert.ok(SCHEMAS[id].safeParse(message).success, JSON.stringify(message));
        return message.type;
      });
      const missing = SCHEMAS[id].options
        .map(({ shape }) => shape.type.value as string)
        .filter((type) => !types.includes(type));
      const decisions = ['apply', 'reject', 'undoReject', 'labelHit', 'openNext'];
      assert.deepEqual(
        missing,
        id === PANEL.reviewer ? decisions : id === PANEL.dashboard ? ['check'] : [],
      );
    }
  });

  for (const id of Object.keys(HONEST) as PanelId[]) {
    it(`changes nothing, and the window goes on: ${id}`, async () => {
      const bare = await opened(id);
      const before = await state();
      await fc.assert(
        fc.asyncProperty(fc.array(lie(HONEST[id]), { maxLength: 8 }), async (messages) => {
          for (const message of messages) bare.panel.send(message);
          await new Promise((resolve) => setImmediate(resolve));
        }),
        { numRuns: LONG ? 2000 : 120, seed: SEED },
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(await state(), before);
      // It still answers.
      const [answer] = [
        await bare.ask({ type: 'no such type' }, 'failed'),
        id === PANEL.dashboard
          ? await bare.ask({ type: 'ready', tab: 'overview' }, 'overview')
          : undefined,
      ];
      assert.match(String(answer['message']), /sent an invalid message/);
    });
  }

  it('passes only known commands, and what it sends is not an argument but a subject', () => {
    const ids = new Set(executed.map(([id]) => id));
    const own = new Set<string>(Object.values(COMMAND));
    for (const id of ids) assert.ok(own.has(id) || id.endsWith('.focus'), id);
    assert.ok(!ids.has(COMMAND.applySuggestion) && !ids.has(COMMAND.proposeDiff));
    assert.ok(clipboard.text.length <= 1_048_576);
    assert.deepEqual(
      dialogs.filter(({ kind }) => kind === 'error' || kind === 'warning'),
      [],
    );
  });

  describe('about a decision', () => {
    let bare: BarePage;
    let review: Review;
    let otherId = '';
    const decision = () => ({
      ...{ subjectId: review.subjectId, diffHash: review.diffHash, author: 'Eve', comment: '' },
    });
    const apply = (wrong: object = {}) => ({
      ...{ type: 'apply', ...decision(), typed: 'APPLY' },
      ...wrong,
    });
    beforeEach(async () => {
      const { id } = await propose(`^shred ${Math.random()}`);
      otherId = (await propose(`^wipefs ${Math.random()}`)).id;
      await window.reviewer.open({ kind: 'suggestion', subjectId: id });
      bare = barePage(window, PANEL.reviewer);
      const shown = await bare.ask({ type: 'ready' }, 'show');
      ({ review } = shown as unknown as { review: Review });
    });

    it('is refused for another subject, hash or word, or parts that the change does not have', async () => {
      const before = await state();
      for (const wrong of [
        { typed: 'apply' },
        { typed: 'APPLY ' },
        { typed: '' },
        { diffHash: 'x' },
        { diffHash: '' },
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
        const answer = await bare.ask(apply(wrong), 'failed', 'applied');
        assert.equal(answer.type, 'failed', JSON.stringify(wrong));
        assert.equal(typeof answer['message'], 'string');
      }
      assert.deepEqual(await state(), before);
    });

    it('is carried out once, however often it is repeated', async () => {
      const before = (await window.app.policies.listVersions()).length;
      const message = apply();
      for (let time = 0; time < 5; time += 1) bare.panel.send(message);
      await bare.next('applied');
      for (let time = 0; time < 5; time += 1) bare.panel.send(message);
      await bare.ask({ ...message, type: 'reject', typed: undefined }, 'failed');
      await bare.ask(message, 'failed');
      assert.equal((await window.app.policies.listVersions()).length, before + 1);
      const entries = (await window.app.policies.listAudit()).filter(
        ({ subject, action }) => subject === review.subjectId && action === 'apply',
      );
      assert.equal(entries.length, 1);
    });

    it('shows the subject that was opened last, whichever is read first', async () => {
      const opening = [otherId, review.subjectId, otherId].map((subjectId) =>
        window.reviewer.open({ kind: 'suggestion', subjectId }),
      );
      await Promise.all(opening);
      const shown = bare.told.findLast(({ type }) => type === 'show') as unknown as {
        review: Review;
      };
      assert.equal(shown.review.subjectId, otherId);
      assert.equal(bare.told.filter(({ type }) => type === 'show').length, 2);
    });
  });

  it('logs each failure on one line, and no secret', () => {
    for (const line of window.log) assert.ok(line.length < 5000, line.slice(0, 200));
  });
});
