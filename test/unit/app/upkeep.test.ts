import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { startUpkeep, type UpkeepJobs } from '../../../src/app/upkeep';

describe('upkeep', () => {
  /** Runs jobs for a time, and returns when each was started, in milliseconds. */
  const startsIn = async (
    ms: number,
    failing?: keyof UpkeepJobs,
  ): Promise<Readonly<Record<string, readonly number[]>>> => {
    mock.timers.enable({ apis: ['setInterval', 'Date'], now: 0 });
    try {
      const starts: Record<string, number[]> = {};
      const job = (name: keyof UpkeepJobs) => (): Promise<void> => {
        (starts[name] ??= []).push(Date.now());
        return name === failing ? Promise.reject(new Error(name)) : Promise.resolve();
      };
      const upkeep = startUpkeep({
        ...{ checkFiles: job('checkFiles'), drain: job('drain'), checkHooks: job('checkHooks') },
        ...{ checkHosts: job('checkHosts'), retain: job('retain'), follow: job('follow') },
        proposeEnforcing: job('proposeEnforcing'),
        onError: (error) => (starts['troubles'] ??= []).push(String(error).length),
      });
      for (let at = 0; at < ms; at += 100) {
        await new Promise((resolve) => setImmediate(resolve));
        mock.timers.tick(100);
      }
      await upkeep.stop();
      return starts;
    } finally {
      mock.timers.reset();
    }
  };

  it('compares the files that guards read and the hook files at most a second apart', async () => {
    const { checkFiles = [], checkHooks = [], drain = [] } = await startsIn(10_000);
    const apart = (starts: readonly number[]): number =>
      Math.max(...starts.slice(1).map((start, at) => start - (starts[at] ?? NaN)));
    assert.deepEqual([checkFiles[0], checkHooks[0], drain[0]], [0, 0, 0]);
    assert.ok(checkFiles.length >= 10 && checkHooks.length >= 10 && drain.length >= 5);
    assert.deepEqual([apart(checkFiles), apart(checkHooks), apart(drain)], [1000, 1000, 2000]);
  });

  it('drains the spool even if comparing files fails, and reports that once', async () => {
    const { drain = [], troubles = [] } = await startsIn(10_000, 'checkFiles');
    assert.ok(drain.length >= 5);
    assert.equal(troubles.length, 1);
  });
});
