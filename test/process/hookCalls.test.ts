import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandEvent } from '../../src/core/event';
import { HOST_HOOKS, type HookHost } from '../../src/hosts/allHooks';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory, type CommandHistory } from '../../src/history/history';
import { Spool } from '../../src/history/spool';
import { NO_AGENTS } from '../support/noAgents';
import { runBundle } from '../support/bundle';
import { hookInput, hookInputs } from '../support/hookInputs';
import { useTempFolder } from '../support/tempFolder';
import { labelledOf } from '../support/labelledOf';

describe('a command reported by hooks before and after it', function () {
  this.timeout(120_000);
  const folder = useTempFolder();

  beforeEach(() => {
    const rule = {
      id: 'no-rm',
      pattern: '\\brm\\b',
      effect: 'deny' as const,
      addedBy: 'bob',
      confidence: null,
      ts: '2026-01-05T08:00:00Z',
      mode: 'enforce' as const,
      reason: '',
    };
    const bytes = snapshotBytes({ rules: [rule], version: 'v1', seq: 1 }, 1);
    writeFileSync(join(folder(), 'policy.snapshot'), bytes);
  });

  /** Calls the guard as a host does, in the format of `host` with one of the inputs of `from`. */
  async function call(
    host: HookHost,
    phase: string,
    input: string,
    command: string,
    from: HookHost = host,
  ): Promise<void> {
    const stdin = hookInput(from, input, command);
    const args = ['--storage', folder(), '--host', host, phase];
    const { code, stderr } = await runBundle('guard.cjs', args, { stdin });
    assert.deepEqual([code, stderr], [0, '']);
  }

  /** The history after a window drained the spool. */
  async function drained(): Promise<{ history: CommandHistory; events: readonly CommandEvent[] }> {
    const files = createNodeFiles();
    const owner = `${process.pid}-0-w`;
    const history = createHistory({
      files,
      folder: join(folder(), 'history'),
      clock: Date,
      owner,
    });
    const options = { files, folder: join(folder(), 'spool'), target: history, clock: Date, owner };
    await new Spool({ ...options, ownerHasEnded: () => true, agents: NO_AGENTS }).drain();
    return { history, events: await history.recent(100) };
  }

  for (const host of Object.keys(HOST_HOOKS) as HookHost[]) {
    it(`is one event of ${host}, with its outcome`, async () => {
      await call(host, 'pre', 'pre', 'npm test');
      const before = await drained();
      assert.deepEqual(
        before.events.map(({ eventType }) => eventType),
        ['command_requested'],
      );
      await call(host, 'post', 'post', 'npm test');
      const { history, events } = await drained();
      assert.deepEqual(
        events.map(({ eventType, exitCode }) => [eventType, exitCode]),
        [['command_executed', hookInputs(host).answers.exitCode]],
      );
      assert.equal(events[0]?.verdict?.decision, 'none');
      const learned = await labelledOf(history);
      assert.deepEqual(
        learned.map(({ command, count }) => [command, count]),
        [['npm test', 1]],
      );
      assert.equal((await history.summary()).total, 1);
    });

    it(`is an event of ${host} if only the hook after it is installed`, async () => {
      await call(host, 'post', 'post', 'npm test');
      const { events } = await drained();
      assert.deepEqual(
        events.map(({ eventType }) => eventType),
        ['command_executed'],
      );
    });
  }

  for (const host of Object.keys(HOST_HOOKS) as HookHost[]) {
    const { failure } = hookInputs(host).answers;
    if (failure === undefined) continue;
    it(`is marked as failed if ${host} reports it`, async () => {
      await call(host, 'pre', 'pre', 'npm test');
      await call(host, failure.phase, 'failed', 'npm test');
      const { events } = await drained();
      assert.deepEqual(
        events.map((event) => [event.eventType, event.exitCode]),
        [['command_failed', failure.exitCode]],
      );
    });
  }

  it('counts each run', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await call('gemini', 'pre', 'pre', 'npm test');
      await call('gemini', 'post', 'post', 'npm test');
    }
    const { events } = await drained();
    assert.deepEqual(
      events.map(({ eventType }) => eventType),
      ['command_executed', 'command_executed', 'command_executed'],
    );
  });

  it("is one event when Cursor runs its own hooks and those of Claude's files at the same time", async () => {
    await Promise.all([
      call('cursor', 'pre', 'pre', 'npm test'),
      call('claude', 'pre', 'claudePre', 'npm test', 'cursor'),
    ]);
    await Promise.all([
      call('cursor', 'post', 'post', 'npm test'),
      call('claude', 'post', 'claudePost', 'npm test', 'cursor'),
    ]);
    const { events } = await drained();
    assert.deepEqual(
      events.map(({ eventType, context }) => [eventType, context?.host, context?.sessionId]),
      [['command_executed', 'cursor', 'c']],
    );
  });

  it('is reported twice but counted once, and a denied one is counted for each request', async () => {
    await call('claude', 'pre', 'pre', 'rm x');
    await call('cursor', 'pre', 'pre', 'rm x');
    const { history, events } = await drained();
    assert.equal(events.length, 2);
    assert.equal((await history.ruleHits()).get('no-rm')?.count, 2);
  });

  it('is not readable in the notes about it', async () => {
    await call('claude', 'pre', 'pre', 'npm run my-secret-project');
    const calls = join(folder(), 'calls');
    const texts = readdirSync(calls).map((name) => name + readFileSync(join(calls, name), 'utf8'));
    assert.equal(texts.length, 1);
    assert.equal(texts.join().includes('secret'), false);
  });

  it('is recorded even if the notes cannot be written', async () => {
    mkdirSync(join(folder(), 'spool'));
    writeFileSync(join(folder(), 'calls'), 'in the way');
    await call('claude', 'pre', 'pre', 'npm test');
    assert.equal((await drained()).events.length, 1);
  });
});
