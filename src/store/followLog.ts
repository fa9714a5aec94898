import type { Files } from '../core/fileAccess';
import { findChainFault } from './chain';
import type { LogEnd, ReadLog } from './changeLog';
import { readLog } from './changeLog';
import type { Database } from './database';
import { replay } from './inspect';
import type { Loaded } from './loadedPolicy';
import type { PolicyPaths } from './snapshot';
import { identify } from './snapshot';
import { readHead } from './versionLog';

/**
 * Replays the lines that another process appended to the log. Returns undefined if anything else has changed: the file
 * must then be loaded again, which also reports problems.
 */
export async function followLog(
  files: Files,
  paths: PolicyPaths,
  loaded: Loaded,
): Promise<Loaded | undefined> {
  const { log, database, refusal } = loaded;
  if (log === undefined || log.isIncomplete || refusal !== undefined) return undefined;
  const identity = await identify(files, paths);
  if (identity.database !== loaded.identity.database) return undefined;
  const read = await readNewLines(files, paths.log, log);
  if (read === undefined || !(await replayLines(database, read))) return undefined;
  return { ...loaded, identity, log: read.end };
}

async function readNewLines(files: Files, path: string, end: LogEnd): Promise<ReadLog | undefined> {
  const size = (await files.stat(path))?.sizeBytes ?? 0;
  if (size < end.bytes) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of files.readPieces(path, end.bytes)) pieces.push(piece);
  return readLog(Buffer.concat(pieces), end);
}

async function replayLines(database: Database, read: ReadLog): Promise<boolean> {
  try {
    const before = readHead(database);
    for (const changes of read.changes) replay(database, changes);
    return (await findChainFault(database, before)) === undefined;
  } catch {
    // The lines do not apply to this copy. Loading the file again reports the problem.
    return false;
  }
}
