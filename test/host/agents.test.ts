import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, type CommandId } from '../../src/contributions';
import type { Agent } from '../../src/core/agent';
import { eventually, openSecondWindow } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(id, ...args);
const list = () => run<readonly Agent[]>(COMMAND.listAgents);

describe('agents', () => {
  it('are registered, updated, blocked and unregistered by commands', async () => {
    const named = await run<Agent>(COMMAND.registerAgent, 'builder');
    const unnamed = await run<Agent>(COMMAND.registerAgent);
    assert.match(unnamed.name, /^Agent_[0-9a-f]{8}$/);

    const updated = await run<Agent>(COMMAND.updateAgent, named.id, 'batch 3', 95);
    assert.deepEqual([updated.status, updated.lastScore], ['running', 95]);
    const blocked = await run<Agent>(COMMAND.setAgentStatus, named.id, 'blocked', 'rule 7');
    assert.equal(blocked.blockedReason, 'rule 7');

    await assert.rejects(async () => run(COMMAND.updateAgent, named.id, 'x', 101), /score/i);
    assert.equal((await list()).find(({ id }) => id === named.id)?.lastScore, 95);

    await run(COMMAND.unregisterAgent, named.id);
    await run(COMMAND.unregisterAgent, unnamed.id);
    await assert.rejects(async () => run(COMMAND.unregisterAgent, named.id), /./);
  });

  it('of another window are seen in this one', async () => {
    const window = openSecondWindow();
    try {
      const agent = await (await window.source.get()).agents.register('elsewhere');
      await eventually(async () => (await list()).find(({ id }) => id === agent.id));
      await run(COMMAND.unregisterAgent, agent.id);
    } finally {
      window.close();
    }
  });
});
