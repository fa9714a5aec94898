import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { writeAtomic } from '../files/writeAtomic';
import type { LogEnd } from './changeLog';
import { logLine, startLog } from './changeLog';
import type { Statement } from './database';
import { noteAbsorbed } from './inspect';
import type { Loaded } from './loadedPolicy';
import type { HeldLock } from './lock';
import { seal } from './sealedFile';
import type { PolicyPaths } from './snapshot';
import { identify, isSameState } from './snapshot';

export interface SaveContext {
  readonly files: Files;
  readonly paths: PolicyPaths;
  /** From this size on, changes go to the log of the file. */
  readonly logFromBytes: number;
  /** From this size on, the log is saved into the file. */
  readonly logUpToBytes: number;
}

/** Saves changes: a small file as a whole, a large one as a line in its log. */
export async function save(
  context: SaveContext,
  loaded: Loaded,
  changes: readonly Statement[],
  held: HeldLock,
): Promise<Loaded> {
  const line = lineFor(context, loaded, changes);
  if (line === undefined) return saveWhole(context, loaded, held);
  await check(context, loaded, held);
  if (line.isFirst) await startLogFile(context, line.bytes);
  else await context.files.append(context.paths.log, line.bytes, { sync: true });
  return { ...loaded, identity: await identify(context.files, context.paths), log: line.end };
}

interface Line {
  readonly bytes: Uint8Array;
  readonly end: LogEnd;
  readonly isFirst: boolean;
}

/** The line to append, or undefined if the whole file must be saved. */
function lineFor(
  context: SaveContext,
  loaded: Loaded,
  changes: readonly Statement[],
): Line | undefined {
  const { log, digest, sizeBytes } = loaded;
  const isSmall = sizeBytes < context.logFromBytes;
  if (loaded.unsaved || isSmall || log?.isIncomplete === true) return undefined;
  const start = startLog(digest);
  const { line, end } = logLine(log ?? start.end, changes);
  if (end.bytes > context.logUpToBytes) return undefined;
  if (log !== undefined) return { bytes: line, end, isFirst: false };
  return { bytes: Buffer.concat([start.line, line]), end, isFirst: true };
}

/** Starts a log. An existing one is for an earlier file, whose changes are already saved. */
async function startLogFile({ files, paths }: SaveContext, bytes: Uint8Array): Promise<void> {
  await files.remove(paths.log);
  await files.writeNew(paths.log, bytes);
  await files.syncFolder(dirname(paths.log));
}

async function saveWhole(context: SaveContext, loaded: Loaded, held: HeldLock): Promise<Loaded> {
  const { files, paths } = context;
  const { database, log, digest } = loaded;
  if (log !== undefined) {
    database.transaction(() => {
      noteAbsorbed(database, digest);
    });
  }
  const { sealed, digest: newDigest } = seal(database.export());
  await writeAtomic(files, paths.database, sealed, {
    beforeRename: async () => {
      await check(context, loaded, held);
      await loaded.beforeSave?.();
    },
  });
  // The file now contains the log, whose base is the previous file. Readers ignore it if it cannot be removed.
  if (log !== undefined) await files.remove(paths.log).catch(() => false);
  return {
    database,
    identity: await identify(files, paths),
    digest: newDigest,
    sizeBytes: sealed.length,
    log: undefined,
    unsaved: false,
    health: loaded.refusal === undefined ? loaded.health : { state: 'good' },
  };
}

/** The last check before a file is replaced: the lock is still held and the files have not changed since they were read. */
async function check(context: SaveContext, loaded: Loaded, held: HeldLock): Promise<void> {
  const [now] = await Promise.all([identify(context.files, context.paths), held.verify()]);
  if (isSameState(now, loaded.identity)) return;
  throw new RulewrightError(
    'store-busy',
    l10n.t('Another program changed {0} during the save.', context.paths.database),
    { hint: l10n.t('Try again. Nothing was changed.') },
  );
}
