import assert from 'node:assert/strict';
import { requiredLiterals } from '../../../../src/matcher/index/requiredLiterals';
import { parsePattern } from '../../../../src/matcher/pattern/parsePattern';

const START = '\u0001';
const END = '\u0002';

describe('requiredLiterals', () => {
  for (const [pattern, clauses] of [
    ['\\brm\\s+-rf\\b', [['rm '], [' -rf']]],
    ['^git (log|diff)\\b', [[`${START}git log`, `${START}git diff`]]],
    ['^ls(\\s|$)', [[`${START}ls `, `${START}ls${END}`]]],
    ['https?://x', [['http://x', 'https://x']]],
    ['\\bcurl\\b.*\\|.*sh', [['curl'], ['sh']]],
    ['(^)+a', [[`${START}a`]]],
    ['$^', []],
    ['\\b[0-9a-f]{38}\\b', []],
    ['(ab)?', []],
    ['(?:ab|.*)cd', [['abcd', 'cd']]],
  ] as const) {
    it(`finds the literals that ${pattern} requires`, () => {
      assert.deepEqual(requiredLiterals(parsePattern(pattern, 'deny')), clauses);
    });
  }
});
