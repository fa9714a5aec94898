import assert from 'node:assert/strict';
import type { Agent } from '../../../src/core/agent';
import type { CommandEvent } from '../../../src/core/event';
import type { Rule } from '../../../src/core/rule';
import { lastDenials } from '../../../src/providers/lastDenials';
import { anAgent } from '../../support/anAgent';
import { anEvent } from '../../support/events';

const ofClaude = (agent: Partial<Agent> = {}): Agent =>
  anAgent({ id: 'claude:s1', owner: 'hook claude', ...agent });

const decided = (
  decision: 'deny' | 'allow',
  more: Partial<CommandEvent> & { id: string },
): CommandEvent =>
  anEvent({
    verdict: { decision, rules: ['r1'], shadow: [], policyVersion: 'v1' },
    context: { host: 'claude', sessionId: 's1' },
    ...more,
  });

const RULE: Rule = {
  ...{ id: 'r1', pattern: 'git push -f', effect: 'deny', title: 'Force-pushes a branch' },
  ...{ addedBy: 'Ada', confidence: null, ts: '', mode: 'enforce', reason: '' },
};

/** Newest first. */
const EVENTS = [
  decided('allow', { id: 'e4', ts: '4' }),
  decided('deny', { id: 'e3', ts: '3', context: { host: 'claude', sessionId: 's2' } }),
  decided('deny', { id: 'e2', ts: '2' }),
  decided('deny', { id: 'e1', ts: '1' }),
];

const found = (agents: readonly Agent[], rules: readonly Rule[] = [RULE]) =>
  lastDenials(
    {
      history: { recent: () => Promise.resolve(EVENTS) },
      policies: { listRules: () => Promise.resolve(rules) },
    },
    agents,
  );

describe('lastDenials', () => {
  it('finds the newest denied command of the session, with the title of its rule', async () => {
    const sub = ofClaude({ id: 'claude:s1:h1', status: 'running' });
    const denial = { eventId: 'e2', ts: '2', title: 'Force-pushes a branch' };
    assert.deepEqual(
      await found([ofClaude(), sub]),
      new Map([
        ['claude:s1', denial],
        ['claude:s1:h1', denial],
      ]),
    );
  });

  it('keeps code in a title between backticks; a rule without a title is named by its pattern', async () => {
    const titleOf = async (rule: Rule) =>
      (await found([ofClaude()], [rule])).get('claude:s1')?.title;
    assert.equal(await titleOf({ ...RULE, title: 'Runs `git push`' }), 'Runs `git push`');
    const untitled = { ...RULE };
    delete untitled.title;
    assert.equal(await titleOf(untitled), '`git push -f`');
  });

  it('returns none for a blocked agent, one without denials, and one without a session', async () => {
    const others = [
      ofClaude({ status: 'blocked' }),
      ofClaude({ id: 'claude:s9' }),
      anAgent({ id: 's1' }),
    ];
    assert.deepEqual(await found(others), new Map());
  });

  it('returns no title if the rule no longer exists', async () => {
    const denials = await found([ofClaude()], []);
    assert.deepEqual(denials.get('claude:s1'), { eventId: 'e2', ts: '2', title: undefined });
  });
});
