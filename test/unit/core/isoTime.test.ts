import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isoTime } from '../../../src/core/isoTime';

describe('isoTime', () => {
  it('writes times as Date does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (epochMs) => {
        assert.equal(isoTime(epochMs), new Date(epochMs).toISOString());
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (epochMs) => {
        assert.equal(isoTime(epochMs), new Date(epochMs).toISOString());
      }),
    );
  });
});
