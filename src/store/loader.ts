import { RulewrightError } from '../core/errors';
import type { Anchor } from './anchor';
import type { ChainPlace } from './chain';
import type { GoodFile } from './inspect';
import { QUICK_FROM_BYTES } from './historyCheck';
import { inspect } from './inspect';
import type { Loaded } from './loaded';
import type { LoadContext } from './loadContext';
import { emptyDatabase } from './loadContext';
import { migrate } from './migrate';
import { lastAside, recover } from './recover';
import type { Identity, Snapshot } from './snapshot';
import { readSnapshot } from './snapshot';

/**
 * Reads the policy file and decides what it is worth. Changes nothing on disk. Where this process has checked the
 * history up to `checked`, only what follows is checked again: windows load the file after each other's changes.
 */
export async function load(context: LoadContext, checked: ChainPlace): Promise<Loaded> {
  // The anchor first: it is set after each save, so an anchor read before the file is never ahead of it.
  const anchor = await context.anchor.get().catch(() => undefined);
  const snapshot = await readSnapshot(context.files, context.paths);
  if (snapshot.database === undefined) return notThere(context, snapshot, anchor);
  const { fault } = context.history;
  if (fault !== undefined) {
    snapshot.database.close();
    const problem = `at version ${fault.seq}: ${fault.problem}`;
    return recover(context, snapshot, anchor, { state: 'changed', problem });
  }
  const options = { ...context, anchor, checked, quickFromBytes: QUICK_FROM_BYTES };
  const found = await inspect(options, snapshot.database, snapshot.log);
  switch (found.state) {
    case 'good':
      return loadedFrom(found, snapshot);
    case 'newer':
      return newer(found, snapshot);
    case 'old':
      return upgraded(context, found, snapshot);
    case 'damaged':
    case 'changed':
      return recover(context, snapshot, anchor, found);
  }
}

/** Without any trace of an earlier policy this is the first start. */
async function notThere(
  context: LoadContext,
  snapshot: Snapshot,
  anchor: Anchor | undefined,
): Promise<Loaded> {
  const aside = await lastAside(context);
  const copies = await context.backups.list();
  if (anchor === undefined && aside === undefined && copies.length === 0) {
    return fresh(context, snapshot.identity);
  }
  const problem =
    aside === undefined
      ? 'it is gone'
      : `it is not in its place, and the last damaged one was set aside as ${aside}`;
  return recover(context, snapshot, anchor, { state: 'gone', problem });
}

function fresh(context: LoadContext, identity: Identity): Loaded {
  return {
    database: emptyDatabase(context),
    identity,
    digest: '',
    sizeBytes: 0,
    log: undefined,
    unsaved: true,
    health: { state: 'good' },
  };
}

function loadedFrom(found: GoodFile, snapshot: Snapshot): Loaded {
  return {
    database: found.database,
    identity: snapshot.identity,
    digest: found.digest,
    sizeBytes: found.sizeBytes,
    log: found.log,
    unsaved: false,
    health: { state: 'good' },
  };
}

function newer(found: GoodFile, snapshot: Snapshot): Loaded {
  const message = `The policy file was written by a newer Rulewright (schema ${found.schema}).`;
  const hint = 'Update Rulewright. Until then the policy can be read but not changed.';
  return {
    ...loadedFrom(found, snapshot),
    health: { state: 'read-only', notice: message, hint },
    refusal: new RulewrightError('store-newer', message, { hint }),
  };
}

/** Upgrades in memory; the first save writes it, after a copy of the old file is safe. */
function upgraded(context: LoadContext, found: GoodFile, snapshot: Snapshot): Loaded {
  found.database.transaction(() => {
    migrate(found.database, context.now(), context.migrations);
  });
  // The bytes that were read belong to the database in memory, which has changed them since.
  const keepOld = async (): Promise<void> => {
    const before = await context.files.read(context.paths.database);
    if (before === undefined) return;
    await context.backups.keepForever(`before-schema-${found.schema + 1}`, before);
  };
  return { ...loadedFrom(found, snapshot), unsaved: true, beforeSave: keepOld };
}
