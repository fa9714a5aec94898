import * as assert from 'node:assert/strict';
import { followSignal, HostSessions } from '../../../src/hosts/agentSignals';
import type { AgentSignal } from '../../../src/core/agentSignal';
import type { AgentStore } from '../../../src/core/ports';
import { openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const aSignal = (signal: Partial<AgentSignal> = {}): AgentSignal => ({
  ts: at(1),
  host: 'claude',
  sessionId: '0123456789abcdef',
  status: 'running',
  action: 'git push',
  score: 50,
  ...signal,
});

describe('followSignal', () => {
  const folder = useTempFolder();
  let agents: AgentStore;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const store = await openTestStore(folder());
    ({ agents } = store);
    close = () => store.close();
  });
  afterEach(() => close());

  const after = async (...signals: readonly AgentSignal[]) => {
    for (const signal of signals) await followSignal(agents, signal);
    return agents.list();
  };

  it('registers an unknown agent, named after its host and session', async () => {
    const [agent] = await after(aSignal());
    assert.equal(agent?.name, 'claude 01234567');
    assert.equal(agent.status, 'running');
    assert.equal(agent.lastAction, 'git push');
    assert.equal(agent.owner, 'hook claude');
  });

  it('names an agent after its project, if the host reports the working directory', async () => {
    const [agent] = await after(aSignal({ project: 'shop' }));
    assert.equal(agent?.name, 'shop · claude 01234567');
  });

  it('distinguishes sub-agents from their session', async () => {
    const all = await after(aSignal(), aSignal({ agentId: 'sub-agent-1' }));
    assert.equal(all.length, 2);
  });

  it('ends only a sub-agent that has a separate session', async () => {
    const own = aSignal({ sessionId: 'sub-agent-1' });
    const other = aSignal({ host: 'codex', sessionId: 'sub-agent-1' });
    const all = await after(
      ...[aSignal(), own, other],
      aSignal({ ts: at(2), status: 'ended', agentId: 'sub-agent-1' }),
    );
    assert.deepEqual(
      all.map(({ id }) => id),
      ['claude:0123456789abcdef', 'codex:sub-agent-1'],
    );
  });

  it('stores why an agent is blocked, until it continues', async () => {
    const [blocked] = await after(aSignal({ ts: at(2), status: 'blocked', reason: 'rule r1' }));
    assert.equal(blocked?.blockedReason, 'rule r1');
    const [going] = await after(aSignal({ ts: at(3) }));
    assert.equal(going?.blockedReason, null);
  });

  it('keeps the reason when the host notifies of the question, which names none', async () => {
    const asked = aSignal({ ts: at(2), status: 'blocked', reason: 'It pushes.' });
    const { host, sessionId } = asked;
    const bare: AgentSignal = { ts: at(3), host, sessionId, status: 'blocked' };
    const [waiting] = await after(asked, bare);
    assert.deepEqual([waiting?.blockedReason, waiting?.lastSeen], ['It pushes.', at(3)]);
    const [other] = await after({ ...bare, ts: at(4), action: 'make' });
    assert.equal(other?.blockedReason, null);
    const [denied] = await after(
      aSignal({ ts: at(5) }),
      { ...asked, ts: at(6), score: 0 },
      { ...bare, ts: at(7) },
    );
    assert.deepEqual([denied?.status, denied?.blockedReason], ['blocked', null]);
  });

  it('is idempotent for repeated signals', async () => {
    const once = await after(aSignal());
    assert.deepEqual(await after(aSignal()), once);
  });

  it('leaves a signal aside that is older than what is known', async () => {
    const [agent] = await after(aSignal({ ts: at(5), status: 'idle' }), aSignal({ ts: at(4) }));
    assert.equal(agent?.status, 'idle');
  });

  it('removes the sub-agents of a session with it, and no others', async () => {
    const all = await after(
      aSignal({ sessionId: 's' }),
      aSignal({ sessionId: 's', agentId: 'a' }),
      aSignal({ sessionId: 's2', agentId: 'a' }),
      aSignal({ sessionId: 's', status: 'ended', ts: at(2) }),
    );
    assert.deepEqual(
      all.map(({ id }) => id),
      ['claude:s2:a'],
    );
  });

  it('removes an agent that ended, and does not register one whose end was missed', async () => {
    assert.deepEqual(await after(aSignal({ ts: at(1), status: 'ended' })), []);
    assert.deepEqual(
      await after(aSignal({ ts: at(2) }), aSignal({ ts: at(3), status: 'ended' })),
      [],
    );
  });

  /** The agents when another window changes them after `signal` has read their current state. */
  const raced = (other: () => Promise<unknown>): AgentStore => {
    let isFirst = true;
    return {
      ...agents,
      list: async () => {
        const all = await agents.list();
        if (isFirst) await other();
        isFirst = false;
        return all;
      },
    };
  };

  it('does not register an agent again that another window removes concurrently', async () => {
    const [agent] = await after(aSignal());
    const id = agent?.id ?? '';
    for (const signal of [aSignal({ ts: at(2) }), aSignal({ ts: at(3), status: 'ended' })]) {
      await followSignal(
        raced(() => agents.remove(id)),
        signal,
      );
      assert.deepEqual(await agents.list(), []);
      await after(aSignal());
    }
  });

  it('uses the newest signal when another window registers the agent concurrently', async () => {
    for (const [ours, theirs] of [
      [2, 3],
      [3, 2],
    ] as const) {
      const signal = aSignal({ ts: at(ours), action: `at ${ours}`, sessionId: `s${ours}` });
      await followSignal(
        raced(() => after({ ...signal, ts: at(theirs), action: `at ${theirs}` })),
        signal,
      );
    }
    const all = await agents.list();
    assert.deepEqual(
      all.map(({ lastAction }) => lastAction),
      ['at 3', 'at 3'],
    );
  });
});

describe('HostSessions', () => {
  const folder = useTempFolder();

  it('removes an agent again that another window registers after its end', async () => {
    const store = await openTestStore(folder());
    try {
      const [first, second] = [1, 2].map(() => new HostSessions(store.agents, () => false));
      await first?.follow(aSignal());
      await first?.follow(aSignal({ ts: at(3), status: 'ended' }));
      await second?.follow(aSignal({ ts: at(2) }));
      await second?.removeEnded();
      assert.equal((await store.agents.list()).length, 1);
      await first?.removeEnded();
      assert.deepEqual(await store.agents.list(), []);
    } finally {
      await store.close();
    }
  });

  it('keeps an agent that continues after an end', async () => {
    const store = await openTestStore(folder());
    try {
      const sessions = new HostSessions(store.agents, () => false);
      await sessions.follow(aSignal({ status: 'ended' }));
      await sessions.follow(aSignal({ ts: at(2) }));
      await sessions.removeEnded();
      assert.equal((await store.agents.list()).length, 1);
    } finally {
      await store.close();
    }
  });

  describe('of signals that another program wrote', function () {
    this.timeout(60_000);
    let agents: AgentStore;
    let close: () => Promise<void>;
    let nowMs: number;
    let sessions: HostSessions;

    beforeEach(async () => {
      // Hundreds of changes are appended to the log, instead of writing the file for each.
      const store = await openTestStore(folder(), { logFromBytes: 0 });
      ({ agents } = store);
      close = () => store.close();
      nowMs = Date.parse(at(3600));
      sessions = new HostSessions(agents, () => false, { now: () => nowMs });
    });
    afterEach(() => close());

    it('registers at most 200 agents, those seen last', async () => {
      for (let number = 0; number < 210; number += 1) {
        await sessions.follow(aSignal({ ts: at(number), sessionId: `s${number}` }));
      }
      const ids = (await agents.list()).map(({ id }) => id);
      assert.equal(ids.length, 200);
      assert.ok(ids.includes('claude:s209') && !ids.includes('claude:s9'));
    });

    it('applies at most 600 a minute, and the last one of each agent after the drain', async () => {
      for (let number = 0; number < 700; number += 1) {
        await sessions.follow(aSignal({ ts: at(number), action: `run ${number}` }));
      }
      await sessions.follow(aSignal({ ts: at(700), sessionId: 'other' }));
      const actions = async () => (await agents.list()).map(({ lastAction }) => lastAction);
      assert.deepEqual(await actions(), ['run 599']);
      await sessions.removeEnded();
      assert.deepEqual((await actions()).sort(), ['git push', 'run 699']);
      nowMs += 60_000;
      await sessions.follow(aSignal({ ts: at(701), action: 'run again' }));
      assert.ok((await actions()).includes('run again'));
    });

    it('does not register an agent again whose end is over the limit', async () => {
      for (let number = 0; number < 601; number += 1) {
        await sessions.follow(
          aSignal({ ts: at(number), ...(number === 600 ? { agentId: 'a' } : {}) }),
        );
      }
      await sessions.follow(aSignal({ ts: at(602), status: 'ended' }));
      await sessions.removeEnded();
      assert.deepEqual(await agents.list(), []);
    });

    it('follows an agent after a signal from the future, and limits texts', async () => {
      const long = 'x'.repeat(100_000);
      await sessions.follow(
        aSignal({ ts: '9999-01-01T00:00:00.000Z', action: long, project: long }),
      );
      nowMs += 1000;
      await sessions.follow(aSignal({ ts: at(3601), status: 'idle' }));
      const [agent] = await agents.list();
      assert.deepEqual([agent?.status, agent?.lastSeen], ['idle', at(3601)]);
      assert.ok(JSON.stringify(agent).length < 3000);
    });
  });
});
