import type { Agent } from '../core/agent';
import type { Approval } from '../core/approval';
import type { PolicyStore } from '../core/ports';
import type { Anchor } from './anchor';
import type { OpenStore } from './openStore';
import type { Pages } from './pages';

/** What the thread needs to open the store. */
export interface ThreadOptions {
  readonly folder: string;
  readonly wasmPath: string;
  readonly label: string;
  /** Whether somebody remembers the anchor. */
  readonly hasAnchor: boolean;
}

/** What the store's thread can be asked. Arguments and results survive structured cloning, and lists come in pages. */
export interface StoreFunctions
  extends
    Pick<
      PolicyStore,
      'listRules' | 'propose' | 'apply' | 'reject' | 'previewReturn' | 'returnTo' | 'health'
    >,
    Pick<OpenStore, 'policyInForce' | 'recoveryOffer' | 'historyChecked'>,
    Pages {
  open(): Promise<void>;
  acceptRecovery(approval: Approval): Promise<void>;
  listAgents(): Promise<readonly Agent[]>;
  insertAgent(agent: Agent): Promise<void>;
  /** Throws `stale-diff` unless the agent is still the one that was read. */
  replaceAgent(was: Agent, now: Agent): Promise<void>;
  removeAgent(id: string): Promise<void>;
  /** Whether somebody listens for changes. */
  watch(isOn: boolean): void;
  close(): Promise<void>;
}

/** What the thread asks the window. */
export interface WindowFunctions {
  /** The remembered anchor; undefined where there is none or it cannot be read. */
  readAnchor(): Promise<Anchor | undefined>;
  rememberAnchor(anchor: Anchor): void;
  changed(): void;
}
