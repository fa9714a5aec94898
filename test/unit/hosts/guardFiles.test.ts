import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createGuardCheck, installGuard, LAUNCHER } from '../../../src/hosts/guardFiles';
import { useTempFolder } from '../../support/tempFolder';

describe('the files of the guard', () => {
  const home = useTempFolder();
  const files = createNodeFiles();
  const place = () => ({
    built: join(home(), 'built'),
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

  it('are good as they were installed, also by another VS Code, which names another program', async () => {
    const check = createGuardCheck(files, place());
    assert.equal(await check(), 'good');
    const other = createGuardCheck(files, { ...place(), node: '/opt/other/code' });
    assert.equal(await other(), 'good');
  });

  it('are missing or changed as soon as they are, and good again once they are back', async () => {
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
