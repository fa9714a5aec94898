import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { keepAside, makeWay } from '../../../src/files/keepAside';
import { useTempFolder } from '../../support/tempFolder';

describe('keepAside', () => {
  const folder = useTempFolder();
  const files = createNodeFiles();
  const path = (name: string): string => join(folder(), name);

  it('keeps the last file that another program wrote', async () => {
    for (const text of ['one', 'two']) {
      writeFileSync(path('a'), text);
      assert.equal(await keepAside(files, path('a')), path('a.foreign'));
    }
    assert.deepEqual(readdirSync(folder()), ['a.foreign']);
    assert.equal(readFileSync(path('a.foreign'), 'utf8'), 'two');
    assert.equal(await keepAside(files, path('a')), undefined);
  });

  it('keeps a pipe, a folder and a cycle of links', async () => {
    for (const make of ['mkfifo a', 'mkdir -p a/b', 'ln -s a a', 'ln -s /none/at/all a']) {
      execFileSync('sh', ['-c', make], { cwd: folder() });
      assert.equal(await keepAside(files, path('a')), path('a.foreign'));
      assert.equal(lstatSync(path('a'), { throwIfNoEntry: false }), undefined);
    }
  });

  it('is not prevented by a folder with the name under which it keeps the file', async () => {
    mkdirSync(path('a.foreign/b'), { recursive: true });
    writeFileSync(path('a'), 'one');
    assert.equal(await keepAside(files, path('a')), path('a.foreign'));
    assert.equal(readFileSync(path('a.foreign'), 'utf8'), 'one');
    assert.equal(readdirSync(folder()).length, 2);
  });

  it('keeps a folder in place of a file or a link that was kept before', async () => {
    for (const before of ['touch a.foreign', 'ln -sfn none a.foreign']) {
      execFileSync('sh', ['-c', `${before}; mkdir a`], { cwd: folder() });
      assert.equal(await keepAside(files, path('a')), path('a.foreign'));
      assert.ok(lstatSync(path('a.foreign')).isDirectory());
      execFileSync('rmdir', [path('a.foreign')]);
    }
  });

  it('moves only folders out of the way of a file', async () => {
    writeFileSync(path('a'), 'one');
    await makeWay(files, path('a'));
    await makeWay(files, path('none'));
    assert.deepEqual(readdirSync(folder()), ['a']);
    mkdirSync(path('b/c'), { recursive: true });
    await makeWay(files, path('b'));
    assert.ok(existsSync(path('b.foreign/c')) && !existsSync(path('b')));
  });
});
