import type { Agent } from '../core/agent';
import type { Approval } from '../core/approval';
import type { PolicyStore } from '../core/ports';
import type { Anchor, KeptKey } from './anchor';
import type { OpenStore } from './openStore';
import type { Pages } from './listPages';

/** Options that the store process gets from the extension host. */
export interface ProcessOptions {
  readonly folder: string;
  readonly wasmPath: string;
  readonly label: string;
  /** Whether the extension host stores the anchor and the private key. */
  readonly hasAnchor: boolean;
  /** Translated texts by English text: the l10n bundle. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The functions of the store process. Arguments and results can be cloned, and long lists are paged. */
export interface StoreFunctions
  extends
    Pick<
      PolicyStore,
      | 'listRules'
      | 'listSignatures'
      | 'propose'
      | 'apply'
      | 'applyJoint'
      | 'reject'
      | 'rejectAll'
      | 'reopen'
      | 'reopenAll'
      | 'note'
      | 'rulesAfter'
      | 'previewReturn'
      | 'returnTo'
      | 'health'
    >,
    Pick<OpenStore, 'policyInForce' | 'recoveryOffer' | 'historyOffer' | 'historyChecked'>,
    Pages {
  open(options: ProcessOptions): Promise<void>;
  acceptRecovery(approval: Approval): Promise<void>;
  approveHistory(approval: Approval): Promise<void>;
  removeTrustedKeys(): Promise<void>;
  listAgents(): Promise<readonly Agent[]>;
  insertAgent(agent: Agent): Promise<void>;
  /** Throws `stale-diff` if the agent has changed since it was read. */
  replaceAgent(was: Agent, now: Agent): Promise<void>;
  removeAgent(id: string): Promise<void>;
  /** Whether the process holds no state that would be lost: the policy is valid and its history is verified. */
  canEnd(): Promise<boolean>;
  close(): Promise<void>;
}

/** The functions of the extension host for the store process. */
export interface WindowFunctions {
  /** The stored anchor; undefined if there is none or it cannot be read. */
  readAnchor(): Promise<Anchor | undefined>;
  rememberAnchor(anchor: Anchor): void;
  /** The private key; undefined if there is none or it cannot be read. */
  readKey(): Promise<KeptKey | undefined>;
  /** The fingerprints of trusted keys; none if they cannot be read. */
  readTrusted(): Promise<readonly string[]>;
  storeTrusted(fingerprints: readonly string[]): Promise<void>;
}
