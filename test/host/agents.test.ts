import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMAND, type CommandId } from '../../src/contributions';
import type { Agent } from '../../src/core/agent';
import type { ToDashboard } from '../../src/protocol/dashboard';
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

  it('of another window are visible in this one', async () => {
    const window = openSecondWindow();
    try {
      const agent = await (await window.source.get()).agents.register('elsewhere');
      await eventually(async () => (await list()).find(({ id }) => id === agent.id));
      await run(COMMAND.unregisterAgent, agent.id);
    } finally {
      window.close();
    }
  });

  it('of a host open the commands of their session, which can be reset to all commands', async () => {
    for (const [session, command] of [
      ['s-one', 'git status'],
      ['s-two', 'npm test'],
    ] as const) {
      runHook({ session_id: session, tool_name: 'Bash', tool_input: { command } });
    }
    const one = await eventually(async () =>
      (await list()).find(({ id }) => id === 'claude:s-one'),
    );
    const window = openSecondWindow();
    try {
      await eventually(async () =>
        (await (await window.source.get()).history.recent(10)).find(
          ({ command }) => command === 'npm test',
        ),
      );
      const answers = await window.askDashboard({ type: 'showSession', agentId: one.id });
      assert.deepEqual(answers[0], { type: 'showTab', tab: 'history' });
      assert.deepEqual(commandsOf(answers), ['git status']);
      const all = commandsOf(await window.askDashboard({ type: 'showAll' }));
      assert.ok(all.includes('git status') && all.includes('npm test'), all.join());
      const [failed] = await window.askDashboard({ type: 'showSession', agentId: 'claude:gone' });
      assert.equal(failed?.type, 'failed');
    } finally {
      // The tests of learning start without a history.
      await (await window.source.get()).history.remove({ beforeMs: Number.MAX_SAFE_INTEGER });
      window.close();
    }

    await run(COMMAND.showAgentCommands, one.id);
    await eventually(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return Promise.resolve(activeTab?.label === 'Rulewright Dashboard' ? activeTab : undefined);
    });
    const named = await run<Agent>(COMMAND.registerAgent, 'named');
    await assert.rejects(async () => run(COMMAND.showAgentCommands, named.id), /are unknown/);
    await assert.rejects(async () => run(COMMAND.showAgentCommands, 'gone'), /no agent/);
    for (const id of [named.id, one.id, 'claude:s-two']) await run(COMMAND.unregisterAgent, id);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});

/** Runs the guard as Claude Code does before a command, with the storage of the extension under test. */
function runHook(input: Readonly<Record<string, unknown>>): void {
  const extension = vscode.extensions.getExtension('rulewright.rulewright')?.extensionPath ?? '';
  const storage = join(tmpdir(), `rulewright-storage-${process.pid}`);
  const guard = [join(extension, 'dist/guard.cjs'), '--host', 'claude', '--storage', storage];
  const { status, stderr } = spawnSync(process.execPath, guard, {
    input: JSON.stringify({ hook_event_name: 'PreToolUse', ...input }),
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  assert.equal(status, 0, stderr);
}

/** The commands of the history that were last sent to a page. */
function commandsOf(messages: readonly ToDashboard[]): readonly string[] {
  const history = messages.findLast((message) => message.type === 'history')?.history;
  return history?.state === 'ready' ? history.rows.map(({ command }) => command) : [];
}
