import assert from 'node:assert/strict';
import { createRepeatLimit } from '../../../src/app/repeatLimit';

describe('createRepeatLimit', () => {
  it('reports a text once within the time, and others at once', () => {
    let nowMs = 1000;
    const isNew = createRepeatLimit({ now: () => nowMs }, 60_000);
    assert.deepEqual([isNew('a'), isNew('a'), isNew('b')], [true, false, true]);
    nowMs += 59_999;
    assert.equal(isNew('a'), false);
    nowMs += 1;
    assert.deepEqual([isNew('a'), isNew('a')], [true, false]);
  });

  it('does not become silent if the clock is set back', () => {
    let nowMs = 10_000_000;
    const isNew = createRepeatLimit({ now: () => nowMs }, 60_000);
    isNew('a');
    nowMs = 1000;
    assert.equal(isNew('a'), true);
  });
});
