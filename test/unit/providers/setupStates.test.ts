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
    categories: [
      { id: 'git', title: 'Git', rules: offered, hits: 2, unjudged: 0, examples: ['one\ntwo'] },
    ],
  };

  it('counts the rules of a category that are not in force', () => {
    const left = (...rules: Parameters<typeof aRule>[0][]) =>
      rulesStep(rules.map(aRule), choices).categories.map(({ rules: count }) => count);
    assert.deepEqual(left(), [2]);
    assert.deepEqual(left({ pattern: '^one$', mode: 'shadow' }), [1]);
    assert.deepEqual(left({ pattern: '^two$', effect: 'deny' }), [2]);
    assert.deepEqual(left(...offered), [0]);
  });

  it('names those rules by their titles', () => {
    const [category] = choices.categories;
    const titled = offered.map((rule, at) => ({ ...rule, title: `Rule ${at}` }));
    const step = rulesStep([aRule({ pattern: '^one$' })], {
      ...choices,
      categories: category === undefined ? [] : [{ ...category, rules: titled }],
    });
    assert.deepEqual(
      step.categories.map(({ titles }) => titles),
      [['Rule 1']],
    );
  });

  it('says how many commands cannot be judged, where there are any', () => {
    const unjudged = (count: number) =>
      rulesStep([], {
        ...choices,
        categories: choices.categories.map((one) => ({ ...one, unjudged: count })),
      }).categories.map((category) => category.unjudged);
    assert.deepEqual([unjudged(0), unjudged(3)], [[undefined], [3]]);
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
