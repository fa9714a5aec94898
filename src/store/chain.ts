import { setImmediate as yieldToOthers } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { Database } from './database';
import { stateHash, stateHashNow } from './ruleRows';
import { readHead, rowHash } from './versionLog';

/** A verified position in the chain. `seq` 0 with an empty hash is the position before the first version. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
}

/** Where the history was changed by another program. */
export interface ChainFault {
  readonly seq: number;
  readonly problem: string;
}

export const CHAIN_START: ChainPlace = { seq: 0, hash: '' };

/** Rows to check before yielding to other work. */
const PAGE = 200;
const COLUMNS = `version, ts, author, comment, diff, add_ids, seq, kind, target,
  added_rules, removed_rules, prev_hash, state_hash, hash`;

/** Verifies every version after `from`, and that the rules in force match the hash in the last version. */
export async function findChainFault(
  database: Database,
  from: ChainPlace,
): Promise<ChainFault | undefined> {
  if (!containsPlace(database, from)) {
    return { seq: from.seq, problem: l10n.t('version {0} was replaced', String(from.seq)) };
  }
  for (let place = from; ;) {
    const page = checkPage(database, place);
    if ('problem' in page) return page;
    if (page.seq === place.seq) return stateFault(database);
    place = page;
    if (page.seq - from.seq >= PAGE) await yieldToOthers();
  }
}

/** Verifies the next versions after `place` and returns the new position; the same position at the end of the chain. */
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

/** Verifies only the last version and the rules in force, which is required before anything is shown. */
export function findHeadFault(database: Database): ChainFault | undefined {
  const { seq } = readHead(database);
  if (seq > 0) {
    const [before] = database.values('SELECT hash FROM policy_versions WHERE seq = ?', [seq - 1]);
    const page = checkPage(database, { seq: seq - 1, hash: textOf(before?.[0]) });
    if ('problem' in page) return page;
  }
  return stateFault(database);
}

/** Whether the history still contains this version at this position. */
export function containsPlace(database: Database, place: ChainPlace): boolean {
  if (place.seq === 0) return true;
  const row = database.one('SELECT hash FROM policy_versions WHERE seq = ?', [place.seq]);
  return row?.['hash'] === place.hash;
}

function checkRow(row: readonly unknown[], before: ChainPlace): ChainPlace | ChainFault {
  const text = (index: number): string => textOf(row[index]);
  const seq = Number(row[6]);
  const hash = text(13);
  if (seq !== before.seq + 1) return { seq: before.seq + 1, problem: l10n.t('it is missing') };
  if (text(11) !== before.hash)
    return { seq, problem: l10n.t('it does not follow the previous version') };
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
  return computed === hash ? { seq, hash } : { seq, problem: l10n.t('its content was changed') };
}

function stateFault(database: Database): ChainFault | undefined {
  const head = readHead(database);
  const recorded = head.seq === 0 ? stateHash([]) : head.stateHash;
  if (stateHashNow(database) === recorded) return undefined;
  return { seq: head.seq, problem: l10n.t('the rules in force do not match it') };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
