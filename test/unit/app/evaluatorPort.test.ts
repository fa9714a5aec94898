import assert from 'node:assert/strict';
import type { Rule } from '../../../src/core/rule';
import { readSettings } from '../../../src/settings';
import { createEvaluatorPort } from '../../../src/app/evaluatorPort';
import { aRule } from '../../support/aRule';

describe('the evaluators of a window', () => {
  const noRm = aRule({ id: 'a', pattern: '^rm ' });
  const noDd = aRule({ id: 'b', pattern: '^dd ' });

  it('follow changes of the policy', () => {
    const port = createEvaluatorPort(() => readSettings(() => undefined));
    const decisionsOf = (rules: readonly Rule[], version: string): readonly string[] => {
      const evaluator = port({ rules, version });
      return ['rm x', 'dd if=x'].map((command) => {
        const { decision, policyVersion } = evaluator.evaluate(command);
        assert.equal(policyVersion, version);
        assert.equal(evaluator.explain(command).verdict.decision, decision);
        return decision;
      });
    };
    assert.deepEqual(decisionsOf([noRm], 'v1'), ['deny', 'none']);
    assert.deepEqual(decisionsOf([noRm, noDd], 'v2'), ['deny', 'deny']);
    assert.deepEqual(decisionsOf([{ ...noRm, mode: 'shadow' }, noDd], 'v3'), ['none', 'deny']);
    assert.deepEqual(decisionsOf([{ ...noRm, pattern: '^rm -r' }, noDd], 'v4'), ['none', 'deny']);
    assert.deepEqual(decisionsOf([], 'v5'), ['none', 'none']);
  });

  it('use the current settings', () => {
    let onError: 'deny' | 'ask' = 'deny';
    const port = createEvaluatorPort(() => ({ ...readSettings(() => undefined), onError }));
    const evaluator = port({ rules: [noRm], version: 'v1' });
    const decisionsOf = (): readonly string[] =>
      ['ls \0', 'rm x'].flatMap((command) => [
        evaluator.evaluate(command).decision,
        evaluator.explain(command).verdict.decision,
      ]);
    assert.deepEqual(decisionsOf(), ['deny', 'deny', 'deny', 'deny']);
    onError = 'ask';
    assert.deepEqual(decisionsOf(), ['ask', 'ask', 'deny', 'deny']);
  });
});
