import assert from 'node:assert/strict';
import { statesToRefresh } from '../../../src/providers/dashboardStates';

describe('statesToRefresh', () => {
  it('excludes states that require reading the whole history, unless their tab is active', () => {
    assert.deepEqual(statesToRefresh('history'), ['history', 'agents']);
    assert.deepEqual(statesToRefresh('check'), ['history', 'agents', 'check']);
    assert.deepEqual(statesToRefresh('queue'), ['history', 'agents', 'queue']);
    assert.deepEqual(statesToRefresh('model'), ['history', 'agents', 'model']);
  });
});
