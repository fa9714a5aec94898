import assert from 'node:assert/strict';
import { checkDiff, diffFaults } from '../../../src/matcher/diffCheck';
import { isRulewrightError } from '../../../src/core/errors';

const rule = { pattern: '\\brm -f -r\\b', effect: 'deny', score: 0.9, reason: 'recursive delete' };
const good = { add: [rule], remove: [], meta: {} };
const known = { ruleIds: new Set(['r1']) };

const faultsOf = (raw: unknown): readonly string[] => diffFaults(raw, known).map((f) => f.path);

describe('checkDiff', () => {
  it('returns a valid diff unchanged', () => {
    assert.deepEqual(checkDiff(good, known), good);
    const removing = { add: [], remove: ['r1'], meta: { note: 'old' } };
    assert.deepEqual(checkDiff(removing, known), removing);
  });

  it('accepts the effect ask, a title and an alternative', () => {
    const asking = { ...rule, effect: 'ask', title: 'Deletes folders', instead: 'Name one.' };
    const diff = { add: [rule, asking], remove: [], meta: {} };
    assert.deepEqual(checkDiff(diff, known), diff);
  });

  it('lists the valid effects, and mentions that another may require an update', () => {
    const [fault] = diffFaults({ ...good, add: [{ ...rule, effect: 'block' }] });
    assert.equal(
      fault?.problem,
      'there is no effect "block"; write deny, ask or allow, or update Rulewright',
    );
  });

  for (const [what, raw, paths] of [
    ['text instead of an object', 'rm', ['the diff']],
    ['null', null, ['the diff']],
    ['a missing add', { remove: [], meta: {} }, ['add']],
    ['a missing remove', { add: [rule], meta: {} }, ['remove']],
    ['an unknown member', { ...good, token: 'APPLY' }, ['token']],
    ['an unknown member of a rule', { ...good, add: [{ ...rule, mod: 1 }] }, ['add[0].mod']],
    ['an empty pattern', { ...good, add: [{ ...rule, pattern: '' }] }, ['add[0].pattern']],
    ['a broken pattern', { ...good, add: [{ ...rule, pattern: '(rm' }] }, ['add[0].pattern']],
    ['a look-ahead', { ...good, add: [{ ...rule, pattern: '(?=rm)rm' }] }, ['add[0].pattern']],
    ['an unknown effect', { ...good, add: [{ ...rule, effect: 'block' }] }, ['add[0].effect']],
    ['an effect of another kind', { ...good, add: [{ ...rule, effect: 1 }] }, ['add[0].effect']],
    ['an empty title', { ...good, add: [{ ...rule, title: '' }] }, ['add[0].title']],
    [
      'a long alternative',
      { ...good, add: [{ ...rule, instead: 'x'.repeat(301) }] },
      ['add[0].instead'],
    ],
    ['a score above 1', { ...good, add: [{ ...rule, score: 1.1 }] }, ['add[0].score']],
    ['a score that is NaN', { ...good, add: [{ ...rule, score: Number.NaN }] }, ['add[0].score']],
    ['a repeated rule', { ...good, add: [rule, rule] }, ['add[1]']],
    ['an unknown id', { ...good, remove: ['r1', 'r2'] }, ['remove[1]']],
    ['a repeated id', { ...good, remove: ['r1', 'r1'] }, ['remove[1]']],
    ['nothing at all', { add: [], remove: [], meta: {} }, ['the diff']],
    ['a meta that JSON cannot hold', { ...good, meta: { a: 1n } }, ['the diff']],
    [
      'an example it does not match',
      { ...good, add: [{ ...rule, match: ['rm -fr build', 'ls'] }] },
      ['add[0].match[1]'],
    ],
    [
      'a counter-example it matches',
      { ...good, add: [{ ...rule, not_match: ['ls', 'rm -r -f build'] }] },
      ['add[0].not_match[1]'],
    ],
  ] as const) {
    it(`rejects ${what}, naming the path`, () => {
      assert.deepEqual(faultsOf(raw), paths);
    });
  }

  it('reports all faults at once', () => {
    const raw = {
      add: [
        { pattern: '', effect: 'no' },
        { ...rule, score: 2 },
      ],
      remove: [],
      meta: {},
    };
    assert.throws(
      () => checkDiff(raw, known),
      (error) =>
        isRulewrightError(error, 'invalid-diff') &&
        ['add[0].pattern', 'add[0].effect', 'add[1].score'].every((p) => error.message.includes(p)),
    );
  });

  it('accepts unknown ids without a policy', () => {
    assert.deepEqual(diffFaults({ add: [], remove: ['anything'], meta: {} }), []);
  });
});
