import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { Lock } from '../../../src/store/lock';
import { createLock } from '../../../src/store/lock';
import type { Owner } from '../../../src/store/owner';
import { holderHasEnded, thisOwner } from '../../../src/store/owner';
import { createFaultyFiles } from '../../support/faultyFiles';
import { itOnLinux } from '../../support/linux';
import { useTempFolder } from '../../support/tempFolder';

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock between processes', () => {
  const folder = useTempFolder();
  const made: Lock[] = [];
  const lock = (timeoutMs = 60, files = createNodeFiles()): Lock => {
    const path = join(folder(), 'lock');
    const one = createLock({ files, path, label: 'window 7', timeoutMs });
    made.push(one);
    return one;
  };
  /** The files that remain in the folder after every lock was closed. */
  const staleFiles = async (): Promise<readonly string[]> => {
    for (const one of made.splice(0)) await one.close();
    return readdir(folder());
  };
  const leave = (owner: Owner | string): Promise<void> =>
    writeFile(join(folder(), 'lock'), typeof owner === 'string' ? owner : JSON.stringify(owner));

  it('is held by one at a time', async () => {
    let inside = 0;
    let most = 0;
    const visits = Array.from({ length: 20 }, async () => {
      const held = await lock(5_000).take();
      most = Math.max(most, (inside += 1));
      await new Promise(setImmediate);
      inside -= 1;
      await held.release();
    });
    await Promise.all(visits);
    assert.equal(most, 1);
  });

  it('leaves no files behind', async () => {
    await (await lock().take()).release();
    assert.deepEqual(await staleFiles(), []);
  });

  it('is taken over immediately from a process that has ended', async () => {
    await leave({ ...thisOwner('window 1'), pid: deadPid() });
    await (await lock(0).take()).release();
    assert.deepEqual(await staleFiles(), []);
  });

  it('is taken over if a process died while taking over', async () => {
    const dead = { ...thisOwner('window 1'), pid: deadPid() };
    const owner = { ...thisOwner('window 2'), pid: deadPid() };
    await leave(dead);
    await writeFile(join(folder(), `lock.${dead.nonce}`), JSON.stringify(owner));
    await (await lock(0).take()).release();
    assert.deepEqual(await staleFiles(), []);
  });

  it('is taken over by only one of many processes', async () => {
    await leave({ ...thisOwner('window 1'), pid: deadPid() });
    let inside = 0;
    const visits = Array.from({ length: 10 }, async () => {
      const held = await lock(5_000).take();
      inside += 1;
      assert.equal(inside, 1);
      await held.verify();
      inside -= 1;
      await held.release();
    });
    await Promise.all(visits);
  });

  it('names a living holder after a timeout', async () => {
    const held = await lock().take();
    await assert.rejects(lock().take(), (error) => {
      assert.ok(isRulewrightError(error, 'store-busy'));
      assert.match(error.message, /window 7 \(process \d+/);
      return true;
    });
    await held.verify();
  });

  it('waits longer for many holders in turn than for one that keeps it', async () => {
    const timeoutMs = 400;
    await leave(thisOwner('window 1'));
    const turns = setInterval(() => void leave(thisOwner('another window')), timeoutMs / 4);
    const began = performance.now();
    const taking = lock(timeoutMs).take();
    await new Promise((next) => setTimeout(next, 2 * timeoutMs));
    clearInterval(turns);
    await rm(join(folder(), 'lock'));
    await (await taking).release();
    assert.ok(performance.now() - began >= 2 * timeoutMs);
  });

  it('has a maximum waiting time for many holders in turn', async () => {
    await leave(thisOwner('window 1'));
    const turns = setInterval(() => void leave(thisOwner('another window')), 5);
    await assert.rejects(lock(40).take(), (error) => isRulewrightError(error, 'store-busy'));
    clearInterval(turns);
  });

  it('is never taken over if the file names no owner', async () => {
    await leave('');
    await assert.rejects(lock().take(), (error) => isRulewrightError(error, 'store-busy'));
  });

  it('notifies its holder if another one has it', async () => {
    const held = await lock().take();
    await leave({ ...thisOwner('window 9') });
    await assert.rejects(held.verify(), (error) => isRulewrightError(error, 'store-busy'));
  });

  it('can be taken again by a process that failed to release it', async () => {
    const files = createFaultyFiles(createNodeFiles());
    const own = lock(60, files);
    const held = await own.take();
    files.failAt(1, 'EIO');
    await held.release();
    await (await own.take()).release();
    assert.deepEqual(await staleFiles(), []);
  });

  it('can be taken by a process whose own file was removed', async () => {
    const own = lock(0);
    await (await own.take()).release();
    for (const name of await readdir(folder())) await rm(join(folder(), name));
    const held = await own.take();
    await held.verify();
    await held.release();
  });

  itOnLinux('detects a process that has ended but was not reaped', async () => {
    // The shell is replaced by a program that never reaps its child, and the child may end only
    // after that.
    const script = 'exec 3<&0; head -c 1 <&3 & echo $!; exec sleep 60';
    const parent = spawn('sh', ['-c', script], { stdio: 'pipe' });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const stat = (of?: number): string => readFileSync(`/proc/${of}/stat`, 'utf8');
    while (!stat(parent.pid).includes('(sleep)')) await new Promise(setImmediate);
    parent.stdin.end('x');
    while (stat(pid).split(' ')[2] !== 'Z') await new Promise(setImmediate);
    const dead = { ...thisOwner('window 1'), pid, startedAt: '' };
    assert.equal(holderHasEnded(dead), true);
    parent.kill('SIGKILL');
  });

  const proofs: readonly [string, boolean, (me: Owner) => Partial<Owner>][] = [
    ['this process is not gone', false, () => ({})],
    ['a free process number is gone', true, () => ({ pid: deadPid() })],
    ['a process number that belongs to a later process is gone', true, () => ({ startedAt: '1' })],
    [
      'a process from before the last start of the machine is gone',
      true,
      () => ({ bootId: 'earlier' }),
    ],
    [
      'a process of another machine is not proven gone',
      false,
      () => ({ machine: `not ${hostname()}`, pid: deadPid() }),
    ],
    [
      'a process of another container is not proven gone',
      false,
      () => ({ pidSpace: 'pid:[1]', pid: deadPid() }),
    ],
    [
      'a process whose start is not known is not proven gone while its number is in use',
      false,
      () => ({ startedAt: '' }),
    ],
  ];
  for (const [what, expected, change] of proofs) {
    itOnLinux(`detects that ${what}`, () => {
      const me = thisOwner('window 7');
      assert.equal(holderHasEnded({ ...me, ...change(me) }), expected);
    });
  }
});
