import type { Files } from '../../src/core/fileAccess';

/** `files` with a counter of the bytes read. */
export function countedReads(files: Files): Files & { takeBytes(): number } {
  let bytes = 0;
  async function* readPieces(path: string, start?: number): AsyncGenerator<Uint8Array> {
    for await (const piece of files.readPieces(path, start)) {
      bytes += piece.length;
      yield piece;
    }
  }
  return {
    ...files,
    readPieces,
    /** Number of bytes read since the last call. */
    takeBytes: () => {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}
