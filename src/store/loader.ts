import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Anchor } from './anchor';
import type { ChainPlace } from './chain';
import type { GoodFile } from './inspect';
import { QUICK_FROM_BYTES } from './historyCheck';
import { inspect } from './inspect';
import type { Loaded } from './loadedPolicy';
import type { LoadContext } from './loadContext';
import { emptyDatabase } from './loadContext';
import { migrate } from './migrate';
import { lastAsideFile, recover } from './recover';
import type { Identity, Snapshot } from './snapshot';
import { readSnapshot } from './snapshot';

/**
 * Reads and validates the policy file. Changes nothing on disk. If this process has verified the history up to
 * `checked`, only later versions are verified: windows load the file again after every change of another window.
 */
export async function load(context: LoadContext, checked: ChainPlace): Promise<Loaded> {
  // Read the anchor first: it is set after each save, so it is then never newer than the file.
  const anchor = await context.anchor.get().catch(() => undefined);
  const snapshot = await readSnapshot(context.files, context.paths);
  if (snapshot.database === undefined) return missing(context, snapshot, anchor);
  const { fault } = context.history;
  if (fault !== undefined) {
    snapshot.database.close();
    const problem = l10n.t('at version {0}: {1}', String(fault.seq), fault.problem);
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

/** Without an anchor, backups or files set aside, this is the first start. */
async function missing(
  context: LoadContext,
  snapshot: Snapshot,
  anchor: Anchor | undefined,
): Promise<Loaded> {
  const movedTo = await lastAsideFile(context);
  const copies = await context.backups.list();
  if (anchor === undefined && movedTo === undefined && copies.length === 0) {
    return fresh(context, snapshot.identity);
  }
  const problem =
    movedTo === undefined
      ? l10n.t('it is missing')
      : l10n.t('it is missing, and the last damaged file was set aside as {0}', movedTo);
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
  const message = l10n.t(
    'The policy file was written by a newer version of Rulewright (schema {0}).',
    String(found.schema),
  );
  const hint = l10n.t('Update Rulewright. Until then the policy is read-only.');
  return {
    ...loadedFrom(found, snapshot),
    health: { state: 'read-only', notice: message, hint },
    refusal: new RulewrightError('store-newer', message, { hint }),
  };
}

/** Upgrades in memory. The first save writes the result, after a backup of the old file. */
function upgraded(context: LoadContext, found: GoodFile, snapshot: Snapshot): Loaded {
  found.database.transaction(() => {
    migrate(found.database, context.now(), context.migrations);
  });
  // Read the file again: the database in memory has changed the bytes that were read first.
  const keepOld = async (): Promise<void> => {
    const before = await context.files.read(context.paths.database);
    if (before === undefined) return;
    await context.backups.keepPermanently(`before-schema-${found.schema + 1}`, before);
  };
  return { ...loadedFrom(found, snapshot), unsaved: true, beforeSave: keepOld };
}
