import assert from 'node:assert/strict';
import type { Agent } from '../../../src/core/agent';
import type { CommandEvent } from '../../../src/core/event';
import { agentLanes } from '../../../src/providers/agentLanes';
import { anAgent } from '../../support/anAgent';
import { anEvent } from '../../support/events';

const SESSION = { host: 'claude-code', sessionId: 'b51f0a2e-77aa' };

const lanesOf = (events: readonly CommandEvent[], agents: readonly Agent[] = []) =>
  agentLanes({ recent: () => Promise.resolve(events) }, agents);

describe('agentLanes', () => {
  it('has a lane for each session, the one of the newest command first, and none for other commands', async () => {
    const other = { host: 'codex', sessionId: 's2' };
    const lanes = await lanesOf([
      anEvent({ id: 'e5' }),
      anEvent({ id: 'e4', context: other }),
      anEvent({ id: 'e3', context: SESSION }),
      anEvent({ id: 'e2', context: { host: 'zsh' } }),
      anEvent({ id: 'e1', context: other }),
    ]);
    assert.deepEqual(
      lanes.map(({ id, commands }) => [id, commands.map((command) => command.id)]),
      [
        ['codex:s2', ['e4', 'e1']],
        [`claude:${SESSION.sessionId}`, ['e3']],
      ],
    );
  });

  it('has the name of the registered agent, otherwise one from the newest working directory', async () => {
    const events = [
      anEvent({ id: 'e3', context: SESSION }),
      anEvent({ id: 'e2', context: { ...SESSION, cwd: String.raw`C:\work\shop` } }),
      anEvent({ id: 'e1', context: { ...SESSION, cwd: '/home/ada/api' } }),
    ];
    const nameOf = async (found: readonly CommandEvent[], agents?: readonly Agent[]) =>
      (await lanesOf(found, agents))[0]?.name;
    assert.equal(await nameOf(events), 'shop · claude b51f0a2e');
    assert.equal(await nameOf(events.slice(0, 1)), 'claude b51f0a2e');
    const agent = anAgent({ id: `claude:${SESSION.sessionId}`, name: 'Reviewer' });
    assert.equal(await nameOf(events, [agent]), 'Reviewer');
  });

  it('has the decision of each command, its event, and a part of a long command', async () => {
    const verdict = { rules: [], shadow: [], policyVersion: 'v1' };
    const [lane] = await lanesOf([
      anEvent({ id: 'e2', context: SESSION, verdict: { ...verdict, decision: 'deny' } }),
      anEvent({ id: 'e1', context: SESSION, command: 'x'.repeat(1000) }),
    ]);
    const { commands = [] } = lane ?? {};
    assert.deepEqual(
      commands.map(({ decision, omitted, eventType }) => [decision, omitted, eventType]),
      [
        ['deny', 0, 'command_executed'],
        [undefined, 700, 'command_executed'],
      ],
    );
    assert.equal(commands[1]?.command.length, 300);
  });

  it('is limited in lanes and in commands', async () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      anEvent({ id: `e${at}`, context: SESSION }),
    );
    assert.equal((await lanesOf(many))[0]?.commands.length, 200);
    const sessions = many.map((event, at) => ({
      ...event,
      context: { host: 'claude', sessionId: `s${at}` },
    }));
    assert.equal((await lanesOf(sessions)).length, 24);
  });
});
