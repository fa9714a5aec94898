import * as z from 'zod';
import type { Files } from '../../core/fileAccess';
import { writeAtomic } from '../../files/writeAtomic';
import { redact, redactId } from '../redact/redact';
import type { SourceFile } from './sourceFiles';
import { type Position, START } from './source';

const Known = z.strictObject({
  identity: z.string(),
  sizeBytes: z.number(),
  modifiedMs: z.number(),
  offset: z.number().int().min(0),
  context: z.record(z.string(), z.string()),
});
const Stored = z.strictObject({ files: z.record(z.string(), Known) });
type Known = z.infer<typeof Known>;

/**
 * The read position in each file. If it is lost, files are read again; events are recognized by
 * their ids in the history.
 */
export class Positions {
  private constructor(
    private readonly files: Files,
    private readonly path: string,
    private readonly known: Map<string, Known>,
  ) {}

  /** `readsFromStart`: whether to read each file from the beginning. */
  static async load(files: Files, path: string, readsFromStart: boolean): Promise<Positions> {
    const bytes = readsFromStart ? undefined : await files.read(path);
    return new Positions(files, path, new Map(bytes === undefined ? [] : parse(bytes)));
  }

  /** The position to continue from; undefined if nothing is new. */
  of({ path, identity, sizeBytes, modifiedMs, isSqlite }: SourceFile): Position | undefined {
    const known = this.known.get(redactId(path));
    // A replaced or shortened file is read from the beginning. Databases shrink when their log is
    // checkpointed.
    if (known?.identity !== identity || (known.sizeBytes > sizeBytes && !isSqlite)) return START;
    const isSame = known.sizeBytes === sizeBytes && known.modifiedMs === modifiedMs;
    const isWhole = known.offset === sizeBytes;
    return isSame && isWhole ? undefined : { offset: known.offset, context: known.context };
  }

  note(file: SourceFile, { offset, context }: Position): void {
    const { path, identity, sizeBytes, modifiedMs } = file;
    const kept = Object.entries(context).map(([name, text]) => [name, redact(text)]);
    const position = { offset, context: Object.fromEntries(kept) as Record<string, string> };
    this.known.set(redactId(path), { identity, sizeBytes, modifiedMs, ...position });
  }

  async save(): Promise<void> {
    const text = JSON.stringify({ files: Object.fromEntries(this.known) });
    await writeAtomic(this.files, this.path, Buffer.from(text));
  }
}

function parse(bytes: Uint8Array): readonly (readonly [string, Known])[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return Object.entries(Stored.safeParse(value).data?.files ?? {});
  } catch {
    return [];
  }
}
