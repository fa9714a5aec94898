import type { Agent } from '../core/agent';
import type { Approval } from '../core/approval';
import type { CarriedError } from '../core/carriedError';
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
export interface StoreDesk
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
  close(): Promise<void>;
}

export type Question = keyof StoreDesk;

/** What the window says to the thread. */
export type ToThread =
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly question: Question;
      readonly args: readonly unknown[];
    }
  /** Whether somebody listens for changes. */
  | { readonly type: 'watch'; readonly on: boolean }
  | { readonly type: 'anchor'; readonly anchor: Anchor | undefined };

/** What the thread says to the window. */
export type FromThread =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: CarriedError }
  | { readonly type: 'changed' }
  /** Asks for the anchor; the answer is `anchor`. */
  | { readonly type: 'anchor?' }
  | { readonly type: 'remember'; readonly anchor: Anchor };
