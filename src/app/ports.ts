import type { Sign } from '../core/auditLine';
import type { HostConnections } from '../core/agentHost';
import type { PolicyDiff } from '../core/diff';
import type { CommandSource } from '../core/event';
import type { HistorySources } from '../core/historySource';
import type { Label } from '../core/label';
import type {
  HistoryRead,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  RuleToTest,
  TestedEdit,
  WaysAround,
} from '../core/liveBacktest';
import type {
  AgentStore,
  Clock,
  DayCounts,
  EventHistory,
  HistorySummary,
  Ids,
  PolicyPublisher,
  PolicyStore,
  RunControl,
} from '../core/ports';
import type { Rejections } from '../core/rejection';
import type { Rule } from '../core/rule';
import type { Redaction } from '../history/redact/redact';
import type { Prediction } from '../ml/model/prediction';
import type { LearningReport } from '../ml/model/report';
import type { StarterChoices } from '../ml/rules/starterChoices';
import type { StarterMatch } from '../ml/rules/starterMatches';
import type { SuggestionReport } from '../ml/rules/suggestionReport';
import type { EvaluateOptions, Evaluator } from '../policy/evaluator';
import type { OwnFiles } from '../policy/selfProtection';
import type { RecoveryPort } from '../review/recovery';
import type { Settings } from '../settings';

export type { Prediction } from '../ml/model/prediction';
export type { StarterMatch } from '../ml/rules/starterMatches';
export type { Explanation } from '../policy/explain';
export type { CommandActions, Variant } from '../policy/evaluator';

/** What is known of the surroundings of a command: the shell, and its absolute working directory. */
export type Surroundings = Pick<EvaluateOptions, 'shell' | 'cwd'>;

/** The newest model, in the form for display. */
export interface KnownModel {
  readonly modelVersion: string;
  readonly trainedAt: string;
  readonly seed: number;
  readonly featureVersion: number;
  readonly dataHash: string;
  readonly report: LearningReport;
  /** Comparison with the previous model; absent for the first. */
  readonly previous?: ModelComparison;
  /** Drift of the history since training; absent without data. */
  readonly drift?: ModelDrift;
}

/** A comparison with the previous model. */
export interface ModelComparison {
  readonly modelVersion: string;
  readonly trainedAt: string;
  readonly changes: readonly {
    readonly name: string;
    readonly before: number | null;
    readonly after: number | null;
    /** Null if neither direction is better. */
    readonly higherIsBetter: boolean | null;
  }[];
  readonly notes: readonly string[];
}

/** Drift of the history from the training data of a model. */
export interface ModelDrift {
  /** Share of the features of newer events that are new to the model, 0–1. */
  readonly unseenShare: number;
  /** Share of the labels given since training that the model disagrees with, 0–1; null without labels. */
  readonly labelDisagreement: number | null;
  readonly newEvents: number;
  /** Whether to train again, and why. */
  readonly advice: string;
  readonly retrain: boolean;
}

/** A command to label: its label improves the model most. */
export interface QueueEntry {
  readonly eventId: string;
  readonly command: string;
  /** Number of events of the same command shape. */
  readonly seen: number;
  /** Predicted risk, 0–1. */
  readonly risk: number;
}

/** Trains models and stores them. All other methods use the newest model. */
export interface Learner {
  /** Whether there is a model that this version reads. If not, what needs one trains first. */
  hasModel(): Promise<boolean>;
  /** Undefined before the first training. Throws `old-model`. */
  newest(): Promise<KnownModel | undefined>;
  train(commands: CommandSource, run: RunControl): Promise<KnownModel>;
  suggest(
    input: {
      commands: CommandSource;
      rules: readonly Rule[];
      /** The rules of pending suggestions. */
      pending: readonly Pick<Rule, 'pattern' | 'effect'>[];
      /** What people rejected. */
      rejected: Rejections;
    },
    run: RunControl,
  ): Promise<SuggestionReport>;
  /** This and what follows train a model first if there is none. */
  predict(command: string, run?: RunControl): Promise<Prediction>;
  /** Most useful first, one per command shape. */
  labelQueue(
    history: EventHistory,
    limit: number,
    run?: RunControl,
  ): Promise<readonly QueueEntry[]>;
  /** The starter rules with their backtest on these commands. */
  starterRules(
    commands: CommandSource,
    run?: RunControl,
    categories?: readonly string[],
  ): Promise<PolicyDiff>;
  /** What each category of the starter rules would have stopped among these commands. */
  starterChoices(commands: CommandSource, run?: RunControl): Promise<StarterChoices>;
  starterMatches(command: string, around: Surroundings): Promise<readonly StarterMatch[]>;
}

/** A history on which the rules of a review are tested, off this thread. All methods throw `cancelled` after `close`. */
export interface OpenBacktest {
  /** Reads the whole history first. */
  test(edits: readonly TestedEdit[], run: RunControl): Promise<readonly LiveBacktest[]>;
  /** Reads on in the history for a moment, what ran last first. It is read to the end if `done` is `total`. */
  read(run: RunControl): Promise<HistoryRead>;
  /** Tests on what was read so far. */
  testSoFar(edits: readonly TestedEdit[], run: RunControl): Promise<readonly LiveBacktest[]>;
  /** At most `limit` hits among what was read so far, from the one of that number. */
  hitsSoFar(edit: TestedEdit, from: number, limit: number, run: RunControl): Promise<HitPage>;
  /**
   * How well a rule stops other spellings of what it means to stop; `examples` count if it has no such hit in the whole
   * history.
   */
  ways(rule: RuleToTest, examples: readonly string[], run: RunControl): Promise<WaysAround>;
  /** Narrows a rule so that it no longer matches a command that it matches. */
  exclude(rule: RuleToTest, command: string, run: RunControl): Promise<NarrowedRule>;
  /** Labels a command, also in the history. Throws `not-found`. */
  label(command: string, label: Label, author: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens backtests. */
export interface Backtests {
  /**
   * For the review of these suggestions, which removes these rules in force: tested ones are not compared with them.
   * Nothing is read before the first test.
   */
  open(suggestionIds?: readonly string[], removed?: readonly string[]): OpenBacktest;
  close(): Promise<void>;
}

/** The command history, with its summary. */
export interface AppHistory extends EventHistory {
  summary(): Promise<HistorySummary>;
  dayCounts(): Promise<ReadonlyMap<string, DayCounts>>;
}

/** Everything that the app depends on. */
export interface AppPorts {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  readonly history: AppHistory;
  readonly sources: HistorySources;
  readonly publisher: PolicyPublisher;
  /** The policy to publish; undefined while the stored one fails its integrity check. The published policy then stays. */
  inForce(): Promise<Parameters<PolicyPublisher['publish']>[0] | undefined>;
  /** Compares the files that guards read with what they have to be, and writes those that differ. */
  checkGuardFiles(): Promise<void>;
  readonly recovery: RecoveryPort;
  /** The history that was not approved with the key of this machine. */
  readonly unapproved: RecoveryPort;
  /** Removes the trust in the keys of other clients. */
  trustNone(): Promise<void>;
  readonly learner: Learner;
  readonly backtests: Backtests;
  readonly connections: HostConnections;
  /** Compiles a policy for evaluation. A later policy reuses the compiled rules of the previous one. */
  evaluator(policy: { rules: readonly Rule[]; version: string }): Evaluator;
  /** The files that self-protection keeps; undefined while it is paused. */
  ownFiles(): Promise<(() => OwnFiles) | undefined>;
  /** Until when self-protection is paused, in epoch milliseconds; 0 if it is not. */
  pausedUntilMs(): Promise<number>;
  /** Signs with the key of this machine. */
  readonly sign: Sign;
  /** Writes a file that a person chose, atomically. */
  saveFile(path: string, text: string): Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Replaces secrets in a command line, as recording does, and says what was replaced. */
  redactionOf(text: string): Redaction;
  /** The owner of agents that this window registers. */
  readonly owner: string;
  /** The default author for the audit trail. */
  author(): Promise<string>;
  settings(): Settings;
}
