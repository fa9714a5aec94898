import assert from 'node:assert/strict';
import { rulesStep } from '../../../src/providers/setupStates';
import { aRule } from '../../support/aRule';

describe('the step of the starter rules', () => {
  const offered = [
    { pattern: '^one$', effect: 'deny' as const },
    { pattern: '^two$', effect: 'ask' as const },
  ];
  const choices = {
    events: 4,
    categories: [{ id: 'git', title: 'Git', rules: offered, hits: 2, examples: ['one\ntwo'] }],
  };

  it('counts the rules of a category that are not in force', () => {
    const left = (...rules: Parameters<typeof aRule>[0][]) =>
      rulesStep(rules.map(aRule), choices).categories.map(({ rules: count }) => count);
    assert.deepEqual(left(), [2]);
    assert.deepEqual(left({ pattern: '^one$', mode: 'shadow' }), [1]);
    assert.deepEqual(left({ pattern: '^two$', effect: 'deny' }), [2]);
    assert.deepEqual(left(...offered), [0]);
  });

  it('counts those that start in shadow mode', () => {
    const [category] = choices.categories;
    const rules = offered.map((rule) => ({ ...rule, mode: 'shadow' as const }));
    const step = rulesStep([aRule({ pattern: '^one$', mode: 'shadow' })], {
      ...choices,
      categories: category === undefined ? [] : [{ ...category, rules }],
    });
    assert.deepEqual(
      step.categories.map(({ rules: count, inShadow }) => [count, inShadow]),
      [[1, 1]],
    );
  });
});
