/** Interfaces between the steps and the outside world, implemented by the edges and in memory by tests. */
import type { Agent, AgentStatus } from './agent';
import type { Approval } from './approval';
import type { PolicyDiff } from './diff';
import type { DiffPart } from './diffPart';
import type { CommandEvent, StoredCommands } from './event';
import type { Label, LabelChoice } from './label';
import type { Rule } from './rule';
import type { Suggestion, SuggestionStatus } from './suggestion';
import type { Decision } from './verdict';
import type { PolicyVersion } from './version';
import type { StoredSignatures } from './versionSignature';

/** The current time. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
}

/** A source of unique ids; tests use a counter. */
export interface Ids {
  /** A UUID. */
  next(): string;
}

export interface Disposable {
  dispose(): void;
}

/** Progress and cancellation of a long operation. */
export interface RunControl {
  /** `done` of `total` steps of a named stage. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** The effect of a rollback or restore. An `Approval` for it must contain `diffHash`. */
export interface ReturnPreview {
  readonly kind: 'rollback' | 'restore';
  /** The target version. */
  readonly target: string;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
  readonly addedRules: readonly Rule[];
  readonly removedRules: readonly Rule[];
}

/** An entry of the audit trail. */
export interface AuditEntry {
  readonly seq: number;
  readonly ts: string;
  /** An `AuditAction`, or what a newer version recorded. */
  readonly action: string;
  readonly author: string;
  readonly comment: string;
  /** The id of the suggestion or version. */
  readonly subject: string;
}

/**
 * Store health. `notice` is a message for the user if there is a problem. `unapproved`: the newest version was not
 * approved with the key of this machine.
 */
export interface StoreHealth {
  readonly state: 'good' | 'recovered' | 'read-only' | 'unapproved' | 'tampered';
  readonly notice?: string;
  readonly hint?: string;
}

/** A suggestion as shown to a person. */
export type ShownSuggestion = Pick<Suggestion, 'id' | 'diffHash'>;

/** Versioned rules, suggestions and the audit trail. Every change is on disk when its promise resolves. */
export interface PolicyStore {
  listRules(): Promise<readonly Rule[]>;
  /** Newest first. */
  listSuggestions(status?: SuggestionStatus): Promise<readonly Suggestion[]>;
  /** Newest first. */
  listVersions(): Promise<readonly PolicyVersion[]>;
  /** Newest first. */
  listAudit(): Promise<readonly AuditEntry[]>;
  /** The signatures of versions, oldest version first. */
  listSignatures(): Promise<StoredSignatures>;
  /**
   * Validates `diff` (untrusted) with `matcher/diffCheck` and stores it as pending. Throws `invalid-diff`.
   * `hasTestedExamples`: the tests of the product have checked the examples of its rules, which takes seconds for all
   * starter rules.
   */
  propose(input: {
    proposedBy: string;
    diff: unknown;
    hasTestedExamples?: boolean;
  }): Promise<Suggestion>;
  /**
   * Applies a pending suggestion, or only `part` of it: the approval is then for that part, and the rest becomes a new
   * pending suggestion. Throws `not-found`, `not-pending`, `stale-diff`, `invalid-input`, `not-approved`. A repeated
   * `requestId` returns the first result.
   */
  apply(approval: Approval, requestId: string, part?: DiffPart): Promise<PolicyVersion>;
  /**
   * Applies pending suggestions, or `part` of their joint diff (`core/joinSuggestions`), as one new suggestion whose id
   * is the subject of the approval. The rest stays pending in its suggestion. Throws `stale-diff` if a suggestion
   * differs from what was shown, `invalid-input`, `not-approved`. A repeated `requestId` returns the first result.
   */
  applyJoint(
    approval: Approval,
    requestId: string,
    shown: readonly ShownSuggestion[],
    part?: DiffPart,
  ): Promise<PolicyVersion>;
  reject(input: { suggestionId: string; author: string; comment: string }): Promise<Suggestion>;
  /**
   * Rejects all of these pending suggestions. Throws `stale-diff` and rejects none if one differs from what was shown.
   */
  rejectAll(input: {
    shown: readonly ShownSuggestion[];
    author: string;
    comment: string;
  }): Promise<void>;
  /** Reverts a rejection: the suggestion is pending again. Throws `not-found`, `not-rejected`. */
  reopen(input: { suggestionId: string; author: string }): Promise<Suggestion>;
  /** Reverts several rejections, or none if one of them throws `not-found` or `not-rejected`. */
  reopenAll(input: { suggestionIds: readonly string[]; author: string }): Promise<void>;
  /**
   * Adds an entry to the audit trail that changes no rule: a repair, a pause of self-protection, the removal of trust,
   * or a host that was connected or disconnected.
   */
  note(
    entry: Omit<AuditEntry, 'seq' | 'ts'> & {
      action: 'repair' | 'pause' | 'distrust' | 'connect' | 'disconnect';
    },
  ): Promise<void>;
  /** The rules in force after version `seq` (0: before the first version), sorted by id. */
  rulesAfter(seq: number): Promise<readonly Rule[]>;
  /** `rollback`: to the state before `version` was applied; `restore`: to the state after it. */
  previewReturn(kind: 'rollback' | 'restore', version: string): Promise<ReturnPreview>;
  /** Throws `not-found`, `stale-diff`, `rollback-mismatch`, `not-approved`. */
  returnTo(
    kind: 'rollback' | 'restore',
    approval: Approval,
    requestId: string,
  ): Promise<PolicyVersion>;
  health(): Promise<StoreHealth>;
  /** Fires after any window or process changed the store. */
  onDidChange(listener: () => void): Disposable;
}

/** Storage of the agent registry, shared by all windows. Unknown ids throw `not-found`. */
export interface AgentStore {
  list(): Promise<readonly Agent[]>;
  insert(agent: Agent): Promise<void>;
  /** Applies `change` to the stored agent. `change` may run more than once. */
  change(id: string, change: (agent: Agent) => Agent): Promise<Agent>;
  remove(id: string): Promise<void>;
}

/** The agent registry, as its callers use it. */
export interface AgentRegistry {
  /** `name` defaults to `Agent_<8 hex digits>`. */
  register(name?: string): Promise<Agent>;
  /** Sets the action, the score (0–100) and the status running. */
  update(id: string, action: string, score: number): Promise<Agent>;
  setStatus(id: string, status: AgentStatus, reason?: string): Promise<Agent>;
  list(): Promise<readonly Agent[]>;
  unregister(id: string): Promise<void>;
}

/** A row that could not be parsed, with its line in the file (1 is the header). */
export interface RowFault {
  readonly line: number;
  readonly problem: string;
}

export interface ImportReport {
  readonly imported: number;
  /** Rows whose id already exists. */
  readonly repeated: number;
  readonly skipped: number;
  /** The first 100 skipped rows. */
  readonly faults: readonly RowFault[];
  readonly labels: Readonly<Record<Label, number>>;
}

export interface RuleHits {
  readonly count: number;
  /** ISO 8601 of the newest hit. */
  readonly lastTs: string;
}

/** The hits of a rule since it was added. */
export interface CountedHits extends RuleHits {
  /** How many of them occurred before it was switched to its current mode. */
  readonly earlier: number;
}

/** Statistics of the history. */
export interface HistorySummary {
  readonly total: number;
  /** By the label for training. */
  readonly labels: Readonly<Record<Label, number>>;
  /** Number of events by verdict. */
  readonly decisions: Readonly<Record<Decision, number>>;
  /** Number of events by `sourceOf`. */
  readonly sources: ReadonlyMap<string, number>;
  /** Lines that could not be parsed, for example after a crash or on a full disk. */
  readonly damaged: number;
}

/** Counts of the commands of one day. */
export interface DayCounts {
  readonly commands: number;
  readonly denied: number;
  readonly asked: number;
  /** Commands that only a rule in shadow mode would have decided. */
  readonly shadow: number;
}

/** Command history: events, labels and hit counts. */
export interface EventHistory {
  append(events: readonly CommandEvent[]): Promise<void>;
  /** The most recent commands, newest first, including labels from people. */
  recent(limit: number): Promise<readonly CommandEvent[]>;
  /** Oldest first, including labels from people. */
  all(): AsyncIterable<CommandEvent>;
  /** Where training and backtests read the distinct commands by label, in a process of their own. */
  labelled(options?: { readonly withFolders?: boolean }): Promise<StoredCommands>;
  /** Sets the label of an event and replaces any other; `none` removes it. Throws `not-found`. */
  label(eventId: string, label: LabelChoice, author: string): Promise<CommandEvent>;
  importCsv(path: string, run?: RunControl): Promise<ImportReport>;
  /** Resolves to the number of rows written. */
  exportCsv(path: string, run?: RunControl): Promise<number>;
  /** Deletes events older than `beforeMs` (epoch) and/or whose command contains `text`; resolves to the number deleted. */
  remove(which: { beforeMs?: number; text?: string }): Promise<number>;
  /** By rule id. */
  ruleHits(): Promise<ReadonlyMap<string, RuleHits>>;
  onDidChange(listener: () => void): Disposable;
}

/** Publishes the policy in force for guards. */
export interface PolicyPublisher {
  publish(policy: { rules: readonly Rule[]; version: string; seq: number }): Promise<void>;
}
