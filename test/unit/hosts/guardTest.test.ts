import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { testLine } from '../../../src/hosts/guardTest';
import { useTempFolder } from '../../support/tempFolder';

describe('the test command of a host', () => {
  if (process.platform === 'win32') return;
  const folder = useTempFolder();

  const isRunning = (pid: number): boolean => {
    try {
      // Signal 0 only tests whether the process exists; one that has ended but was not reaped is a zombie.
      process.kill(pid, 0);
      return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };

  it('ends everything that an unanswered hook line has started', async function () {
    if (process.platform !== 'linux') this.skip();
    const pids = join(folder(), 'pids');
    const line = `sh -c 'echo $$ >>${pids}; sleep 60; true' & sh -c 'echo $$ >>${pids}; sleep 60; true'; true`;
    const { isBlocked, text } = await testLine('claude', line, 1500);
    assert.equal(isBlocked, false);
    assert.match(text, /no answer within 2 s/);
    const started = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    assert.equal(started.length, 2);
    // The system ends a process soon after the signal.
    const until = Date.now() + 5000;
    while (started.some(isRunning) && Date.now() < until) await setTimeout(20);
    assert.deepEqual(started.filter(isRunning), []);
  });

  it('ends even if a process left its group and holds the output open', async function () {
    if (process.platform !== 'linux') this.skip();
    const pid = join(folder(), 'pid');
    const line = `setsid sh -c 'echo $$ >${pid}; exec sleep 60' & wait`;
    assert.match((await testLine('claude', line, 1500)).text, /no answer/);
    process.kill(Number(readFileSync(pid, 'utf8')));
  });

  it('reports how a line ended that is not a guard', async () => {
    const { text } = await testLine('claude', 'cat >/dev/null; echo gone >&2; exit 7');
    assert.match(text, /ended with 7: gone/);
  });
});
