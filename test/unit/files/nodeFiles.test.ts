import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../src/core/errors';
import { isRulewrightError } from '../../../src/core/errors';
import { fileError } from '../../../src/files/fileError';
import { networkKind } from '../../../src/files/networkFolder';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { renameRetry } from '../../../src/files/renameRetry';
import { isTempName, writeAtomic } from '../../../src/files/writeAtomic';
import { createFaultyFiles } from '../../support/faultyFiles';
import { useTempFolder } from '../../support/tempFolder';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Files on the disk', () => {
  const folder = useTempFolder();
  const files = createNodeFiles();
  const path = (name: string): string => join(folder(), name);

  it('returns undefined, no chunks and no names for missing files', async () => {
    assert.equal(await files.read(path('none')), undefined);
    assert.equal(await files.stat(path('none')), undefined);
    assert.deepEqual(await files.list(path('none')), []);
    for await (const piece of files.readPieces(path('none'))) assert.fail(String(piece.length));
    for await (const names of files.namePieces(path('none'))) assert.fail(names.join());
    assert.equal(await files.remove(path('none')), false);
  });

  it('does not wait for the writer of a pipe', async () => {
    execFileSync('mkfifo', [path('a')]);
    await assert.rejects(files.read(path('a')), /ENOTSUP/);
    await assert.rejects(files.open(path('a')), /ENOTSUP/);
    await assert.rejects(files.readPieces(path('a'))[Symbol.asyncIterator]().next(), /ENOTSUP/);
  });

  it('lists a large folder in chunks of at most 500 names', async () => {
    const names = Array.from({ length: 1_100 }, (_, at) => `f${at}`);
    for (const name of names) await writeFile(path(name), '');
    const pieces: (readonly string[])[] = [];
    for await (const piece of files.namePieces(folder())) pieces.push(piece);
    assert.deepEqual(
      pieces.map(({ length }) => length),
      [500, 500, 100],
    );
    assert.deepEqual(pieces.flat().sort(), names.sort());
  });

  it('creates a new file and does not overwrite an existing one', async () => {
    assert.equal(await files.writeNew(path('a'), bytes('one')), true);
    assert.equal(await files.writeNew(path('a'), bytes('two')), false);
    assert.equal(await readFile(path('a'), 'utf8'), 'one');
  });

  it('leaves no incomplete file if its content fails', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes('half');
      await Promise.reject(new Error('no more'));
    };
    await assert.rejects(files.writeNew(path('a'), broken()));
    assert.deepEqual(await readdir(folder()), []);
  });

  it('appends, and reads from any position', async () => {
    await files.append(path('a'), bytes('one '));
    await files.append(path('a'), bytes('two'), { sync: true });
    const pieces: Uint8Array[] = [];
    for await (const piece of files.readPieces(path('a'), 4)) pieces.push(piece);
    assert.equal(Buffer.concat(pieces).toString(), 'two');
  });

  it('creates a hard link only if the name is free', async () => {
    await writeFile(path('a'), '');
    assert.equal(await files.link(path('a'), path('b')), true);
    assert.equal(await files.link(path('a'), path('b')), false);
    assert.equal(await files.link(path('none'), path('c')), false);
  });

  it('distinguishes a file from its replacement of the same size', async () => {
    await writeFile(path('a'), 'one');
    const before = await files.stat(path('a'));
    await writeAtomic(files, path('a'), bytes('two'));
    assert.notEqual((await files.stat(path('a')))?.identity, before?.identity);
  });

  it('rejects reading a folder, with its name and a hint', async () => {
    await mkdir(path('sub'));
    await assert.rejects(files.read(path('sub')), (error) => {
      assert.ok(isRulewrightError(error, 'io-failed'));
      assert.match(error.message, /sub/);
      assert.ok(error.hint);
      return true;
    });
  });

  it('replaces a file completely or not at all, and leaves no temporary file, whichever step fails', async () => {
    for (let step = 1; step <= 2; step += 1) {
      await writeFile(path('a'), 'old');
      const faulty = createFaultyFiles(files);
      faulty.failAt(step, 'ENOSPC');
      await assert.rejects(writeAtomic(faulty, path('a'), bytes('new')), (error) =>
        isRulewrightError(error, 'disk-full'),
      );
      assert.equal(await readFile(path('a'), 'utf8'), 'old');
      assert.deepEqual(await readdir(folder()), ['a']);
    }
  });

  it('replaces nothing if the last check fails', async () => {
    await writeFile(path('a'), 'old');
    const refuse = (): Promise<void> => Promise.reject(new Error('no'));
    await assert.rejects(writeAtomic(files, path('a'), bytes('new'), { beforeRename: refuse }));
    assert.deepEqual(await readdir(folder()), ['a']);
    assert.equal(await readFile(path('a'), 'utf8'), 'old');
  });

  it('recognizes its own temporary files by name', () => {
    assert.ok(isTempName('rulewright.db.0123456789ab.tmp'));
    assert.ok(!isTempName('my.tmp'));
  });

  it('retries a rename while Windows refuses it, and eventually gives up', async () => {
    const busy = Object.assign(new Error('busy'), { code: 'EBUSY' });
    let refusals = 3;
    const rename = (): Promise<void> =>
      (refusals -= 1) < 0 ? Promise.resolve() : Promise.reject(busy);
    const sleep = (): Promise<void> => Promise.resolve();
    await renameRetry(rename, 'win32', sleep);
    refusals = Infinity;
    await assert.rejects(renameRetry(rename, 'win32', sleep), busy);
    refusals = 1;
    await assert.rejects(renameRetry(rename, 'linux', sleep), busy);
  });

  it('recognizes network folders by the type of their file system', () => {
    assert.equal(networkKind(0x6969), 'NFS');
    assert.equal(networkKind(0xff534d42 | 0), 'CIFS');
    assert.equal(networkKind(0xef53), undefined);
  });

  const codes: readonly [string, ErrorCode][] = [
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'store-readonly'],
    ['EROFS', 'store-readonly'],
    ['EPERM', 'store-readonly'],
    ['EIO', 'io-failed'],
    ['EMFILE', 'io-failed'],
    ['EEXIST', 'io-failed'],
  ];
  for (const [code, expected] of codes) {
    it(`converts ${code} to ${expected} with a hint`, () => {
      const error = fileError(Object.assign(new Error(code), { code }), 'write', '/some/file');
      assert.equal(error.code, expected);
      assert.match(error.message, /\/some\/file/);
      assert.ok(error.hint);
    });
  }
});
