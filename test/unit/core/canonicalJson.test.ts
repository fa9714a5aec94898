import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/core/canonicalJson';
import { isRulewrightError } from '../../../src/core/errors';

describe('canonicalJson', () => {
  it('returns equal text for equal values, independent of key order', () => {
    assert.equal(canonicalJson({ b: 1, a: [true, null] }), '{"a":[true,null],"b":1}');
    assert.equal(
      canonicalJson({ a: [true, null], b: 1 }),
      canonicalJson({ b: 1, a: [true, null] }),
    );
  });

  it('omits undefined members', () => {
    assert.equal(canonicalJson({ a: undefined, b: 2 }), '{"b":2}');
  });

  it('writes minus zero as zero', () => {
    assert.equal(canonicalJson(-0), '0');
  });

  it('can be parsed to an equal value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(isKeepable(value));
        const again: unknown = JSON.parse(canonicalJson(value));
        assert.equal(canonicalJson(again), canonicalJson(value));
      }),
    );
  });

  for (const [what, value] of [
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['an integer above 2^53', 2 ** 53],
    ['an unpaired surrogate', 'a\uD800b'],
    ['undefined inside an array', [undefined]],
    ['a function', () => 0],
    ['a bigint', 1n],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => canonicalJson({ at: value }),
        (error) => isRulewrightError(error, 'invalid-input'),
      );
    });
  }
});

function isKeepable(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}
