import { open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { Decompress } from 'fzstd';
import { formatCount } from '../../core/formatCount';
import { MAX_TRANSCRIPT_BYTES, UnreadableSource } from './source';

/** Available since Node 22.15. */
type Zlib = typeof zlib & { createZstdDecompress?: () => Transform };

const READ_BYTES = 64 * 1024;
/** Number of compressed bytes per step; a kibibyte expands to at most 32 MiB. */
const PUSH_BYTES = 1024;

/**
 * Streams the decompressed content of a zstd file. Throws `UnreadableSource` if it exceeds the size limit of a
 * transcript.
 */
export async function* readZstd(path: string): AsyncGenerator<Buffer> {
  const create = (zlib as Zlib).createZstdDecompress;
  const compressed = readPieces(path);
  const pieces =
    create === undefined ? decompressed(compressed) : Readable.from(compressed).pipe(create());
  let length = 0;
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_TRANSCRIPT_BYTES) {
      const limit = MAX_TRANSCRIPT_BYTES / (1024 * 1024);
      throw new UnreadableSource(l10n.t('the file is larger than {0} MiB', formatCount(limit)));
    }
    yield piece;
  }
}

async function* readPieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Uses the library, which is slower but works with every version of Node. */
async function* decompressed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let ready: Buffer[] = [];
  const stream = new Decompress((chunk) => {
    ready.push(Buffer.from(chunk));
  });
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += PUSH_BYTES) {
      stream.push(piece.subarray(at, at + PUSH_BYTES));
      yield* ready;
      ready = [];
    }
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}
