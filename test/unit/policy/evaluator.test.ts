import assert from 'node:assert/strict';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { createEvaluator, type Evaluator } from '../../../src/policy/evaluator';
import { aRule } from '../../support/aRule';

describe('an evaluator', () => {
  /** An evaluator, and how often it matched its rules. */
  function counting(): { evaluator: Evaluator; looks: () => number } {
    const policy = compilePolicy({ rules: [aRule({ pattern: '^rm ' })], version: 'v1', seq: 1 });
    let looks = 0;
    const watched = {
      ...policy,
      get rules() {
        looks += 1;
        return policy.rules;
      },
    };
    return { evaluator: createEvaluator(watched), looks: () => looks };
  }

  it('caches the verdict on a command', () => {
    const { evaluator, looks } = counting();
    const first = evaluator.evaluate('rm x');
    const before = looks();
    assert.equal(evaluator.evaluate('rm x'), first);
    assert.equal(looks(), before);
    assert.equal(evaluator.evaluate('rm y').decision, 'deny');
    assert.ok(looks() > before);
  });

  it('removes the least recently used command', () => {
    const { evaluator, looks } = counting();
    for (let at = 0; at < 4096; at += 1) evaluator.evaluate(`echo ${at}`);
    evaluator.evaluate('echo 0');
    evaluator.evaluate('one more');
    const before = looks();
    evaluator.evaluate('echo 0');
    assert.equal(looks(), before);
    evaluator.evaluate('echo 1');
    assert.ok(looks() > before);
  });

  it('uses the working directory of a command', () => {
    const rules = [aRule({ pattern: '^rm .*‹home›' })];
    const evaluator = createEvaluator(compilePolicy({ rules, version: 'v1', seq: 1 }));
    for (const [cwd, decision] of [
      ['/home/u', 'deny'],
      ['/home/u/app', 'none'],
      [undefined, 'none'],
    ] as const) {
      const options = cwd === undefined ? {} : { cwd };
      assert.equal(evaluator.evaluate('rm -rf *', cwd).decision, decision, cwd);
      assert.equal(evaluator.explain('rm -rf *', options).verdict.decision, decision, cwd);
    }
  });
});
