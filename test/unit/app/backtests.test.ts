import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as z from 'zod';
import { createBacktests } from '../../../src/app/backtests';
import { rungDiff, testedLadder } from '../../../src/app/ladders';
import type { Backtests } from '../../../src/app/ports';
import { isRulewrightError } from '../../../src/core/errors';
import { Evidence } from '../../../src/core/evidence';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createHistory } from '../../../src/history/history';
import { hookEvent } from '../../../src/history/recorder';
import { eventFromSource } from '../../../src/history/sources/sourceEvent';
import { anEvent } from '../../support/events';
import { anAdd, approvalOf, openTestStore, propose } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';
import { useTrainer } from '../../support/threads';
import { labelledOf } from '../../support/labelledOf';

describe('backtests of a review', function () {
  this.timeout(30_000);
  const workerPath = useTrainer();
  let history: ReturnType<typeof createHistory>;
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let backtests: Backtests;
  const folder = useTempFolder();
  beforeEach(async () => {
    const clock = { now: () => Date.parse('2026-02-01T00:00:00Z') };
    const files = createNodeFiles();
    history = createHistory({ files, folder: join(folder(), 'history'), clock, owner: '1-0-test' });
    await history.append(
      ['git status', 'git push --force', 'git status'].map((command, at) =>
        anEvent({ id: `e${at}`, command }),
      ),
    );
    store = await openTestStore(folder());
    backtests = createBacktests({ workerPath: workerPath(), history, policies: store.policies });
  });
  afterEach(async () => {
    await backtests.close();
    await store.close();
  });
  const rule = { pattern: 'git', effect: 'deny' as const };

  it('refuses an edited pattern that contains a secret, as it will be when it is applied', async () => {
    const open = backtests.open();
    const before = { pattern: '^git', effect: 'deny' as const };
    const edited = { ...before, pattern: '^git push https://bob:geheim42@h' };
    const edits = [{ rule: edited, before }, { rule: edited }, { rule: before, before }];
    await open.read({});
    for (const results of [await open.test(edits, {}), await open.partialTest(edits, {})]) {
      assert.deepEqual(
        results.map(({ state }) => state),
        ['invalid', 'tested', 'tested'],
      );
      const [first] = results;
      assert.equal(first?.state === 'invalid' && first.offset, 22);
    }
  });

  it('tests on the history, together with the rules in force and the other suggestions', async () => {
    const inForce = await propose(store.policies, { add: [anAdd({ pattern: 'push' })] });
    await store.policies.apply(approvalOf(inForce.id, inForce.diffHash), 'request');
    const own = await propose(store.policies, { add: [anAdd({ pattern: 'git' })] });
    const other = await propose(store.policies, { add: [anAdd({ pattern: 'status' })] });
    const [result] = await backtests.open([own.id]).test([{ rule }], {});
    assert.equal(result?.state, 'tested');
    assert.deepEqual([result.commands, result.evidence.unknownHits], [2, 3]);
    assert.deepEqual(
      result.overlaps.map(({ place, pattern, shared }) => [place, pattern, shared]),
      [
        ['inForce', 'push', 1],
        ['pending', 'status', 1],
      ],
    );
    assert.equal(result.overlaps[1]?.id, other.id);
  });

  it('does not compare a rule with those of suggestions in the same review', async () => {
    const ids: string[] = [];
    for (const pattern of ['git', 'push', 'status']) {
      ids.push((await propose(store.policies, { add: [anAdd({ pattern })] })).id);
    }
    const [result] = await backtests.open(ids.slice(0, 2)).test([{ rule }], {});
    assert.equal(result?.state, 'tested');
    assert.deepEqual(
      result.overlaps.map(({ pattern, id }) => [pattern, id]),
      [['status', ids[2]]],
    );
  });

  it('evaluates commands in their working directories, and does not judge those with an unknown one', async () => {
    const run = (id: string, cwd: string) =>
      hookEvent(
        {
          ...{ host: 'claude', eventType: 'command_requested', tool: 'Bash', sessionId: 's1' },
          ...{ command: 'rm -rf *', cwd },
        },
        { id, nowMs: 0 },
      );
    const ts = '2026-01-01T00:00:00Z';
    await history.append([
      ...[run('h1', '/home/kim'), run('h2', '/home/kim/app'), run('h3', '/work/app')],
      eventFromSource('zsh', { key: 'z1', command: 'rm -rf *', ts }),
      eventFromSource('zsh', { key: 'z2', command: 'rm -rf build', ts }),
    ]);
    const [result] = await backtests
      .open(['none'])
      .test([{ rule: { pattern: '^rm .*‹home›', effect: 'deny' } }], {});
    assert.equal(result?.state, 'tested');
    const { commands, evidence, unjudged } = result;
    assert.deepEqual([commands, evidence.unknownHits, unjudged], [1, 1, 1]);
  });

  it('does not compare a rule with itself, nor with rules that the change removes', async () => {
    const diff = { add: [anAdd({ pattern: 'git' }), anAdd({ pattern: 'push' })] };
    const { id, diffHash } = await propose(store.policies, diff);
    await store.policies.apply(approvalOf(id, diffHash), 'request');
    const overlaps = async (removed: readonly string[]) => {
      const [result] = await backtests.open([], removed).test([{ rule }], {});
      assert.equal(result?.state, 'tested');
      return result.overlaps.map(({ pattern }) => pattern);
    };
    assert.deepEqual(await overlaps([]), ['push']);
    const rules = await store.policies.listRules();
    assert.deepEqual(await overlaps(rules.map((each) => each.id)), []);
  });

  it('labels a hit in the history and in the test', async () => {
    const backtest = backtests.open();
    await backtest.test([{ rule }], {});
    await backtest.label('git status', 'safe', 'Ada');
    const { hits } = await backtest.partialHits({ rule }, 0, 5, {});
    assert.deepEqual(
      hits.map(({ command, label }) => [command, label]),
      [
        ['git status', 'safe'],
        ['git push --force', 'unknown'],
      ],
    );
    const kept = (await labelledOf(history)).find(({ label }) => label === 'safe');
    assert.equal(kept?.command, 'git status');
    await assert.rejects(backtest.label('rm -rf x', 'safe', 'Ada'), (error: unknown) =>
      isRulewrightError(error, 'not-found'),
    );
  });

  it('never starts a test that was cancelled while waiting', async () => {
    const backtest = backtests.open();
    const first = backtest.test([{ rule }], {});
    const cancel = new AbortController();
    const second = backtest.test([{ rule }], { signal: cancel.signal });
    cancel.abort();
    const wasCancelled = (error: unknown): boolean => isRulewrightError(error, 'cancelled');
    await assert.rejects(second, wasCancelled);
    assert.equal((await first).length, 1);
    await backtest.close();
    await assert.rejects(backtest.test([{ rule }], {}), wasCancelled);
  });

  it('reads the history again for the next review, and keeps reviews separate', async () => {
    const commandsOf = async (review: ReturnType<Backtests['open']>): Promise<number> => {
      const [result] = await review.test([{ rule }], {});
      assert.equal(result?.state, 'tested');
      return result.commands;
    };
    const first = backtests.open();
    assert.equal(await commandsOf(first), 2);
    await history.append([anEvent({ id: 'e9', command: 'git log' })]);
    const second = backtests.open();
    assert.equal(await commandsOf(second), 3);
    await second.close();
    await assert.rejects(commandsOf(second), (error: unknown) =>
      isRulewrightError(error, 'cancelled'),
    );
    assert.equal(await commandsOf(first), 3);
    await first.close();
    assert.equal(await commandsOf(backtests.open()), 3);
  });

  it('does not wait for the tests of a closed review', async () => {
    const closed = backtests.open();
    const running = closed.test([{ rule }], {});
    const waiting = closed.test([{ rule }], {});
    await closed.close();
    for (const test of [running, waiting]) {
      await assert.rejects(test, (error: unknown) => isRulewrightError(error, 'cancelled'));
    }
    assert.equal((await backtests.open().test([{ rule }], {})).length, 1);
  });

  it('test each rung of a ladder, and the selected one becomes a suggestion with evidence', async () => {
    const command = 'git push --force';
    const rungs = await testedLadder(backtests, { command, effect: 'deny' }, {});
    const commandsOf = ({ tests }: (typeof rungs)[number]) =>
      tests.map((one) => (one.state === 'tested' ? one.commands : one.message));
    assert.deepEqual(
      rungs.map((rung) => [rung.reach, ...commandsOf(rung)]),
      [
        ['command', 1],
        ['options', 1],
        ['program', 2],
      ],
    );
    const [, narrow] = rungs;
    assert.ok(narrow);
    const diff = rungDiff(narrow, command);
    const suggestion = await store.policies.propose({ proposedBy: 'Ada', diff });
    assert.equal(suggestion.status, 'pending');
    const [added] = suggestion.diff.add;
    assert.deepEqual([added?.effect, added?.match], ['deny', [command]]);
    assert.deepEqual(await store.policies.listRules(), []);
    const [evidence] = z.array(Evidence).parse(suggestion.diff.meta['evidence']);
    assert.equal(evidence?.unknownHits, 1);
  });
});
