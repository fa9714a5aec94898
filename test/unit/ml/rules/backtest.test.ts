import assert from 'node:assert/strict';
import { backtestRules } from '../../../../src/ml/rules/backtest';
import { labelled } from '../../../support/commands';

describe('backtestRules', () => {
  it('counts the hits of a shadow rule without denying', () => {
    const run = backtestRules([
      { pattern: '^rm ', effect: 'deny', mode: 'shadow' },
      { pattern: '^dd ', effect: 'deny' },
    ]);
    assert.deepEqual(run.judge(labelled('rm -rf x', 'unsafe')), {
      row: 1,
      verdict: 'none',
      rules: [0],
    });
    assert.deepEqual(run.judge(labelled('rm x; dd of=y', 'unsafe')), {
      row: 2,
      verdict: 'deny',
      rules: [0, 1],
    });
    const { rules, total } = run.summary();
    assert.deepEqual(
      rules.map(({ mode, unsafe }) => [mode, unsafe]),
      [
        ['shadow', 2],
        ['enforce', 1],
      ],
    );
    assert.deepEqual([total.unsafeDenied, total.recall], [1, 0.5]);
  });

  it('counts asked commands separately from denied ones', () => {
    const run = backtestRules([
      { pattern: '^npm publish', effect: 'ask' },
      { pattern: '^dd ', effect: 'deny' },
    ]);
    assert.equal(run.judge(labelled('npm publish', 'unsafe')).verdict, 'ask');
    assert.equal(run.judge(labelled('npm publish --tag next', 'safe')).verdict, 'ask');
    assert.equal(run.judge(labelled('npm publish; dd of=x', 'unsafe')).verdict, 'deny');
    const { rules, total } = run.summary();
    assert.deepEqual([rules[0]?.effect, rules[0]?.precision], ['ask', 0.666667]);
    assert.deepEqual([total.unsafeAsked, total.safeAsked, total.unknownAsked], [1, 1, 0]);
    assert.deepEqual([total.unsafeDenied, total.safeDenied], [1, 0]);
  });

  it('allows nothing because of a shadow rule', () => {
    const run = backtestRules([{ pattern: '^ls$', effect: 'allow', mode: 'shadow' }]);
    assert.equal(run.judge(labelled('ls', 'safe')).verdict, 'none');
  });

  it('counts invalid commands for no rule', () => {
    const run = backtestRules([{ pattern: '^rm ', effect: 'deny' }]);
    assert.equal(run.judge(labelled('rm \0', 'unsafe')).verdict, 'ask');
    assert.equal(run.summary().total.unsafeDenied, 0);
  });
});
