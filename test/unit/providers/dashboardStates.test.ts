import assert from 'node:assert/strict';
import { statesToRefresh } from '../../../src/providers/dashboardStates';

describe('statesToRefresh', () => {
  it('leaves out what takes reading the whole history unless it is looked at', () => {
    assert.deepEqual(statesToRefresh('history'), ['history', 'agents']);
    assert.deepEqual(statesToRefresh('check'), ['history', 'agents', 'check']);
    assert.deepEqual(statesToRefresh('queue'), ['history', 'agents', 'queue']);
    assert.deepEqual(statesToRefresh('model'), ['history', 'agents', 'model']);
  });
});
