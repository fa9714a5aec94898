import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Migration } from '../../../src/store/migrate';
import { MIGRATIONS } from '../../../src/store/migrate';
import { isRulewrightError } from '../../../src/core/errors';
import { databasePath, editRows } from '../../support/corruption';
import { anAdd, change, goBack, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const FIXTURES = 'test/fixtures/store';
const NEXT: readonly Migration[] = [
  ...MIGRATIONS,
  { name: 'next', statements: ['ALTER TABLE agents ADD COLUMN mood TEXT'] },
];

describe('schema migrations', () => {
  const folder = useTempFolder();

  it('have a fixture of every released schema', async () => {
    const names = (await readdir(FIXTURES)).filter((name) => name.startsWith('schema-'));
    assert.equal(names.length, MIGRATIONS.length);
  });

  for (const number of MIGRATIONS.keys()) {
    it(`open a file of schema ${number + 1} with all its data`, async () => {
      await mkdir(folder(), { recursive: true });
      await copyFile(join(FIXTURES, `schema-${number + 1}.db`), databasePath(folder()));
      const store = await openTestStore(folder());
      assert.deepEqual((await store.policies.listRules()).map((rule) => rule.pattern).sort(), [
        'fdisk',
        'mkfs',
      ]);
      assert.equal((await store.policies.listVersions()).length, 2);
      assert.equal((await store.policies.health()).state, 'good');
      await store.close();
    });
  }

  it('leave rules of the first schema without a title, and hash them as before', async () => {
    await mkdir(folder(), { recursive: true });
    await copyFile(join(FIXTURES, 'schema-1.db'), databasePath(folder()));
    const store = await openTestStore(folder());
    const [before] = await store.policies.listVersions();
    const [rule] = await store.policies.listRules();
    assert.ok(rule !== undefined && !('title' in rule) && !('instead' in rule));
    const more = { title: 'Publishes a package', instead: 'Make a tag.' };
    const asking = anAdd({ pattern: 'npm publish', effect: 'ask', ...more });
    const version = await change(store.policies, { add: [asking] });
    const added = (await store.policies.listRules()).find(({ effect }) => effect === 'ask');
    assert.deepEqual([added?.title, added?.instead], [more.title, more.instead]);
    const back = await goBack(store.policies, 'rollback', version.version);
    assert.equal(back.stateHash, before?.stateHash);
    await store.close();
    const again = await openTestStore(folder());
    assert.equal((await again.policies.health()).state, 'good');
    await again.close();
  });

  it('keep a backup of the original file with its data', async () => {
    const before = await openTestStore(folder());
    await change(before.policies, { add: [anAdd()] });
    await before.close();
    const bytes = await readFile(databasePath(folder()));
    const store = await openTestStore(folder(), { migrations: NEXT });
    assert.equal((await store.policies.listRules()).length, 1);
    await store.close();
    const backups = join(folder(), 'backups');
    const name = (await readdir(backups)).find((found) =>
      found.startsWith(`before-schema-${NEXT.length}-`),
    );
    assert.deepEqual(await readFile(join(backups, name ?? '')), bytes);
    const old = await openTestStore(folder());
    assert.equal((await old.policies.health()).state, 'read-only');
    await old.close();
  });

  it('reject a file whose migrations differ from the released ones', async () => {
    await (await openTestStore(folder())).close();
    await editRows(folder(), (database) => {
      database.run(`UPDATE schema_steps SET checksum = 'x'`);
    });
    await assert.rejects(openTestStore(folder(), { migrations: NEXT }), (error) =>
      isRulewrightError(error, 'store-damaged'),
    );
  });
});
