import assert from 'node:assert/strict';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { createDecider, type Decider } from '../../../src/policy/evaluator';
import { aRule } from '../../support/aRule';

describe('a decider', () => {
  /** A decider and how often it had to look at its rules. */
  function counting(): { decider: Decider; looks: () => number } {
    const policy = compilePolicy({ rules: [aRule({ pattern: '^rm ' })], version: 'v1', seq: 1 });
    let looks = 0;
    const watched = {
      ...policy,
      get rules() {
        looks += 1;
        return policy.rules;
      },
    };
    return { decider: createDecider(watched), looks: () => looks };
  }

  it('remembers what it said of a command', () => {
    const { decider, looks } = counting();
    const first = decider.decide('rm x');
    const before = looks();
    assert.equal(decider.decide('rm x'), first);
    assert.equal(looks(), before);
    assert.equal(decider.decide('rm y').decision, 'deny');
    assert.ok(looks() > before);
  });

  it('forgets the command that was not asked about for longest', () => {
    const { decider, looks } = counting();
    for (let at = 0; at < 4096; at += 1) decider.decide(`echo ${at}`);
    decider.decide('echo 0');
    decider.decide('one more');
    const before = looks();
    decider.decide('echo 0');
    assert.equal(looks(), before);
    decider.decide('echo 1');
    assert.ok(looks() > before);
  });
});
