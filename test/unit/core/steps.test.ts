import assert from 'node:assert/strict';
import { inOneGo, inSlices, type Steps } from '../../../src/core/steps';

/** Ten steps of three milliseconds, and their number. */
function* tenSteps(): Steps<number> {
  for (let step = 0; step < 10; step += 1) {
    const end = performance.now() + 3;
    while (performance.now() < end);
    yield;
  }
  return 10;
}

describe('a computation in steps', () => {
  /** How often other work went on while `run` computed. */
  const pausesOf = async (run: () => Promise<number> | number): Promise<number> => {
    let pauses = 0;
    let isDone = false;
    const count = (): void => {
      if (isDone) return;
      pauses += 1;
      setImmediate(count);
    };
    setImmediate(count);
    assert.equal(await run(), 10);
    isDone = true;
    return pauses;
  };

  it('lets other work go on between slices', async () => {
    const pauses = await pausesOf(() => inSlices(tenSteps()));
    assert.ok(pauses >= 3, `${pauses} pauses`);
  });

  it('does not pause in one go', async () => {
    assert.equal(await pausesOf(() => inOneGo(tenSteps())), 0);
  });

  it('fails as its step does', async () => {
    // eslint-disable-next-line require-yield -- its first step fails
    const failing = function* (): Steps<number> {
      throw new Error('no memory');
    };
    await assert.rejects(inSlices(failing()), /no memory/);
  });
});
