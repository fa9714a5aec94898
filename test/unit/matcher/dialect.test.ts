import assert from 'node:assert/strict';
import { Rng } from '../../../src/core/random';
import { checkPattern } from '../../../src/matcher/dialect';

const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;

describe('checkPattern', () => {
  for (const pattern of [
    '\\brm\\s+-rf\\b',
    '(?i)\\bRM\\b',
    '^(?:a|b)+?c{2,3}$',
    '(?<name>a)',
    '[\\w./-]+[^|;&]*[a-z-]',
    '\\d\\D\\s\\S\\w\\W\\b\\B\\t\\n\\r\\f\\v\\x41\\-\\/\\#\\ \\_',
    'a{ x{2 } ]',
    'é😀',
    'a{1000}',
    nested(32),
    'a'.repeat(1024),
  ]) {
    it(`accepts ${pattern.slice(0, 40)}`, () => {
      assert.equal(checkPattern(pattern), undefined);
    });
  }

  for (const [pattern, code, offset] of [
    ['', 'E_SYNTAX', 0],
    ['a'.repeat(1025), 'E_LEN', 1024],
    [nested(33), 'E_DEPTH', 32],
    ['a{1001}', 'E_REP', 1],
    ['x(a{50}){30}', 'E_REP', 3],
    ['(a+)+$', 'E_REP', 4],
    ['((?:a*))*', 'E_REP', 8],
    ['x(?:a|b){600}', 'E_SIZE', 1],
    ['ab(?=c)', 'E_LOOKAROUND', 2],
    ['a(?!b)', 'E_LOOKAROUND', 1],
    ['(?<=a)b', 'E_LOOKAROUND', 0],
    ['(?<!a)b', 'E_LOOKAROUND', 0],
    ['(a)\\1', 'E_BACKREF', 3],
    ['\\2', 'E_BACKREF', 0],
    ['(?<n>a)\\k<n>', 'E_BACKREF', 7],
    ['a++', 'E_UNSUPPORTED', 2],
    ['(?>a)', 'E_UNSUPPORTED', 0],
    ['(?P<n>a)', 'E_UNSUPPORTED', 0],
    ['a(?i)b', 'E_UNSUPPORTED', 1],
    ['(?i:a)', 'E_UNSUPPORTED', 0],
    ['(?s)a', 'E_UNSUPPORTED', 0],
    ['a\\p{L}', 'E_UNSUPPORTED', 1],
    ['\\07', 'E_UNSUPPORTED', 0],
    ['\\u0041', 'E_UNSUPPORTED', 0],
    ['\\cA', 'E_UNSUPPORTED', 0],
    ['\\é', 'E_UNSUPPORTED', 0],
    ['x[\\b]', 'E_UNSUPPORTED', 2],
    ['[[:alpha:]]', 'E_UNSUPPORTED', 1],
    ['a[]', 'E_UNSUPPORTED', 1],
    ['[^]', 'E_UNSUPPORTED', 0],
    ['[a-\\d]', 'E_UNSUPPORTED', 2],
    ['[😀]', 'E_UNSUPPORTED', 1],
    ['😀+', 'E_UNSUPPORTED', 1],
    ['\ud800', 'E_UNSUPPORTED', 0],
    ['a{,3}', 'E_UNSUPPORTED', 1],
    ['(a', 'E_SYNTAX', 2],
    ['a)', 'E_SYNTAX', 1],
    ['*a', 'E_SYNTAX', 0],
    ['a**', 'E_SYNTAX', 2],
    ['\\b+', 'E_SYNTAX', 2],
    ['a{5,2}', 'E_SYNTAX', 1],
    ['a\\', 'E_SYNTAX', 1],
  ] as const) {
    it(`rejects ${JSON.stringify(pattern.slice(0, 40))} with ${code} at ${offset}`, () => {
      const fault = checkPattern(pattern);
      assert.deepEqual([fault?.code, fault?.offset], [code, offset]);
      assert.ok(fault?.message !== '' && fault?.hint !== '');
    });
  }

  it('reports an offset inside the pattern for every fault, and never throws', () => {
    const signs = Array.from('()[]{}?*+|\\^$.,-:<>=!abk1pPu&😀\n');
    for (let seed = 1; seed < 20_000; seed += 1) {
      const random = new Rng(seed);
      const pattern = Array.from({ length: seed % 9 }, () => signs[random.below(signs.length)]);
      const text = pattern.join('');
      const fault = checkPattern(text);
      const offset = fault?.offset ?? 0;
      assert.ok(offset >= 0 && offset <= text.length, JSON.stringify([text, fault]));
    }
  });
});
