import type { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/files';
import type { ChainFault, ChainPlace } from './chain';
import { CHAIN_START, findChainFault, findHeadFault, holdsPlace } from './chain';
import type { LogEnd } from './changeLog';
import { logBase, readLog, startLog } from './changeLog';
import type { Database, Sqlite, Statement } from './database';
import type { Migration } from './migrate';
import type { SealFault } from './sealedFile';
import { unseal } from './sealedFile';
import { readHead } from './versionLog';

/** A file that may be believed. */
export interface GoodFile {
  readonly state: 'good' | 'old' | 'newer';
  readonly database: Database;
  readonly schema: number;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly log: LogEnd | undefined;
}

/** One that may not. `damaged`: by accident; `changed`: sealed anew by something that is not Rulewright. */
export interface BadFile {
  readonly state: 'damaged' | 'changed';
  readonly problem: string;
}

export interface InspectOptions {
  readonly sqlite: Sqlite;
  readonly migrations: readonly Migration[];
  /** The end of the chain as it was last known outside of the file. */
  readonly anchor: ChainPlace | undefined;
  /** As far as the history is known to be good; a file that does not go on from there is checked whole. */
  readonly checked?: ChainPlace;
  /**
   * From this size on only the last version is checked here. The history behind it is checked afterwards, bit by bit,
   * and what no query needed is read then.
   */
  readonly quickFromBytes?: number;
}

const PROBLEMS: Readonly<Record<SealFault, string>> = {
  empty: 'it is empty',
  'not-sqlite': 'it is no SQLite file',
  foreign: 'it belongs to another program',
  'no-seal': 'its end is missing, or another program wrote it',
  'broken-seal': 'its content does not match its checksum',
};

/**
 * Checks a policy file and its log from the outside in: seal, owner, schema, log, chain, anchor. The file is closed, or
 * belongs to the database that is found. Rejects where reading fails, which says nothing of the file.
 */
export async function inspect(
  options: InspectOptions,
  file: OpenFile,
  log: Uint8Array | undefined,
): Promise<GoodFile | BadFile> {
  let found: GoodFile | BadFile | undefined;
  try {
    return (found = await inspectSealed(options, file, log));
  } finally {
    if (found === undefined || 'problem' in found) file.close();
  }
}

async function inspectSealed(
  options: InspectOptions,
  file: OpenFile,
  log: Uint8Array | undefined,
): Promise<GoodFile | BadFile> {
  const found = unseal(file);
  if (typeof found === 'string') return { state: 'damaged', problem: PROBLEMS[found] };
  const { content, digest, schema } = found;
  const database = options.sqlite.open(content);
  try {
    const { sizeBytes } = file;
    const verdict = await inspectContent(options, { database, digest, schema, sizeBytes }, log);
    if ('problem' in verdict) database.close();
    return verdict;
  } catch (error) {
    database.close();
    return { state: 'damaged', problem: problemOf(error, database.fault) };
  }
}

/** Throws where reading failed, which says nothing of the file. */
function problemOf(error: unknown, fault: RulewrightError | undefined): string {
  if (fault?.code === 'store-damaged') return 'another program wrote to it while it was read';
  if (fault !== undefined) throw fault;
  return error instanceof Error ? error.message : 'SQLite cannot read it';
}

async function inspectContent(
  options: InspectOptions,
  file: Pick<GoodFile, 'database' | 'digest' | 'schema' | 'sizeBytes'>,
  log: Uint8Array | undefined,
): Promise<GoodFile | BadFile> {
  const { database, digest, schema, sizeBytes } = file;
  const isLater = schema === options.migrations.length && isLarge(options, sizeBytes);
  while (!isLater && database.readAhead());
  if (schema > options.migrations.length) return { ...file, state: 'newer', log: undefined };
  const replayed = replayLog(database, digest, log);
  if (replayed === 'broken') return { state: 'damaged', problem: 'the log beside it is damaged' };
  const fault = await findFault(options, file);
  if (fault !== undefined) {
    return { state: 'changed', problem: `at version ${fault.seq}: ${fault.problem}` };
  }
  const { anchor } = options;
  if (anchor !== undefined && !holdsPlace(database, anchor)) {
    return { state: 'changed', problem: anchorProblem(database, anchor) };
  }
  const state = schema < options.migrations.length ? 'old' : 'good';
  return { ...file, state, log: replayed };
}

function findFault(
  options: InspectOptions,
  { database, sizeBytes }: Pick<GoodFile, 'database' | 'sizeBytes'>,
): Promise<ChainFault | undefined> {
  const { checked = CHAIN_START } = options;
  if (isLarge(options, sizeBytes)) return Promise.resolve(findHeadFault(database));
  return findChainFault(database, holdsPlace(database, checked) ? checked : CHAIN_START);
}

function isLarge({ quickFromBytes = Infinity }: InspectOptions, sizeBytes: number): boolean {
  return sizeBytes >= quickFromBytes;
}

function anchorProblem(database: Database, anchor: ChainPlace): string {
  const { seq } = readHead(database);
  return seq < anchor.seq
    ? `it ends at version ${seq}, but version ${anchor.seq} was saved before`
    : `version ${anchor.seq} is not the one that was saved before`;
}

/** Runs the changes of a log that builds on this file. One that builds on the file before was saved into this one. */
function replayLog(
  database: Database,
  digest: string,
  log: Uint8Array | undefined,
): LogEnd | 'broken' | undefined {
  if (log === undefined) return undefined;
  const base = logBase(log);
  const start = startLog(digest).end;
  // A crash came before even the first line was whole.
  if (base === undefined) return log.includes(10) ? 'broken' : { ...start, bytes: 0, torn: true };
  if (base !== digest) return base === absorbedBase(database) ? undefined : 'broken';
  const read = readLog(log.subarray(start.bytes), start);
  if (read === undefined) return 'broken';
  for (const changes of read.changes) replay(database, changes);
  return read.end;
}

/** Runs recorded changes again. */
export function replay(database: Database, changes: readonly Statement[]): void {
  database.transaction(() => {
    for (const [sql, params] of changes) database.run(sql, params);
  });
}

const ABSORBED = 'absorbed_log';

/** Notes in the database that it holds all changes of the log on this base. */
export function noteAbsorbed(database: Database, base: string): void {
  database.run('INSERT OR REPLACE INTO store_notes (name, value) VALUES (?, ?)', [ABSORBED, base]);
}

function absorbedBase(database: Database): string | undefined {
  const row = database.one('SELECT value FROM store_notes WHERE name = ?', [ABSORBED]);
  return row === undefined ? undefined : String(row['value']);
}
