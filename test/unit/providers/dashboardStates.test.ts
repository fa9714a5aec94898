import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Agent } from '../../../src/core/agent';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createHistory } from '../../../src/history/history';
import { HistoryState } from '../../../src/protocol/dashboard';
import {
  historyState,
  statesToRefresh,
  type HistoryView,
} from '../../../src/providers/dashboardStates';
import { anEvent } from '../../support/events';
import { useTempFolder } from '../../support/tempFolder';

describe('statesToRefresh', () => {
  it('excludes states that require reading the whole history, unless their tab is active', () => {
    assert.deepEqual(statesToRefresh('history'), ['history', 'agents']);
    assert.deepEqual(statesToRefresh('check'), ['history', 'agents', 'check']);
    assert.deepEqual(statesToRefresh('queue'), ['history', 'agents', 'queue']);
    assert.deepEqual(statesToRefresh('model'), ['history', 'agents', 'model']);
  });
});

describe('historyState', () => {
  const folder = useTempFolder();
  const NOW_MS = Date.UTC(2026, 0, 6);
  const everything: HistoryView = { filter: {}, sinceMs: undefined, agent: undefined, limit: 10 };
  const agent: Agent = {
    ...{ id: 'claude:s1', name: 'claude shop', owner: 'hook claude', status: 'running' },
    ...{ lastAction: null, lastScore: null, blockedReason: null, registeredAt: '', lastSeen: '' },
  };

  async function shown(view: Partial<HistoryView>) {
    const history = createHistory({
      ...{ files: createNodeFiles(), folder: join(folder(), 'history'), owner: '1-1-a' },
      clock: { now: () => NOW_MS },
    });
    if ((await history.summary()).total === 0) {
      const context = { host: 'claude', sessionId: 's1' };
      await history.append([
        anEvent({ id: 'a', ts: '2026-01-01T00:00:00Z', command: 'git push', source: 'terminal' }),
        anEvent({ id: 'b', ts: '2026-01-05T00:00:00Z', command: 'git push', context }),
        anEvent({ id: 'c', ts: '2026-01-05T00:00:01Z', command: 'ls', context }),
      ]);
    }
    const state = HistoryState.parse(
      await historyState({ history }, { ...everything, ...view }, true),
    );
    assert.ok(state.state === 'ready');
    return state;
  }
  const ids = ({ rows }: Awaited<ReturnType<typeof shown>>) => rows.map(({ id }) => id);

  it('has all commands without a filter, with where they come from', async () => {
    const state = await shown({ limit: 2 });
    assert.deepEqual([ids(state), state.found, state.total], [['c', 'b'], 3, 3]);
    assert.deepEqual(state.sources, [
      { id: 'claude', name: 'Claude Code', count: 2 },
      { id: 'terminal', name: 'Terminals of VS Code', count: 1 },
    ]);
    assert.ok(state.decisions !== undefined);
  });

  it('has what matches the filter, which it names', async () => {
    const filter = { text: 'push', days: 7 as const };
    const state = await shown({ filter, sinceMs: NOW_MS - 3 * 86_400_000 });
    assert.deepEqual([ids(state), state.found, state.total], [['b'], 1, 3]);
    assert.deepEqual(state.filter, filter);
    assert.deepEqual(ids(await shown({ filter: { source: 'terminal' } })), ['a']);
    assert.deepEqual(ids(await shown({ filter: { decision: 'deny' } })), []);
  });

  it('combines the session of an agent with the filter', async () => {
    const whole = await shown({ agent });
    assert.deepEqual([ids(whole), whole.found], [['c', 'b'], 2]);
    assert.deepEqual(whole.session, { agent: 'claude shop' });
    assert.equal(whole.decisions, undefined);
    assert.deepEqual(ids(await shown({ agent, filter: { text: 'push' } })), ['b']);
  });
});
