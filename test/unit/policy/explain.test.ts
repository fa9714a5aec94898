import assert from 'node:assert/strict';
import type { Rule } from '../../../src/core/rule';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { explain, type Explanation } from '../../../src/policy/explain';
import { aRule } from '../../support/aRule';

function explained(rules: readonly Rule[], command: string): Explanation {
  return explain(compilePolicy({ rules, version: 'v7', seq: 7 }), command);
}

describe('explain', () => {
  const noRm = aRule({ id: 'no-rm', pattern: '^rm -' });

  it('names rule, view and the bytes of the part that matched', () => {
    const command = 'é; rm -f b';
    const [match] = explained([noRm], command).matches;
    assert.deepEqual([match?.rule.id, match?.matched], ['no-rm', 'rm -']);
    const bytes = Buffer.from(command).subarray(match?.startByte, match?.endByte);
    assert.equal(bytes.toString(), 'rm -');
  });

  it('points into the line where the whole line of a refused command matched', () => {
    const [match] = explained([aRule({ pattern: 'a && b' })], 'x a && b "').matches;
    assert.deepEqual([match?.startByte, match?.endByte], [2, 8]);
  });

  it('says that an allow for a part does not count', () => {
    const told = explained([aRule({ pattern: '^ls$', effect: 'allow' })], 'ls; make');
    assert.deepEqual(
      told.matches.map(({ counted }) => counted),
      [false],
    );
    assert.match(told.text, /does not count/);
  });

  it('says that a shadow rule decides nothing yet', () => {
    const told = explained([{ ...noRm, mode: 'shadow' }], 'rm -f b');
    assert.equal(told.verdict.decision, 'none');
    assert.match(told.text, /shadow: it decides nothing yet/);
  });

  it('says that the parser refused a command', () => {
    const told = explained([noRm], 'echo "');
    assert.equal(told.parsed, false);
    assert.match(told.text, /matched as written/);
  });
});
