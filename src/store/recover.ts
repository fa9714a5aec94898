import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { PolicyDiff } from '../core/diff';
import { diffHash } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/fileAccess';
import type { RecoveryOffer } from '../core/recoveryOffer';
import type { Anchor } from './anchor';
import { appendAudit } from './auditLog';
import type { Database } from './database';
import { inspect } from './inspect';
import type { Loaded } from './loadedPolicy';
import type { LoadContext } from './loadContext';
import { emptyDatabase } from './loadContext';
import type { Snapshot } from './snapshot';
import { readSnapshot } from './snapshot';
import { readHead } from './versionLog';

/** Why the policy file cannot be used. */
export interface BrokenFile {
  readonly state: 'gone' | 'damaged' | 'changed';
  readonly problem: string;
}

interface Candidate {
  readonly database: Database;
  readonly seq: number;
  readonly hash: string;
  readonly name: string;
}

const hint = (): string =>
  l10n.t('Run “Recover Policy…”, read what would be restored and type APPLY to accept it.');

/**
 * Finds the best copy. A backup that ends exactly at the anchor is used automatically, because no version is lost;
 * anything else is offered to a person. A failed file is never replaced by an empty policy automatically.
 */
export async function recover(
  context: LoadContext,
  snapshot: Snapshot,
  anchor: Anchor | undefined,
  brokenFile: BrokenFile,
): Promise<Loaded> {
  const copy = await bestCandidate(context, brokenFile);
  const exact = copy !== undefined && copy.seq === anchor?.seq && copy.hash === anchor.hash;
  const common = {
    identity: snapshot.identity,
    digest: '',
    sizeBytes: 0,
    log: undefined,
    unsaved: true,
    beforeSave: () => moveFilesAside(context, brokenFile.state),
  };
  if (exact && brokenFile.state !== 'changed') {
    return { ...common, ...restored(context, copy, brokenFile) };
  }
  const moved =
    brokenFile.state === 'damaged'
      ? { moveAside: () => moveFilesAside(context, brokenFile.state) }
      : {};
  return { ...common, ...moved, ...offered(context, copy, anchor, brokenFile) };
}

/** Path of the policy file that was set aside last. */
export async function lastAsideFile({ files, paths }: LoadContext): Promise<string | undefined> {
  const folder = dirname(paths.database);
  const start = `${basename(paths.database)}.aside-`;
  const names = (await files.list(folder)).filter((name) => name.startsWith(start));
  // Names start with the time. Prefer the policy file to the log that was set aside with it.
  const last =
    names
      .filter((name) => !name.endsWith('.log'))
      .sort()
      .at(-1) ?? names[0];
  return last === undefined ? undefined : join(folder, last);
}

/** Renames a file that failed its checks, without changing it. Does nothing if it is missing. */
async function moveFilesAside(context: LoadContext, reason: string): Promise<void> {
  const { files, paths } = context;
  const movedTo = `${paths.database}.aside-${context.now().replace(/\D/g, '')}-${reason}`;
  if ((await files.stat(paths.log)) !== undefined) await files.rename(paths.log, `${movedTo}.log`);
  if ((await files.stat(paths.database)) !== undefined) await files.rename(paths.database, movedTo);
}

/** The good file with the most versions: a backup, or the file itself if only the anchor does not match. */
async function bestCandidate(
  context: LoadContext,
  brokenFile: BrokenFile,
): Promise<Candidate | undefined> {
  let best: Candidate | undefined;
  const consider = async (name: string, file: OpenFile, log?: Uint8Array): Promise<void> => {
    const found = await inspect({ ...context, anchor: undefined }, file, log);
    if ('problem' in found) return;
    const { seq, hash } = readHead(found.database);
    const better = found.state === 'good' && (best === undefined || seq > best.seq);
    if (better) best?.database.close();
    else found.database.close();
    if (better) best = { database: found.database, seq, hash, name };
  };
  if (brokenFile.state === 'changed') {
    // Read the file again: the first check may have changed its copy in memory.
    const { database, log } = await readSnapshot(context.files, context.paths);
    if (database !== undefined) await consider(l10n.t('the file itself'), database, log);
  }
  for (const path of await context.backups.list()) {
    const file = await context.files.open(path).catch(() => undefined);
    if (file !== undefined) await consider(join('backups', basename(path)), file);
  }
  return best;
}

type Outcome = Pick<Loaded, 'database' | 'health' | 'refusal' | 'blank' | 'offer'>;

function restored(context: LoadContext, copy: Candidate, brokenFile: BrokenFile): Outcome {
  noteRecovery(
    copy.database,
    context.now(),
    'Rulewright',
    `${brokenFile.problem}: took ${copy.name}`,
  );
  return {
    database: copy.database,
    health: {
      state: 'recovered',
      notice: l10n.t(
        'The policy file could not be used: {0}. A backup was restored; no version is lost.',
        brokenFile.problem,
      ),
      hint: l10n.t(
        'The file was set aside in {0}. The most recent suggestions and agents may be missing.',
        dirname(context.paths.database),
      ),
    },
  };
}

function offered(
  context: LoadContext,
  copy: Candidate | undefined,
  anchor: Anchor | undefined,
  brokenFile: BrokenFile,
): Outcome {
  const text = [
    l10n.t('The policy file failed its integrity check: {0}.', brokenFile.problem),
    copy === undefined
      ? l10n.t('There is no intact copy. You can start again without rules.')
      : l10n.t(
          'The copy to restore is {0}, which ends at version {1}.',
          copy.name,
          String(copy.seq),
        ),
    lossText(copy, anchor),
    l10n.t('The last published policy stays in force until you decide.'),
  ].join(' ');
  return {
    database: copy?.database ?? emptyDatabase(context),
    blank: copy === undefined,
    health: { state: 'tampered', notice: text, hint: hint() },
    refusal: new RulewrightError('store-damaged', text, { hint: hint() }),
    offer: offerOf(copy, text),
  };
}

function lossText(copy: Candidate | undefined, anchor: Anchor | undefined): string {
  const from = copy?.seq ?? 0;
  if (anchor === undefined) return l10n.t('Later versions, if any, are lost.');
  if (anchor.seq <= from) return l10n.t('No version is lost.');
  return l10n.t('Versions {0} to {1} are lost.', String(from + 1), String(anchor.seq));
}

function offerOf(copy: Candidate | undefined, text: string): RecoveryOffer {
  const subjectId = copy === undefined ? 'recover:empty' : `recover:${copy.seq}:${copy.hash}`;
  const diff: PolicyDiff = { add: [], remove: [], meta: { kind: 'recover', subject: subjectId } };
  return { subjectId, text, startsEmpty: copy === undefined, diff, diffHash: diffHash(diff) };
}

/** Adds a recovery to the audit trail. */
function noteRecovery(database: Database, ts: string, author: string, comment: string): void {
  database.transaction(() => {
    appendAudit(database, { ts, action: 'recover', author, comment, subject: '' });
  });
}
