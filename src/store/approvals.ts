import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import type { PolicyDiff } from '../core/diff';
import { diffHash } from '../core/diff';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import type { StoreHealth } from '../core/ports';
import { staleDiff } from '../core/staleDiff';
import type { PolicyVersion } from '../core/version';
import type { StoredSignatures } from '../core/versionSignature';
import type { RecoveryOffer } from '../core/recoveryOffer';
import type { AnchorStorage } from './anchor';
import { appendAudit } from './auditLog';
import type { Database } from './database';
import type { PolicyFile } from './policyFile';
import type { SigningKey } from './signatures';
import {
  addSignature,
  hasSignatures,
  isSigned,
  newestSigned,
  openSigningKey,
  signaturesIn,
} from './signatures';
import { readHead, versionPage } from './versionLog';

/**
 * Who approved the newest version. `unsigned`: no version was ever signed; `own`: signed with the key of this machine,
 * or with one that a person trusted here; `other`: signed with another key; `forged`: versions after `seq` have no
 * valid signature (0: no version has).
 */
export type ApprovalState =
  | { readonly state: 'unsigned' | 'own' }
  | { readonly state: 'other'; readonly fingerprint: string }
  | { readonly state: 'forged'; readonly seq: number };

interface HeldKey {
  readonly key: SigningKey;
  readonly isKept: boolean;
}

interface Known {
  readonly since: number;
  readonly own: string | undefined;
}

/** Maximum number of versions listed in the text of an offer. */
const LISTED = 20;

/** Signs versions when they are approved, and determines the newest approved version. */
export class Approvals {
  readonly #file: PolicyFile;
  readonly #anchorStorage: AnchorStorage;
  #held: HeldKey | undefined;
  /** Fingerprints of the keys of other clients that a person trusted here. */
  #trusted: readonly string[] = [];

  constructor(file: PolicyFile, anchorStorage: AnchorStorage) {
    this.#file = file;
    this.#anchorStorage = anchorStorage;
  }

  /** The state of the file on disk. Reads the key again unless the state is valid with the current key. */
  async state(): Promise<ApprovalState> {
    const known = await this.#file.read((database) => this.#stateOf(database));
    if (known.state === 'unsigned' || known.state === 'own') return known;
    await this.#readKey();
    return this.#file.read((database) => this.#stateOf(database));
  }

  /**
   * Runs an approved change and signs the resulting version. Throws `not-approved` if the newest version was not
   * approved with the key of this machine. Exception: `restored`, the version that the change returns to, is the newest
   * one approved.
   */
  async change(
    work: (database: Database) => PolicyVersion,
    restored?: string,
  ): Promise<PolicyVersion> {
    await this.#readKey();
    return this.#file.write((database) => {
      this.#check(database, restored);
      const version = work(database);
      this.#sign(database);
      return version;
    });
  }

  /** Runs an approved recovery, and signs the resulting version. */
  async recover(work: (database: Database) => void): Promise<void> {
    await this.#readKey();
    await this.#file.write((database) => {
      work(database);
      this.#sign(database);
    }, true);
  }

  /** Fingerprint of the own or trusted key that signed the newest version; undefined if none of them did. */
  signerOf(database: Database): string | undefined {
    const { seq } = readHead(database);
    return this.#accepted().find((fingerprint) => isSigned(database, { seq, fingerprint }));
  }

  /** This machine's own key and the other trusted ones; none without an own key. */
  #accepted(): readonly string[] {
    return this.#held === undefined ? [] : [this.#held.key.fingerprint, ...this.#trusted];
  }

  /** Removes the trust in the keys of other clients. Versions that they signed must be approved again. */
  async removeTrustedKeys(): Promise<void> {
    await this.#anchorStorage.setTrusted([]);
    this.#trusted = [];
  }

  /** All signatures in the file, with the fingerprint of the key of this machine. */
  async signatures(): Promise<StoredSignatures> {
    await this.#readKey();
    const own = this.#held?.key.fingerprint;
    return { own, signatures: await this.#file.read(signaturesIn) };
  }

  /** The history to approve; undefined if it is approved, or if no version was ever signed. */
  async offer(): Promise<RecoveryOffer | undefined> {
    const state = await this.state();
    return this.#file.read((database) => offerOf(database, state, this.#known(database)));
  }

  /** Signs the history that was offered. Throws `not-found`, `stale-diff`, `not-approved` without a key. */
  async approve(approval: Approval, ts: string): Promise<void> {
    await this.#readKey();
    let trusted: readonly string[] = this.#trusted;
    await this.#file.write((database) => {
      const state = this.#stateOf(database);
      const offer = offerOf(database, state, this.#known(database));
      if (offer === undefined) throw nothingToApprove();
      if (offer.subjectId !== approval.subjectId || offer.diffHash !== approval.diffHash) {
        throw staleDiff(l10n.t('The history changed after it was shown.'));
      }
      if (this.#held === undefined) throw noKey();
      const { author, comment } = approval;
      this.#sign(database);
      appendAudit(database, { ts, action: 'approve', author, comment, subject: offer.subjectId });
      if (state.state === 'other') trusted = [...this.#trusted, state.fingerprint];
    });
    if (trusted === this.#trusted) return;
    await this.#anchorStorage.setTrusted(trusted);
    this.#trusted = trusted;
  }

  /** Signs the newest version, which a person has approved. Call it inside a transaction. */
  #sign(database: Database): void {
    const head = readHead(database);
    const mayStart = this.#held?.isKept === true || hasSignatures(database);
    if (this.#held !== undefined && mayStart && head.seq > 0) {
      addSignature(database, this.#held.key, head);
    }
  }

  #check(database: Database, restored: string | undefined): void {
    const state = this.#stateOf(database);
    if (state.state === 'unsigned' || state.state === 'own') return;
    if (state.state === 'forged' && this.#held !== undefined && restored !== undefined) {
      const sql = 'SELECT seq FROM policy_versions WHERE version = ?';
      if (database.one(sql, [restored])?.['seq'] === state.seq) return;
    }
    const { notice = '', hint = '' } = unapprovedHealth(state) ?? {};
    throw new RulewrightError('not-approved', notice, { hint });
  }

  #stateOf(database: Database): ApprovalState {
    if (!hasSignatures(database)) return { state: 'unsigned' };
    if (this.signerOf(database) !== undefined) return { state: 'own' };
    const { seq } = readHead(database);
    const own = this.#ownNewest(database);
    const any = newestSigned(database);
    if (any?.seq === seq) return { state: 'other', fingerprint: any.fingerprint };
    return { state: 'forged', seq: own ?? any?.seq ?? 0 };
  }

  /** The newest version that was approved here, and the fingerprint of the key of this machine. */
  #known(database: Database): Known {
    return { since: this.#ownNewest(database) ?? 0, own: this.#held?.key.fingerprint };
  }

  #ownNewest(database: Database): number | undefined {
    const found = this.#accepted().flatMap((key) => newestSigned(database, key)?.seq ?? []);
    return found.length === 0 ? undefined : Math.max(...found);
  }

  async #readKey(): Promise<void> {
    const kept = await this.#anchorStorage.key().catch(() => undefined);
    const key = kept === undefined ? undefined : openSigningKey(kept.privateKey);
    this.#held = key === undefined ? undefined : { key, isKept: kept?.isKept === true };
    this.#trusted = await this.#anchorStorage.trusted().catch(() => []);
  }
}

/** The message about a history that was not approved here; undefined if it was. */
export function unapprovedHealth(approval: ApprovalState): StoreHealth | undefined {
  switch (approval.state) {
    case 'unsigned':
    case 'own':
      return undefined;
    case 'other':
      return {
        state: 'unapproved',
        notice: l10n.t(
          'The policy was approved with another key ({0}). What is published stays in force, and the policy is read-only here.',
          approval.fingerprint.slice(0, 16),
        ),
        hint: l10n.t('Run “Approve This History…” to approve it with the key of this machine.'),
      };
    case 'forged':
      return {
        state: 'unapproved',
        notice:
          approval.seq === 0
            ? l10n.t(
                'No version of the policy has a valid signature. What is published stays in force.',
              )
            : l10n.t(
                'The versions after version {0} were not approved: they have no valid signature. Version {0} stays in force.',
                String(approval.seq),
              ),
        hint: l10n.t(
          'Run “Approve This History…” to read and approve them, or return to the version in force.',
        ),
      };
  }
}

function offerOf(
  database: Database,
  approval: ApprovalState,
  { since, own }: Known,
): RecoveryOffer | undefined {
  const health = unapprovedHealth(approval);
  if (health === undefined) return undefined;
  const { seq, hash } = readHead(database);
  const subjectId = `approve:${seq}:${hash}`;
  const diff: PolicyDiff = { add: [], remove: [], meta: { kind: 'approve', subject: subjectId } };
  const { rows } = versionPage(database, seq + 1, LISTED);
  const listed = rows.filter((version) => version.seq > since).map(lineOf);
  const text = [health.notice ?? ''];
  if (own !== undefined) text.push(l10n.t('Key of this machine (fingerprint): {0}', own));
  if (approval.state === 'other') {
    text.push(
      l10n.t(
        'Key that signed it (fingerprint): {0}. Approving trusts this key: what it signs later needs no further approval here.',
        approval.fingerprint,
      ),
    );
  }
  text.push(l10n.t('Not approved here, newest first:'), ...listed);
  const left = seq - since - listed.length;
  if (left > 0) text.push(l10n.t('… and {0} before them', formatCount(left)));
  return { subjectId, text: text.join('\n'), diff, diffHash: diffHash(diff) };
}

function lineOf(version: PolicyVersion): string {
  const { seq, ts, kind, author, comment, addedRules, removedRules } = version;
  const counts = `+${addedRules.length} −${removedRules.length}`;
  return `${seq}  ${ts}  ${kind}  ${counts}  ${oneLine(author)}  ${oneLine(comment)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

function nothingToApprove(): RulewrightError {
  return new RulewrightError('not-found', l10n.t('There is nothing to approve.'), {
    hint: l10n.t('The newest version is already approved on this machine.'),
  });
}

function noKey(): RulewrightError {
  return new RulewrightError(
    'not-approved',
    l10n.t('The secret storage of VS Code has no key to sign with.'),
    { hint: l10n.t('Unlock the keyring of the system, reload the window and approve again.') },
  );
}
