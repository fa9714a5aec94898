import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createGuardCheck, installGuard, LAUNCHER } from '../../../src/hosts/guardFiles';
import { useTempFolder } from '../../support/tempFolder';

describe('the files of the guard', () => {
  const home = useTempFolder();
  const files = createNodeFiles();
  const place = () => ({
    built: join(home(), 'built'),
    version: '1.9.0',
    folder: join(home(), 'guard'),
    node: '/usr/bin/node',
  });

  beforeEach(async () => {
    await mkdir(place().built);
    await writeFile(join(place().built, 'guard.main.js'), 'main');
    await writeFile(join(place().built, 'guard.cjs'), 'start');
    await writeFile(
      join(place().built, LAUNCHER),
      '#!/bin/sh\nnode=/absolute/path\nexec "$node"\n',
    );
    await installGuard(files, place());
  });

  const launcher = (): string => join(place().folder, LAUNCHER);

  it('are valid as installed, even by another VS Code that names another program', async () => {
    const check = createGuardCheck(files, place());
    assert.equal(await check(), 'good');
    const other = createGuardCheck(files, { ...place(), node: '/opt/other/code' });
    assert.equal(await other(), 'good');
  });

  /** The build of another version, whose guard differs. */
  const otherPlace = async (version: string) => {
    const other = { ...place(), built: join(home(), version), version };
    await cp(place().built, other.built, { recursive: true });
    await writeFile(join(other.built, 'guard.main.js'), `main of ${version}`);
    return other;
  };

  it('are valid in the windows of both versions while a newer one is installed', async () => {
    const newer = await otherPlace('1.10.0');
    const [old, young] = [createGuardCheck(files, place()), createGuardCheck(files, newer)];
    assert.equal(await old(), 'good');
    assert.equal(await young(), 'changed');
    await installGuard(files, newer);
    assert.deepEqual([await old(), await young()], ['good', 'good']);
    await installGuard(files, place());
    assert.deepEqual([await old(), await young()], ['good', 'good'], 'no way back to an older one');
  });

  it('are kept if the window of an older version connects a host', async () => {
    const newer = await otherPlace('1.10.0');
    await installGuard(files, newer);
    await installGuard(files, place());
    const main = join(place().folder, 'guard.main.js');
    assert.equal(await readFile(main, 'utf8'), 'main of 1.10.0');
    await rm(main);
    await installGuard(files, place());
    assert.equal(
      await createGuardCheck(files, place())(),
      'good',
      'an older one is better than none',
    );
    await installGuard(files, newer);
    assert.equal(await readFile(main, 'utf8'), 'main of 1.10.0');
  });

  it('are changed or missing even if a newer version installed them', async () => {
    const newer = await otherPlace('1.10.0');
    await installGuard(files, newer);
    const check = createGuardCheck(files, place());
    const main = join(place().folder, 'guard.main.js');
    await writeFile(main, 'mine');
    assert.equal(await check(), 'changed');
    await rm(main);
    assert.equal(await check(), 'missing');
    await installGuard(files, newer);
    assert.equal(await check(), 'good');
  });

  it('are changed if an older version is claimed to be installed', async () => {
    const older = await otherPlace('1.8.0');
    await rm(join(place().folder, 'installed.json'));
    await installGuard(files, older);
    assert.equal(await createGuardCheck(files, place())(), 'changed');
    await installGuard(files, place());
    assert.equal(await createGuardCheck(files, place())(), 'good');
  });

  it('are not changed while another window installs them', async () => {
    const newer = await otherPlace('1.10.0');
    // The first file is installed, the others are not yet.
    await cp(join(newer.built, 'guard.main.js'), join(place().folder, 'guard.main.js'));
    const state = createGuardCheck(files, place(), 500)();
    await installGuard(files, newer);
    assert.equal(await state, 'good');
  });

  it('are compared with this build if the list of installed files is invalid', async () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"version":"2.0.0","files":{"../x":"y"}}',
      '{"version":2}',
    ]) {
      await writeFile(join(place().folder, 'installed.json'), text);
      assert.equal(await createGuardCheck(files, place())(), 'good', text);
    }
  });

  it('are missing or changed immediately, and valid again once they are restored', async () => {
    const check = createGuardCheck(files, place());
    const before = await readFile(launcher(), 'utf8');
    assert.equal(await check(), 'good');
    await rm(launcher());
    assert.equal(await check(), 'missing');
    await writeFile(launcher(), `${before}exit 0\n`);
    assert.equal(await check(), 'changed');
    await writeFile(launcher(), before);
    assert.equal(await check(), 'good');
    await writeFile(join(place().folder, 'guard.main.js'), 'mine');
    assert.equal(await check(), 'changed');
    await chmod(launcher(), 0o700);
    await installGuard(files, place());
    assert.equal(await check(), 'good');
  });
});
