import assert from 'node:assert/strict';
import { backtestRules } from '../../../../src/ml/rules/backtest';
import { labelled } from '../../../support/commands';

describe('backtestRules', () => {
  it('counts what a shadow rule hits, and denies nothing by it', () => {
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

  it('allows nothing by a shadow rule', () => {
    const run = backtestRules([{ pattern: '^ls$', effect: 'allow', mode: 'shadow' }]);
    assert.equal(run.judge(labelled('ls', 'safe')).verdict, 'none');
  });

  it('holds what is no command against no rule', () => {
    const run = backtestRules([{ pattern: '^rm ', effect: 'deny' }]);
    assert.equal(run.judge(labelled('rm \0', 'unsafe')).verdict, 'ask');
    assert.equal(run.summary().total.unsafeDenied, 0);
  });
});
