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

  it('points into the line if the whole line of a rejected command matched', () => {
    const [match] = explained([aRule({ pattern: 'a && b' })], 'x a && b "').matches;
    assert.deepEqual([match?.startByte, match?.endByte], [2, 8]);
  });

  it('says that an allow rule for part of a command is ignored', () => {
    const explanation = explained([aRule({ pattern: '^ls$', effect: 'allow' })], 'ls; make');
    assert.deepEqual(
      explanation.matches.map(({ counted }) => counted),
      [false],
    );
    assert.match(explanation.text, /is ignored: it allows only part/);
  });

  it('says that a shadow rule does not decide', () => {
    const explanation = explained([{ ...noRm, mode: 'shadow' }], 'rm -f b');
    assert.equal(explanation.verdict.decision, 'none');
    assert.match(explanation.text, /shadow: does not decide/);
  });

  it('says that the parser rejected a command', () => {
    const explanation = explained([noRm], 'echo "');
    assert.equal(explanation.parsed, false);
    assert.match(explanation.text, /matched as written/);
  });
});
