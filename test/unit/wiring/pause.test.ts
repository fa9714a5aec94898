import assert from 'node:assert/strict';
import { createPause } from '../../../src/wiring/pause';

describe('createPause', () => {
  it('goes on at once within a stretch, and lets others in after it', async () => {
    let now = 0;
    const pause = createPause(() => now);
    assert.equal(pause(), undefined);
    now = 9;
    assert.equal(pause(), undefined);
    now = 10;
    let others = false;
    setImmediate(() => {
      others = true;
    });
    await pause();
    assert.ok(others);
    now = 19;
    assert.equal(pause(), undefined);
  });
});
