import assert from 'node:assert/strict';
import { open, readdir, readFile, readlink, utimes, writeFile } from 'node:fs/promises';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { OpenStore } from '../../../src/store/openStore';
import { databasePath } from '../../support/corruption';
import { createFaultyFiles } from '../../support/faultyFiles';
import { fillStore } from '../../support/filledStore';
import { itOnLinux } from '../../support/linux';
import { anAdd, change, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const RULES = 100;
/** A time that every file system stores exactly. */
const WRITTEN = new Date(Date.UTC(2026, 0, 1));

describe('a large policy file', () => {
  const folder = useTempFolder();
  const files = createFaultyFiles(createNodeFiles());
  let filled: Buffer | undefined;
  let opened: OpenStore[] = [];

  const openLarge = async (logFromBytes?: number): Promise<OpenStore> => {
    const more = logFromBytes === undefined ? {} : { logFromBytes };
    const store = await openTestStore(folder(), { files, ...more });
    opened.push(store);
    return store;
  };
  /** The number of open descriptors of this process for the policy file. */
  const held = async (): Promise<number> => {
    const links = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(links)).filter((path) => path.startsWith(databasePath(folder())))
      .length;
  };
  /** Changes the middle of the file without changing its size and modification time. */
  const writeInPlace = async (): Promise<void> => {
    const handle = await open(databasePath(folder()), 'r+');
    const middle = Buffer.alloc(65_536, 7);
    await handle.write(middle, 0, middle.length, 1 << 20);
    await handle.utimes(WRITTEN, WRITTEN);
    await handle.close();
  };

  beforeEach(async () => {
    const path = databasePath(folder());
    if (filled === undefined) {
      await fillStore(folder(), 1_500, RULES);
      filled = await readFile(path);
      assert.ok(filled.length > 2 << 20);
    }
    await writeFile(path, filled);
    await utimes(path, WRITTEN, WRITTEN);
  });
  afterEach(async () => {
    files.heal();
    for (const store of opened) await store.close();
    opened = [];
  });

  itOnLinux('is read to its end after opening, and closed', async () => {
    const store = await openLarge();
    await store.historyChecked();
    assert.equal(await held(), 0);
    assert.equal((await store.policies.listVersions()).length, 1_500);
  });

  itOnLinux('is closed when the store is closed before', async () => {
    await (await openLarge()).close();
    assert.equal(await held(), 0);
  });

  it('is unchanged for a window that opened it before another saved it completely', async () => {
    const [one, other] = [await openLarge(Infinity), await openLarge(Infinity)];
    await change(other.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await change(one.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    const rules = await other.policies.listRules();
    assert.equal(rules.length, RULES + 2);
    assert.deepEqual(await one.policies.listRules(), rules);
    assert.equal((await one.policies.listVersions()).length, 1_502);
  });

  it('returns an error and no rule if the disk fails during a read, and is loaded again', async () => {
    const whole = JSON.stringify(await (await openLarge()).policies.listVersions());
    const count = async (): Promise<number> => {
      const store = await openLarge();
      const before = files.steps;
      await store.policies.listVersions();
      await store.historyChecked();
      await store.close();
      return files.steps - before;
    };
    const steps = await count();
    assert.ok(steps > 10);
    for (let step = 1; step <= steps; step += Math.ceil(steps / 12)) {
      const store = await openLarge();
      files.failAt(step, 'EIO');
      const seen = await store.policies.listVersions().then(JSON.stringify, (error: unknown) => {
        assert.match(String(error), /rulewright/);
      });
      assert.ok(seen === undefined || seen === whole);
      files.heal();
      assert.equal(JSON.stringify(await store.policies.listVersions()), whole);
      await store.close();
    }
  });

  it('shows nothing that another program wrote into it', async () => {
    const shown = async (): Promise<string> => {
      const { policies } = await openLarge();
      const lists = [policies.listVersions(), policies.listSuggestions(), policies.listAudit()];
      return JSON.stringify(await Promise.all(lists));
    };
    const whole = await shown();
    const store = await openLarge();
    await writeInPlace();
    const lists = async (): Promise<string> =>
      JSON.stringify([
        await store.policies.listVersions(),
        await store.policies.listSuggestions(),
        await store.policies.listAudit(),
      ]);
    const seen = await lists().catch((error: unknown) => {
      assert.match(String(error), /Another program wrote|failed its integrity check/);
    });
    // The file may have been read to its end before the other program wrote.
    if (seen === undefined) assert.equal((await store.policies.health()).state, 'tampered');
    else assert.equal(seen, whole);
  });
});
