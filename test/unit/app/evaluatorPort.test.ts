import assert from 'node:assert/strict';
import type { Rule } from '../../../src/core/rule';
import { readSettings } from '../../../src/settings';
import { createEvaluatorPort } from '../../../src/app/evaluatorPort';
import { aRule } from '../../support/aRule';

describe('the evaluators of a window', () => {
  const noRm = aRule({ id: 'a', pattern: '^rm ' });
  const noDd = aRule({ id: 'b', pattern: '^dd ' });

  it('follow changes of the policy', async () => {
    const port = createEvaluatorPort(() => readSettings(() => undefined));
    const decisionsOf = async (
      rules: readonly Rule[],
      version: string,
    ): Promise<readonly string[]> => {
      const evaluator = await port({ rules, version });
      return ['rm x', 'dd if=x'].map((command) => {
        const { decision, policyVersion } = evaluator.evaluate(command);
        assert.equal(policyVersion, version);
        assert.equal(evaluator.explain(command).verdict.decision, decision);
        return decision;
      });
    };
    assert.deepEqual(await decisionsOf([noRm], 'v1'), ['deny', 'none']);
    assert.deepEqual(await decisionsOf([noRm, noDd], 'v2'), ['deny', 'deny']);
    assert.deepEqual(await decisionsOf([{ ...noRm, mode: 'shadow' }, noDd], 'v3'), [
      'none',
      'deny',
    ]);
    assert.deepEqual(await decisionsOf([{ ...noRm, pattern: '^rm -r' }, noDd], 'v4'), [
      'none',
      'deny',
    ]);
    assert.deepEqual(await decisionsOf([], 'v5'), ['none', 'none']);
  });

  it('use the current settings', async () => {
    let onError: 'deny' | 'ask' = 'deny';
    const port = createEvaluatorPort(() => ({ ...readSettings(() => undefined), onError }));
    const evaluator = await port({ rules: [noRm], version: 'v1' });
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
