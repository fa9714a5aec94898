import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenFile } from '../../../src/core/fileAccess';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { LazyContent } from '../../../src/store/lazyContent';
import { scan } from '../../../src/store/lazyContent';
import { createFaultyFiles } from '../../support/faultyFiles';
import { useTempFolder } from '../../support/tempFolder';

const LENGTH = 100_000;

describe('LazyContent', () => {
  const folder = useTempFolder();
  const files = createFaultyFiles(createNodeFiles());
  let bytes: Buffer;
  let path: string;
  let file: OpenFile;
  let content: LazyContent;

  beforeEach(async () => {
    bytes = randomBytes(LENGTH + 83);
    path = join(folder(), 'file');
    await writeFile(path, bytes);
    const opened = await files.open(path);
    assert.ok(opened);
    file = opened;
    ({ content } = scan(file, LENGTH));
  });
  afterEach(() => {
    files.heal();
    file.close();
  });

  const faultCode = (): string | undefined => content.fault?.code;
  const writeInPlace = async (at: number): Promise<void> => {
    const handle = await open(path, 'r+');
    await handle.write(Buffer.from([(bytes[at] ?? 0) ^ 1]), 0, 1, at);
    await handle.close();
  };

  it('has the digest of the bytes before the seal', () => {
    const digest = createHash('sha256').update(bytes.subarray(0, LENGTH)).digest('hex');
    assert.equal(scan(file, LENGTH).digest, digest);
  });

  it('returns any part of the file', () => {
    for (const [from, to] of [
      [0, 16],
      [4_096, 8_192],
      [16_383, 16_385],
      [10_000, 90_000],
      [LENGTH - 1, LENGTH],
      [5, 5],
    ] as const) {
      assert.deepEqual(Buffer.from(content.subarray(from, to)), bytes.subarray(from, to));
    }
  });

  it('keeps written bytes in memory, even after the end, and does not change the file', async () => {
    const grown = content.slice();
    const written = randomBytes(70_000);
    grown.set(written, 50_001);
    assert.deepEqual(Buffer.from(grown.subarray(50_001, 120_001)), written);
    assert.deepEqual(Buffer.from(grown.subarray(50_000, 50_001)), bytes.subarray(50_000, 50_001));
    assert.deepEqual(Buffer.from((await files.read(path)) ?? []), bytes);
  });

  it('continues with the original file when another takes its name, until it was read', async () => {
    await writeFile(`${path}.new`, 'another');
    await rename(`${path}.new`, path);
    content.subarray(0, 10);
    while (content.readAhead());
    assert.throws(() => file.readInto(new Uint8Array(1), 0), /EBADF/);
    await rm(path);
    assert.deepEqual(Buffer.from(content.subarray(0, LENGTH)), bytes.subarray(0, LENGTH));
    assert.equal(faultCode(), undefined);
  });

  it('returns nothing that another program wrote into the file in the meantime, and reports it', async () => {
    content.subarray(0, 1);
    await writeInPlace(8);
    await writeInPlace(40_000);
    assert.deepEqual(Buffer.from(content.subarray(0, 16)), bytes.subarray(0, 16));
    assert.equal(faultCode(), undefined);
    assert.deepEqual(content.subarray(39_999, 40_002), new Uint8Array(3));
    assert.equal(faultCode(), 'store-damaged');
  });

  it('reports why it could not be read, and stops reading', () => {
    files.failAt(1, 'EIO');
    assert.deepEqual(content.subarray(0, 4), new Uint8Array(4));
    assert.equal(faultCode(), 'io-failed');
    assert.ok(content.fault?.message.includes(path));
    assert.equal(content.readAhead(), false);
  });
});
