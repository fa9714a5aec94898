import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from './database';
import { stateHash, stateHashNow } from './ruleRows';
import { readHead, rowHash } from './versionLog';

/** A place in the chain that was checked before. `seq` 0 and an empty hash: before the first version. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
}

/** Where the history was changed by something that is not Rulewright. */
export interface ChainFault {
  readonly seq: number;
  readonly problem: string;
}

export const CHAIN_START: ChainPlace = { seq: 0, hash: '' };

/** Rows checked before other work of the window gets its turn. */
const PAGE = 200;
const COLUMNS = `version, ts, author, comment, diff, add_ids, seq, kind, target,
  added_rules, removed_rules, prev_hash, state_hash, hash`;

/** Checks every version after `from`, and that the rules in force are those the last version recorded. */
export async function findChainFault(
  database: Database,
  from: ChainPlace,
): Promise<ChainFault | undefined> {
  if (!holdsPlace(database, from)) {
    return { seq: from.seq, problem: `version ${from.seq} is not the one that was there before` };
  }
  for (let place = from; ;) {
    const page = checkPage(database, place);
    if ('problem' in page) return page;
    if (page.seq === place.seq) return stateFault(database);
    place = page;
    if (page.seq - from.seq >= PAGE) await breathe();
  }
}

/** Checks the next versions after `place` and tells how far it came; the same place at the end of the chain. */
export function checkPage(database: Database, place: ChainPlace): ChainPlace | ChainFault {
  const rows = database.values(
    `SELECT ${COLUMNS} FROM policy_versions WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`,
    [place.seq],
  );
  let at = place;
  for (const row of rows) {
    const next = checkRow(row, at);
    if ('problem' in next) return next;
    at = next;
  }
  return at;
}

/** Checks only the last version and the rules in force: what must be right before anything is shown. */
export function findHeadFault(database: Database): ChainFault | undefined {
  const { seq } = readHead(database);
  if (seq > 0) {
    const [before] = database.values('SELECT hash FROM policy_versions WHERE seq = ?', [seq - 1]);
    const page = checkPage(database, { seq: seq - 1, hash: textOf(before?.[0]) });
    if ('problem' in page) return page;
  }
  return stateFault(database);
}

/** Whether the history still has this version at this place. */
export function holdsPlace(database: Database, place: ChainPlace): boolean {
  if (place.seq === 0) return true;
  const row = database.one('SELECT hash FROM policy_versions WHERE seq = ?', [place.seq]);
  return row?.['hash'] === place.hash;
}

function checkRow(row: readonly unknown[], before: ChainPlace): ChainPlace | ChainFault {
  const text = (index: number): string => textOf(row[index]);
  const seq = Number(row[6]);
  const hash = text(13);
  if (seq !== before.seq + 1) return { seq: before.seq + 1, problem: 'it is missing' };
  if (text(11) !== before.hash) return { seq, problem: 'it does not follow the version before it' };
  const computed = rowHash({
    version: text(0),
    ts: text(1),
    author: text(2),
    comment: text(3),
    diff: text(4),
    add_ids: text(5),
    seq,
    kind: text(7),
    target: text(8),
    added_rules: text(9),
    removed_rules: text(10),
    prev_hash: text(11),
    state_hash: text(12),
  });
  return computed === hash ? { seq, hash } : { seq, problem: 'its content was changed' };
}

function stateFault(database: Database): ChainFault | undefined {
  const head = readHead(database);
  const recorded = head.seq === 0 ? stateHash([]) : head.stateHash;
  if (stateHashNow(database) === recorded) return undefined;
  return { seq: head.seq, problem: 'the rules in force are not the ones it recorded' };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
