import assert from 'node:assert/strict';
import { createMinuteBudget } from '../../../src/core/minuteBudget';

describe('createMinuteBudget', () => {
  it('allows a number of calls in each minute, also after the clock was set back', () => {
    let nowMs = 5_000_000;
    const may = createMinuteBudget({ now: () => nowMs }, 2);
    assert.deepEqual([may(), may(), may()], [true, true, false]);
    nowMs += 59_999;
    assert.equal(may(), false);
    for (const now of [nowMs + 1, 0]) {
      nowMs = now;
      assert.deepEqual([may(), may(), may()], [true, true, false]);
    }
  });
});
