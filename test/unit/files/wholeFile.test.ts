import assert from 'node:assert/strict';
import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markOf, readWhole } from '../../../src/files/wholeFile';
import { useTempFolder } from '../../support/tempFolder';

describe('readWhole', () => {
  const folder = useTempFolder();

  it('reads all bytes and returns the mark of the file', () => {
    const path = join(folder(), 'a');
    const bytes = Buffer.alloc(200_000, 7);
    writeFileSync(path, bytes);
    const read = readWhole(path);
    assert.ok(bytes.equals(read.bytes));
    assert.equal(read.mark, markOf(statSync(path)));
  });

  it('reads into the given buffer if the content fits', () => {
    const path = join(folder(), 'a');
    writeFileSync(path, 'abcd');
    const buffer = Buffer.alloc(4);
    assert.equal(readWhole(path, buffer).bytes.buffer, buffer.buffer);
    assert.equal(buffer.toString(), 'abcd');
    const small = Buffer.alloc(3);
    assert.equal(readWhole(path, small).bytes.toString(), 'abcd');
    assert.deepEqual(small, Buffer.alloc(3));
  });

  it('returns another mark after any write, even of the same length with the old time restored', async () => {
    const path = join(folder(), 'a');
    writeFileSync(path, 'old');
    utimesSync(path, 1000, 1000);
    const before = readWhole(path).mark;
    // Longer than the clock resolution of the file system.
    await new Promise((done) => setTimeout(done, 60));
    writeFileSync(path, 'new');
    utimesSync(path, 1000, 1000);
    assert.notEqual(readWhole(path).mark, before);
  });

  it('treats a file as settled only if its last change is old enough', async () => {
    const path = join(folder(), 'a');
    writeFileSync(path, 'x');
    assert.equal(readWhole(path).isSettled, false);
    await new Promise((done) => setTimeout(done, 2600));
    assert.equal(readWhole(path).isSettled, true);
  });
});
