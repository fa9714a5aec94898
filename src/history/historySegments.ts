import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { createQueue } from '../core/queue';
import { type HistoryLine, decodeLine, encodeLines, textLines } from './historyLine';

/** The content of a segment. Labels are stored separately, so that they can be read before the events. */
export type SegmentKind = 'events' | 'labels';

/** Some lines of a segment, and the number of lines that could not be parsed. */
export interface LineBatch {
  readonly lines: readonly HistoryLine[];
  readonly damaged: number;
}

export interface SegmentOptions {
  readonly files: Files;
  readonly folder: string;
  readonly clock: { now(): number };
  /** `processToken()` of the writing process. It is part of file names, so that each process writes its own files. */
  readonly owner: string;
  /** Segment size after which a new segment is started. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** Number of lines per write. */
const WRITE_LINES = 200;

/** The files of the history. Each process appends to its own: `<ms>-<owner>-<number>.<kind>.jsonl`. */
export class HistorySegments {
  private readonly options: SegmentOptions;
  private readonly open = new Map<SegmentKind, { name: string; bytes: number }>();
  private count = 0;
  private readonly queue = createQueue();

  constructor(options: SegmentOptions) {
    this.options = options;
  }

  /** Names of all segments of a kind, oldest first, optionally of one process. */
  async names(kind: SegmentKind, owner?: string): Promise<readonly string[]> {
    const names = await this.options.files.list(this.options.folder);
    const ownerPart = owner === undefined ? '' : `-${owner}-`;
    return names.filter((name) => name.endsWith(`.${kind}.jsonl`) && name.includes(ownerPart));
  }

  /** Segments of a kind with the time of their last write, newest first. */
  async byLastWrite(kind: SegmentKind): Promise<readonly { name: string; modifiedMs: number }[]> {
    const found: { name: string; modifiedMs: number }[] = [];
    for (const name of await this.names(kind)) {
      const stat = await this.options.files.stat(this.path(name));
      // Another window may have deleted it after it was listed.
      if (stat !== undefined) found.push({ name, modifiedMs: stat.modifiedMs });
    }
    return found.sort((a, b) => b.modifiedMs - a.modifiedMs);
  }

  /** Changes with each write to a segment; empty if it does not exist. */
  async identity(name: string): Promise<string> {
    return (await this.options.files.stat(this.path(name)))?.identity ?? '';
  }

  path(name: string): string {
    return join(this.options.folder, name);
  }

  /** The lines of a segment in order, from byte `start` on. */
  async *read(name: string, start = 0): AsyncGenerator<LineBatch> {
    for await (const texts of this.readTexts(name, start)) {
      const lines = texts.map(decodeLine).filter((line) => line !== undefined);
      yield { lines, damaged: texts.length - lines.length };
    }
  }

  /** The lines of a segment as raw text. */
  readTexts(name: string, start = 0): AsyncIterable<readonly string[]> {
    return textLines(this.options.files.readPieces(this.path(name), start));
  }

  /** Appends lines. Writes are serialized. Lines written before a failure are kept. */
  append(kind: SegmentKind, lines: readonly HistoryLine[]): Promise<void> {
    return this.queue(() => this.write(kind, lines));
  }

  /** Ends the current segments. The next lines go to new files. */
  close(): void {
    this.open.clear();
  }

  private async write(kind: SegmentKind, lines: readonly HistoryLine[]): Promise<void> {
    for (let at = 0; at < lines.length; at += WRITE_LINES) {
      const bytes = encodeLines(lines.slice(at, at + WRITE_LINES));
      const segment = await this.segmentFor(kind, bytes.length);
      segment.bytes += bytes.length;
      await this.options.files.append(this.path(segment.name), bytes);
    }
  }

  private async segmentFor(
    kind: SegmentKind,
    more: number,
  ): Promise<{ name: string; bytes: number }> {
    const { files, folder, clock, owner, maxBytes = MAX_BYTES } = this.options;
    const current = this.open.get(kind);
    if (current !== undefined && current.bytes + more <= maxBytes) return current;
    await files.makeFolder(folder);
    this.count += 1;
    const when = String(clock.now()).padStart(14, '0');
    const number = String(this.count).padStart(6, '0');
    const segment = { name: `${when}-${owner}-${number}.${kind}.jsonl`, bytes: 0 };
    this.open.set(kind, segment);
    return segment;
  }
}
