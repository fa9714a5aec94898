import { basename, dirname, join } from 'node:path';
import type { PolicyDiff } from '../core/diff';
import { diffHash } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/files';
import type { Anchor } from './anchor';
import { appendAudit } from './auditLog';
import type { Database } from './database';
import { inspect } from './inspect';
import type { Loaded, RecoveryOffer } from './loaded';
import type { LoadContext } from './loadContext';
import { emptyDatabase } from './loadContext';
import type { Snapshot } from './snapshot';
import { readSnapshot } from './snapshot';
import { readHead } from './versionLog';

/** Why the policy file cannot be believed. */
export interface Broken {
  readonly state: 'gone' | 'damaged' | 'changed';
  readonly problem: string;
}

interface Candidate {
  readonly database: Database;
  readonly seq: number;
  readonly hash: string;
  readonly name: string;
}

const HINT =
  'Open the review of this recovery, look at what is offered, and type APPLY to accept it.';

/**
 * Finds the best that is left. A copy that ends exactly where the anchor says is taken by itself, as no version is
 * lost; anything else waits for a person. Never an empty policy in place of a broken one.
 */
export async function recover(
  context: LoadContext,
  snapshot: Snapshot,
  anchor: Anchor | undefined,
  broken: Broken,
): Promise<Loaded> {
  const copy = await bestCandidate(context, broken);
  const exact = copy !== undefined && copy.seq === anchor?.seq && copy.hash === anchor.hash;
  const common = {
    identity: snapshot.identity,
    digest: '',
    sizeBytes: 0,
    log: undefined,
    unsaved: true,
    beforeSave: () => setAside(context, broken.state),
  };
  if (exact && broken.state !== 'changed') {
    return { ...common, ...takenBack(context, copy, broken) };
  }
  const moved =
    broken.state === 'damaged' ? { moveAside: () => setAside(context, broken.state) } : {};
  return { ...common, ...moved, ...offered(context, copy, anchor, broken) };
}

/** Where the policy file is that was set aside last. */
export async function lastAside({ files, paths }: LoadContext): Promise<string | undefined> {
  const folder = dirname(paths.database);
  const start = `${basename(paths.database)}.aside-`;
  const names = (await files.list(folder)).filter((name) => name.startsWith(start));
  // Their names begin with the time. The log that was set aside with a file says nothing more.
  const last =
    names
      .filter((name) => !name.endsWith('.log'))
      .sort()
      .at(-1) ?? names[0];
  return last === undefined ? undefined : join(folder, last);
}

/** Moves a file that cannot be believed out of the way, untouched. Does nothing where it is gone. */
async function setAside(context: LoadContext, reason: string): Promise<void> {
  const { files, paths } = context;
  const aside = `${paths.database}.aside-${context.now().replace(/\D/g, '')}-${reason}`;
  if ((await files.stat(paths.log)) !== undefined) await files.rename(paths.log, `${aside}.log`);
  if ((await files.stat(paths.database)) !== undefined) await files.rename(paths.database, aside);
}

/** The good file with the most versions: a copy, or the file itself where only the anchor speaks against it. */
async function bestCandidate(context: LoadContext, broken: Broken): Promise<Candidate | undefined> {
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
  if (broken.state === 'changed') {
    // Read again: the first look may have changed its copy in memory.
    const { database, log } = await readSnapshot(context.files, context.paths);
    if (database !== undefined) await consider('the file itself', database, log);
  }
  for (const path of await context.backups.list()) {
    const file = await context.files.open(path).catch(() => undefined);
    if (file !== undefined) await consider(join('backups', basename(path)), file);
  }
  return best;
}

type Outcome = Pick<Loaded, 'database' | 'health' | 'refusal' | 'blank' | 'offer'>;

function takenBack(context: LoadContext, copy: Candidate, broken: Broken): Outcome {
  noteRecovery(copy.database, context.now(), 'Rulewright', `${broken.problem}: took ${copy.name}`);
  return {
    database: copy.database,
    health: {
      state: 'recovered',
      notice: `The policy file could not be used: ${broken.problem}. No version is lost.`,
      hint: `It was set aside in ${dirname(context.paths.database)}. Suggestions and agents of the last moments may be missing.`,
    },
  };
}

function offered(
  context: LoadContext,
  copy: Candidate | undefined,
  anchor: Anchor | undefined,
  broken: Broken,
): Outcome {
  const text = [
    `The policy file cannot be believed: ${broken.problem}.`,
    copy === undefined
      ? 'There is no good copy. What is offered is to start again with no rules.'
      : `What is offered is ${copy.name}, which ends at version ${copy.seq}.`,
    lost(copy, anchor),
    'The last published policy stays in force meanwhile.',
  ].join(' ');
  return {
    database: copy?.database ?? emptyDatabase(context),
    blank: copy === undefined,
    health: { state: 'tampered', notice: text, hint: HINT },
    refusal: new RulewrightError('store-damaged', text, { hint: HINT }),
    offer: offerOf(copy, text),
  };
}

function lost(copy: Candidate | undefined, anchor: Anchor | undefined): string {
  const from = copy?.seq ?? 0;
  if (anchor === undefined) return 'Later versions, if there were any, are lost.';
  if (anchor.seq <= from) return 'No version is lost.';
  return `Versions ${from + 1} to ${anchor.seq} are lost.`;
}

function offerOf(copy: Candidate | undefined, text: string): RecoveryOffer {
  const subjectId = copy === undefined ? 'recover:empty' : `recover:${copy.seq}:${copy.hash}`;
  const diff: PolicyDiff = { add: [], remove: [], meta: { kind: 'recover', subject: subjectId } };
  return { subjectId, text, diff, diffHash: diffHash(diff) };
}

/** Writes a recovery into the audit trail. */
function noteRecovery(database: Database, ts: string, author: string, comment: string): void {
  database.transaction(() => {
    appendAudit(database, { ts, action: 'recover', author, comment, subject: '' });
  });
}
