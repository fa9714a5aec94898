import * as l10n from '@vscode/l10n';
import type { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/fileAccess';
import type { Anchor } from './anchor';
import type { ChainFault, ChainPlace } from './chain';
import { CHAIN_START, findChainFault, findHeadFault, containsPlace } from './chain';
import type { LogEnd } from './changeLog';
import { logBase, readLog, startLog } from './changeLog';
import type { Database, Sqlite, Statement } from './database';
import type { Migration } from './migrate';
import type { SealFault } from './sealedFile';
import { unseal } from './sealedFile';
import { isSigned } from './signatures';
import { readHead } from './versionLog';

/** A file that passed its checks. */
export interface GoodFile {
  readonly state: 'good' | 'old' | 'newer';
  readonly database: Database;
  readonly schema: number;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly log: LogEnd | undefined;
}

/** A file that failed a check. `damaged`: its seal does not match; `changed`: another program sealed it again. */
export interface BadFile {
  readonly state: 'damaged' | 'changed';
  readonly problem: string;
}

export interface InspectOptions {
  readonly sqlite: Sqlite;
  readonly migrations: readonly Migration[];
  /** The end of the chain as last stored outside the file, and its signer. */
  readonly anchor: (ChainPlace & Pick<Anchor, 'signedBy'>) | undefined;
  /** How far the history was verified before. A file that does not continue from there is verified completely. */
  readonly checked?: ChainPlace;
  /**
   * From this size on, only the last version is verified here. The rest of the file is read and verified afterwards, in
   * steps.
   */
  readonly quickFromBytes?: number;
}

const PROBLEMS: Readonly<Record<SealFault, () => string>> = {
  empty: () => l10n.t('it is empty'),
  'not-sqlite': () => l10n.t('it is not an SQLite file'),
  foreign: () => l10n.t('it belongs to another program'),
  'no-seal': () => l10n.t('its end is missing, or another program wrote it'),
  'broken-seal': () => l10n.t('its content does not match its checksum'),
};

/**
 * Checks a policy file and its log: seal, application id, schema, log, chain, anchor. A good result
 * owns the file; otherwise the file is closed. Rejects if reading fails, which is no evidence of a
 * fault in the content.
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
  if (typeof found === 'string') return { state: 'damaged', problem: PROBLEMS[found]() };
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

/** Throws if reading failed, which is no evidence of a fault in the content. */
function problemOf(error: unknown, fault: RulewrightError | undefined): string {
  if (fault?.code === 'store-damaged')
    return l10n.t('another program wrote to it while it was read');
  if (fault !== undefined) throw fault;
  return error instanceof Error ? error.message : l10n.t('SQLite cannot read it');
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
  if (replayed === 'broken') return { state: 'damaged', problem: l10n.t('its log is damaged') };
  const fault = await findFault(options, file);
  if (fault !== undefined) {
    return {
      state: 'changed',
      problem: l10n.t('at version {0}: {1}', String(fault.seq), fault.problem),
    };
  }
  const { anchor } = options;
  if (anchor !== undefined && !containsPlace(database, anchor)) {
    return { state: 'changed', problem: anchorProblem(database, anchor) };
  }
  const { signedBy } = anchor ?? {};
  if (anchor !== undefined && signedBy !== undefined) {
    if (!isSigned(database, { seq: anchor.seq, fingerprint: signedBy })) {
      const problem = l10n.t(
        'at version {0}: its signature is missing or not valid',
        String(anchor.seq),
      );
      return { state: 'changed', problem };
    }
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
  return findChainFault(database, containsPlace(database, checked) ? checked : CHAIN_START);
}

function isLarge({ quickFromBytes = Infinity }: InspectOptions, sizeBytes: number): boolean {
  return sizeBytes >= quickFromBytes;
}

function anchorProblem(database: Database, anchor: ChainPlace): string {
  const { seq } = readHead(database);
  return seq < anchor.seq
    ? l10n.t(
        'it ends at version {0}, but version {1} was saved before',
        String(seq),
        String(anchor.seq),
      )
    : l10n.t('version {0} differs from the one that was saved before', String(anchor.seq));
}

/** Replays a log that applies to this file. A log for the previous file is already part of this one. */
function replayLog(
  database: Database,
  digest: string,
  log: Uint8Array | undefined,
): LogEnd | 'broken' | undefined {
  if (log === undefined) return undefined;
  const base = logBase(log);
  const start = startLog(digest).end;
  // A crash cut the first line short.
  if (base === undefined)
    return log.includes(10) ? 'broken' : { ...start, bytes: 0, isIncomplete: true };
  if (base !== digest) return base === absorbedBase(database) ? undefined : 'broken';
  const read = readLog(log.subarray(start.bytes), start);
  if (read === undefined) return 'broken';
  for (const changes of read.changes) replay(database, changes);
  return read.end;
}

/** Replays recorded changes. */
export function replay(database: Database, changes: readonly Statement[]): void {
  database.transaction(() => {
    for (const [sql, params] of changes) database.run(sql, params);
  });
}

const ABSORBED = 'absorbed_log';

/** Records that the database contains all changes of the log for this base. */
export function noteAbsorbed(database: Database, base: string): void {
  database.run('INSERT OR REPLACE INTO store_notes (name, value) VALUES (?, ?)', [ABSORBED, base]);
}

function absorbedBase(database: Database): string | undefined {
  const row = database.one('SELECT value FROM store_notes WHERE name = ?', [ABSORBED]);
  return row === undefined ? undefined : String(row['value']);
}
