import assert from 'node:assert/strict';
import { createLearning } from '../../../src/app/learning';
import type { AppPorts, Learner } from '../../../src/app/ports';
import { diffHash, type PolicyDiff } from '../../../src/core/diff';
import type { Suggestion } from '../../../src/core/suggestion';
import { ruleInForce } from '../../support/suggesting';

const adding = (...patterns: string[]): PolicyDiff => ({
  add: patterns.map((pattern) => ({ pattern, effect: 'deny' })),
  remove: [],
  meta: { evidence: patterns, suggestions_count: patterns.length },
});

/** Learning with the starter rules `a`, `b` and `c`, pending suggestions and patterns in force. */
function learningWith(pending: readonly PolicyDiff[], inForce: readonly string[] = []) {
  const suggestions: Suggestion[] = pending.map((diff, at) => waiting(diff, `s${at}`));
  const policies = {
    listRules: () => Promise.resolve(inForce.map((pattern) => ruleInForce(pattern))),
    listSuggestions: () => Promise.resolve(suggestions),
    propose: ({ diff }: { diff: PolicyDiff }) => {
      const made = waiting(diff, `s${suggestions.length}`);
      suggestions.push(made);
      return Promise.resolve(made);
    },
  } as unknown as AppPorts['policies'];
  const history = { labelled: () => Promise.resolve([]) } as unknown as AppPorts['history'];
  const learner = {
    starterRules: () => Promise.resolve(adding('a', 'b', 'c')),
  } as unknown as Learner;
  return createLearning({ policies, history, learner });
}

function waiting(diff: PolicyDiff, id: string): Suggestion {
  const proposedAt = '2026-01-01T00:00:00.000Z';
  return { id, proposedBy: 'x', proposedAt, diff, diffHash: diffHash(diff), status: 'pending' };
}

describe('starter rules', () => {
  const patterns = ({ diff }: Suggestion): string[] => diff.add.map(({ pattern }) => pattern);

  it('omit rules that are in force or pending, with their evidence', async () => {
    const made = await learningWith([adding('b', 'z')], ['a']).starterRules();
    assert.deepEqual(patterns(made), ['c']);
    assert.deepEqual(made.diff.meta, { evidence: ['c'], suggestions_count: 1 });
  });

  it('return the pending suggestion that contains most of them if all are pending', async () => {
    const learning = learningWith([adding('b', 'z')]);
    const first = await learning.starterRules();
    assert.deepEqual(patterns(first), ['a', 'c']);
    assert.equal((await learning.starterRules()).id, first.id);
  });

  it('are rejected if all of them are in force', async () => {
    const none = learningWith([], ['a', 'b', 'c']).starterRules();
    await assert.rejects(none, { code: 'invalid-input', message: /^All starter rules are/ });
    const chosen = learningWith([], ['a', 'b', 'c']).starterRules(undefined, ['git']);
    await assert.rejects(chosen, {
      code: 'invalid-input',
      message: /^All starter rules of the chosen categories/,
    });
  });
});
