import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { Lock } from '../../../src/store/lock';
import { createLock } from '../../../src/store/lock';
import type { Owner } from '../../../src/store/owner';
import { isGone, thisOwner } from '../../../src/store/owner';
import { createFaultyFiles } from '../../support/faultyFiles';
import { useTempFolder } from '../../support/tempFolder';

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock between processes', () => {
  const folder = useTempFolder();
  const lock = (patienceMs = 60): Lock =>
    createLock({
      files: createNodeFiles(),
      path: join(folder(), 'lock'),
      label: 'window 7',
      patienceMs,
    });
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

  it('leaves no file behind', async () => {
    await (await lock().take()).release();
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is taken over at once from a process that is gone', async () => {
    await leave({ ...(await thisOwner('window 1')), pid: deadPid() });
    await (await lock(0).take()).release();
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is taken over when a taker died in the middle of taking over', async () => {
    const gone = { ...(await thisOwner('window 1')), pid: deadPid() };
    const taker = { ...(await thisOwner('window 2')), pid: deadPid() };
    await leave(gone);
    await writeFile(join(folder(), `lock.${gone.nonce}`), JSON.stringify(taker));
    await (await lock(0).take()).release();
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is taken over by only one of many takers', async () => {
    await leave({ ...(await thisOwner('window 1')), pid: deadPid() });
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

  it('names a living holder when it is waited for in vain', async () => {
    const held = await lock().take();
    await assert.rejects(lock().take(), (error) => {
      assert.ok(isRulewrightError(error, 'store-busy'));
      assert.match(error.message, /window 7 \(process \d+/);
      return true;
    });
    await held.verify();
  });

  it('is never taken from a file that names nobody', async () => {
    await leave('');
    await assert.rejects(lock().take(), (error) => isRulewrightError(error, 'store-busy'));
  });

  it('tells its holder when another one has it', async () => {
    const held = await lock().take();
    await leave({ ...(await thisOwner('window 9')) });
    await assert.rejects(held.verify(), (error) => isRulewrightError(error, 'store-busy'));
  });

  it('can be taken again by a process whose disk refused to give it back', async () => {
    const files = createFaultyFiles(createNodeFiles());
    const own = createLock({
      files,
      path: join(folder(), 'lock'),
      label: 'window 7',
      patienceMs: 60,
    });
    const held = await own.take();
    files.failAt(1, 'EIO');
    await held.release();
    await (await own.take()).release();
    assert.deepEqual(await readdir(folder()), []);
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
    it(`knows that ${what}`, async function () {
      if (process.platform !== 'linux') this.skip();
      const me = await thisOwner('window 7');
      assert.equal(await isGone({ ...me, ...change(me) }), expected);
    });
  }
});
