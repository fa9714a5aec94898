import assert from 'node:assert/strict';
import type { Rule } from '../../../src/core/rule';
import { readSettings } from '../../../src/settings';
import { createDeciderPort } from '../../../src/wiring/decider';
import { aRule } from '../../support/aRule';

describe('the deciders of a window', () => {
  const noRm = aRule({ id: 'a', pattern: '^rm ' });
  const noDd = aRule({ id: 'b', pattern: '^dd ' });

  it('follow the policy from version to version', () => {
    const port = createDeciderPort(() => readSettings(() => undefined));
    const said = (rules: readonly Rule[], version: string): readonly string[] => {
      const decider = port({ rules, version });
      return ['rm x', 'dd if=x'].map((command) => {
        const { decision, policyVersion } = decider.decide(command);
        assert.equal(policyVersion, version);
        assert.equal(decider.explain(command).decision, decision);
        return decision;
      });
    };
    assert.deepEqual(said([noRm], 'v1'), ['deny', 'none']);
    assert.deepEqual(said([noRm, noDd], 'v2'), ['deny', 'deny']);
    assert.deepEqual(said([{ ...noRm, mode: 'shadow' }, noDd], 'v3'), ['none', 'deny']);
    assert.deepEqual(said([{ ...noRm, pattern: '^rm -r' }, noDd], 'v4'), ['none', 'deny']);
    assert.deepEqual(said([], 'v5'), ['none', 'none']);
  });
});
