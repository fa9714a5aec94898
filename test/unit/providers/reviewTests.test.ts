import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { App, ReviewSession } from '../../../src/app';
import { createBacktests } from '../../../src/app/backtests';
import type { Backtests } from '../../../src/app/ports';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createHistory } from '../../../src/history/history';
import type { TestedRule, ToReviewer } from '../../../src/protocol/reviewer';
import { ReviewTests } from '../../../src/providers/reviewTests';
import { anEvent } from '../../support/events';
import { openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';
import { useTrainer } from '../../support/threads';

/** More commands than are read before the first test. */
const MANY = 6000;
/** As few as are enough for a test of something else. */
const FEW = 1200;

const shown: ReviewSession['shown'] = {
  ...{ kind: 'suggestion', subjectId: 's1', diffHash: 'h', status: 'pending' },
  diff: {
    add: [
      { pattern: 'newest', effect: 'deny' },
      { pattern: 'oldest', effect: 'deny' },
    ],
    remove: [],
    meta: {},
  },
  ...{ current: [], addedRules: [], removedRules: [], policyVersion: '' },
  categories: new Map<string, string>(),
};

const ruleAt = (at: number, pattern = shown.diff.add[at]?.pattern ?? ''): TestedRule => ({
  ...{ at, pattern, effect: 'deny' },
});

describe('the tests of a review', function () {
  this.timeout(60_000);
  const workerPath = useTrainer();
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let backtests: Backtests;
  let tests: ReviewTests;
  let posted: ToReviewer[];
  let received: (message: ToReviewer) => void;
  const folder = useTempFolder();
  /** Opens a review of a history of `count` commands. */
  const openReview = async (count: number): Promise<void> => {
    const clock = { now: () => Date.parse('2026-02-01T00:00:00Z') };
    const files = createNodeFiles();
    const history = createHistory({
      ...{ files, folder: join(folder(), 'history'), clock, owner: '1-0-test' },
    });
    const lines = Array.from({ length: count - 2 }, (_, at) => `make target-${at} && ls ${at}`);
    const commands = ['touch oldest', ...lines, 'touch newest'];
    await history.append(commands.map((command, at) => anEvent({ id: `e${at}`, command })));
    store = await openTestStore(folder());
    backtests = createBacktests({ workerPath: workerPath(), history, policies: store.policies });
    const app = { openBacktest: (ids: readonly string[]) => backtests.open(ids) } as unknown as App;
    posted = [];
    received = () => undefined;
    tests = new ReviewTests(
      {
        source: { get: () => Promise.resolve(app) },
        explain: (error) => ({ message: String(error) }),
      },
      (message) => {
        posted.push(message);
        received(message);
      },
      () => shown,
    );
  };
  afterEach(async () => {
    tests.close();
    await backtests.close();
    await store.close();
  });

  const of = <T extends ToReviewer['type']>(type: T) =>
    posted.filter((one): one is Extract<ToReviewer, { type: T }> => one.type === type);
  /** For each answer: the hits of each rule, and the number of commands tested. */
  const results = () =>
    of('tested').map(({ rules }) =>
      rules.map(({ at, result }) =>
        result.state === 'tested' ? [at, result.commands, result.ofCommands] : [at],
      ),
    );
  const testAll = () => tests.handle({ type: 'test', rules: [ruleAt(0), ruleAt(1)] });

  it('send early results for the newest commands, and final ones for all', async () => {
    await openReview(MANY);
    await testAll();
    const [first, ...later] = results();
    assert.ok(later.length > 0);
    const [, , among = 0] = first?.[0] ?? [];
    assert.ok(among >= 1000 && among < MANY, String(among));
    assert.deepEqual(first, [
      [0, 1, among],
      [1, 0, among],
    ]);
    assert.deepEqual(later.at(-1), [
      [0, 1, MANY],
      [1, 1, MANY],
    ]);
    // The page must not treat an intermediate result as the last one.
    assert.equal(posted.at(-1)?.type, 'reading');
    assert.deepEqual(of('reading').at(-1)?.read, { done: MANY, total: MANY });
  });

  it('stop on request, and continue from there', async () => {
    await openReview(MANY);
    const isStopped = new Promise<void>((resolve) => {
      received = ({ type }) => {
        if (type !== 'reading') return;
        received = () => undefined;
        resolve(tests.handle({ type: 'stopReading' }));
      };
    });
    await testAll();
    await isStopped;
    const last = of('reading').at(-1);
    assert.equal(last?.state, 'stopped');
    const { done } = last.read;
    assert.ok(done < MANY, String(done));
    assert.deepEqual(results().at(-1), [
      [0, 1, done],
      [1, 0, done],
    ]);
    await tests.handle({ type: 'test', rules: [ruleAt(0, 'touch')] });
    assert.deepEqual(results().at(-1), [[0, 1, done]]);
    await tests.handle({ type: 'readOn' });
    assert.deepEqual(results().at(-1), [
      [0, 2, MANY],
      [1, 1, MANY],
    ]);
    assert.deepEqual(of('reading').at(-1)?.read, { done: MANY, total: MANY });
  });

  it('count the decisions before and after what is chosen', async () => {
    await openReview(FEW);
    await testAll();
    await tests.handle({ type: 'decide', enforced: [ruleAt(0)], kept: [] });
    const before = { denied: 0, asked: 0, allowed: 0, noRule: FEW, unjudged: 0 };
    const { changed, ...counts } = of('decided').at(-1)?.decided ?? assert.fail();
    assert.deepEqual(counts, { before, after: { ...before, denied: 1, noRule: FEW - 1 } });
    assert.equal(changed.length, 1);
    await assert.rejects(
      async () => tests.handle({ type: 'decide', enforced: [ruleAt(7, 'x')], kept: [] }),
      /does not match the suggestion/,
    );
  });

  it('answer only the last of several edits', async () => {
    await openReview(FEW);
    await testAll();
    posted = [];
    const typed = ['t', 'to', 'tou', 'touch'].map((pattern) =>
      tests.handle({ type: 'test', rules: [ruleAt(0, pattern)] }),
    );
    await Promise.all(typed);
    const answered = of('tested').flatMap(({ rules }) => rules.map(({ pattern }) => pattern));
    assert.deepEqual(answered, ['touch']);
  });

  it('send nothing once the page shows another subject', async () => {
    await openReview(MANY);
    const all = testAll();
    tests.close();
    await all;
    assert.deepEqual(posted, []);
  });
});
