import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRulewrightError } from '../../src/core/errors';
import { LAYOUT } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { anEvent } from '../support/events';
import { anAdd, change, openTestStore } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

describe('a disk that is really full', () => {
  let mounted = false;
  const mount = (size: string): boolean => {
    mounted = asRoot('mount', '-t', 'tmpfs', '-o', `size=${size},mode=777`, 'tmpfs', folder());
    return mounted;
  };
  // Before the folder is removed.
  afterEach(() => {
    if (mounted) asRoot('umount', folder());
    mounted = false;
  });
  const folder = useTempFolder();

  it('rejects the change with a hint, keeps all acknowledged changes, and continues once there is space', async function () {
    if (!mount('1m')) this.skip(); // only root may mount, and not in every container
    const store = await openTestStore(folder());
    let applied = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        const reason = 'x'.repeat(20_000);
        await change(store.policies, { add: [anAdd({ pattern: `command ${applied}`, reason })] });
        applied += 1;
      }
    };
    await assert.rejects(fill(), (error) => {
      assert.ok(isRulewrightError(error, 'disk-full'));
      assert.match(error.hint ?? '', /Free some space/);
      return true;
    });
    assert.ok(applied > 0);
    assert.equal((await store.policies.listRules()).length, applied);
    asRoot('mount', '-o', 'remount,size=8m', folder());
    await change(store.policies, { add: [anAdd({ pattern: 'after that' })] });
    await store.close();
    const again = await openTestStore(folder());
    assert.equal((await again.policies.listRules()).length, applied + 1);
    assert.equal((await again.policies.health()).state, 'good');
    await again.close();
  });

  it('deletes the oldest events so that a change of the policy can be saved', async function () {
    if (!mount('24m')) this.skip(); // only root may mount, and not in every container
    const files = createNodeFiles();
    const historyFolder = join(folder(), LAYOUT.history);
    const store = await openTestStore(folder());
    await change(store.policies, { add: [anAdd({ pattern: 'before' })] });
    const history = createHistory({ files, folder: historyFolder, clock: Date, owner: 'me' });
    await history.append([anEvent({ id: 'oldest' })]);
    await history.label('oldest', 'unsafe', 'Ada');
    await assert.rejects(
      async () => {
        for (let index = 0; ; index += 1) {
          const command = `echo ${'word '.repeat(2_000)}`;
          await history.append([anEvent({ id: `event ${index}`, command })]);
        }
      },
      (error) => isRulewrightError(error, 'disk-full'),
    );
    fillUp(join(folder(), 'the last bytes'));
    const [newest] = await history.recent(1);
    await change(store.policies, { add: [anAdd({ pattern: 'after' })] });
    assert.equal((await store.policies.listRules()).length, 2);
    const { state, notice } = await store.policies.health();
    assert.equal(state, 'good');
    assert.match(notice ?? '', /oldest history/);
    await store.close();
    const ids = new Set<string>();
    for await (const event of history.all()) ids.add(event.id);
    assert.ok(!ids.has('oldest'));
    assert.ok(ids.has(newest?.id ?? ''), 'the newest event stays');
    assert.ok((await files.list(historyFolder)).some((name) => name.includes('.labels.')));
  }).timeout(120_000);
});

/** Runs a program as root, if this user may do so. Returns whether it succeeded. */
function asRoot(...command: readonly string[]): boolean {
  const [program = '', ...args] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  return spawnSync(program, args).status === 0;
}

/** Fills a disk completely, byte by byte at the end. */
function fillUp(path: string): void {
  for (let size = 65_536; size >= 1;) {
    try {
      appendFileSync(path, Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2); // not enough space for this size
    }
  }
}
