import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createAgentRegistry, isStale } from '../../../src/agents/registry';
import type { AgentStatus } from '../../../src/core/agent';
import { isRulewrightError, type ErrorCode } from '../../../src/core/errors';
import type { AgentRegistry } from '../../../src/core/ports';
import { openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const refusedWith = (code: ErrorCode) => (error: unknown) => isRulewrightError(error, code);
const START = Date.UTC(2026, 0, 1);

describe('AgentRegistry', () => {
  const folder = useTempFolder();
  let registry: AgentRegistry;
  let secondWindow: AgentRegistry;
  let now = START;
  let closing: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    now = START;
    const open = async (owner: string): Promise<AgentRegistry> => {
      const store = await openTestStore(folder());
      closing.push(() => store.close());
      const clock = { now: () => now };
      return createAgentRegistry({ agents: store.agents, clock, ids: { next: randomUUID }, owner });
    };
    registry = await open('window 1');
    secondWindow = await open('window 2');
  });
  afterEach(async () => {
    for (const close of closing) await close();
    closing = [];
  });

  it('generates the name Agent_ and eight hex digits without a given name', async () => {
    const agent = await registry.register();
    assert.match(agent.name, /^Agent_[0-9a-f]{8}$/);
    assert.equal(agent.status, 'idle');
    assert.equal(agent.lastScore, null);
  });

  it('keeps the given name, trimmed', async () => {
    assert.equal((await registry.register('  builder ')).name, 'builder');
  });

  it('rejects an empty name', async () => {
    await assert.rejects(registry.register('   '), refusedWith('invalid-input'));
    assert.deepEqual(await registry.list(), []);
  });

  it('sets action, score and the status running on an update', async () => {
    const { id } = await registry.register('builder');
    now += 5000;
    const agent = await registry.update(id, 'batch 3', 95);
    assert.equal(agent.status, 'running');
    assert.equal(agent.lastAction, 'batch 3');
    assert.equal(agent.lastScore, 95);
    assert.equal(agent.lastSeen, new Date(START + 5000).toISOString());
  });

  for (const score of [-1, 100.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`rejects the score ${score} and does not change the agent`, async () => {
      const agent = await registry.register('builder');
      await assert.rejects(registry.update(agent.id, 'x', score), refusedWith('invalid-input'));
      assert.deepEqual(await registry.list(), [agent]);
    });
  }

  it('accepts only the statuses idle, running and blocked', async () => {
    const { id } = await registry.register('builder');
    for (const status of ['running', 'blocked', 'idle'] as const) {
      assert.equal((await registry.setStatus(id, status)).status, status);
    }
    const made = 'paused' as AgentStatus;
    await assert.rejects(registry.setStatus(id, made), refusedWith('invalid-input'));
  });

  it('keeps the reason only while an agent is blocked', async () => {
    const { id } = await registry.register('builder');
    assert.equal((await registry.setStatus(id, 'blocked', 'rule 7')).blockedReason, 'rule 7');
    assert.equal((await registry.setStatus(id, 'idle', 'rule 7')).blockedReason, null);
  });

  it('rejects unknown ids', async () => {
    await assert.rejects(registry.update('nobody', 'x', 1), refusedWith('not-found'));
    await assert.rejects(registry.setStatus('nobody', 'idle'), refusedWith('not-found'));
    await assert.rejects(registry.unregister('nobody'), refusedWith('not-found'));
  });

  it('shows the same agents in every window', async () => {
    const { id } = await registry.register('builder');
    await secondWindow.setStatus(id, 'blocked', 'waits');
    assert.equal((await registry.list())[0]?.status, 'blocked');
    await registry.unregister(id);
    assert.deepEqual(await secondWindow.list(), []);
  });
});

describe('isStale', () => {
  const agent = (lastSeen: string) => ({
    id: 'a',
    name: 'builder',
    status: 'idle' as const,
    lastAction: null,
    lastScore: null,
    blockedReason: null,
    owner: 'window 1',
    registeredAt: lastSeen,
    lastSeen,
  });

  it('treats an agent as stale after the time, not at it', () => {
    const seen = new Date(START).toISOString();
    assert.equal(isStale(agent(seen), START + 60_000, 60_000), false);
    assert.equal(isStale(agent(seen), START + 60_001, 60_000), true);
  });

  it('treats an agent with an invalid time as stale', () => {
    assert.equal(isStale(agent('soon'), START, 60_000), true);
  });
});
