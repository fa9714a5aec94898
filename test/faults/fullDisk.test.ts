import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isRulewrightError } from '../../src/core/errors';
import { anAdd, change, openTestStore } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

describe('a disk that is really full', () => {
  let mounted = false;
  // Before the folder is taken away.
  afterEach(() => {
    if (mounted) spawnSync('umount', [folder()]);
    mounted = false;
  });
  const folder = useTempFolder();

  it('refuses the change with a cure, keeps all that was acknowledged, and goes on once there is space', async function () {
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder()]);
    mounted = mount.status === 0;
    if (!mounted) this.skip(); // only root may mount, and not in every container
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
    spawnSync('mount', ['-o', 'remount,size=8m', folder()]);
    await change(store.policies, { add: [anAdd({ pattern: 'after that' })] });
    await store.close();
    const again = await openTestStore(folder());
    assert.equal((await again.policies.listRules()).length, applied + 1);
    assert.equal((await again.policies.health()).state, 'good');
    await again.close();
  });
});
