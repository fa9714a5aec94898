import type { Sign } from '../core/auditLine';
import type { HostConnections } from '../core/agentHost';
import type { PolicyDiff } from '../core/diff';
import type { CommandEvent, CommandSource } from '../core/event';
import type { FoundCommands, HistoryQuery } from '../core/historyQuery';
import type { HistorySources } from '../core/historySource';
import type { Label } from '../core/label';
import type {
  DecidedBoth,
  HistoryRead,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  RuleToTest,
  TestedEdit,
  BypassTest,
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
import type { PatternSecret } from '../history/redact/patternSecret';
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

/** The known context of a command: the shell and the absolute working directory. */
export type CommandContext = Pick<EvaluateOptions, 'shell' | 'cwd'>;

/** The newest model, prepared for display. */
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
    /** Null for a metric without a better direction. */
    readonly higherIsBetter: boolean | null;
  }[];
  /** The names of features that were not among the most important ones of the previous model. */
  readonly newFeatures: readonly string[];
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

/** A command to label, chosen because its label would improve the model most. */
export interface QueueEntry {
  readonly eventId: string;
  readonly command: string;
  /** Number of events with the same command shape. */
  readonly seen: number;
  /** Predicted risk, 0–1. */
  readonly risk: number;
}

/** Trains models and stores them. All other methods use the newest model. */
export interface Learner {
  /** Whether there is a model that this version can read. If not, methods that need one train first. */
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
      /** Rejected rules. */
      rejected: Rejections;
    },
    run: RunControl,
  ): Promise<SuggestionReport>;
  /** This method and the following ones train a model first if there is none. */
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
  /** The hits of each category of the starter rules among these commands. */
  starterChoices(commands: CommandSource, run?: RunControl): Promise<StarterChoices>;
  starterMatches(command: string, context: CommandContext): Promise<readonly StarterMatch[]>;
}

/** A history for testing the rules of a review in a worker thread. All methods throw `cancelled` after `close`. */
export interface OpenBacktest {
  /** Reads the entire history first. */
  test(edits: readonly TestedEdit[], run: RunControl): Promise<readonly LiveBacktest[]>;
  /**
   * Reads the next part of the history, newest commands first. The entire history was read when `done` equals `total`.
   */
  read(run: RunControl): Promise<HistoryRead>;
  /** Tests on the part read so far. */
  partialTest(edits: readonly TestedEdit[], run: RunControl): Promise<readonly LiveBacktest[]>;
  /** At most `limit` hits in the part read so far, starting at index `from`. */
  partialHits(edit: TestedEdit, from: number, limit: number, run: RunControl): Promise<HitPage>;
  /**
   * How many other spellings of its intended commands a rule stops. Uses `examples` if the rule has no such hit in the
   * entire history.
   */
  testBypasses(rule: RuleToTest, examples: readonly string[], run: RunControl): Promise<BypassTest>;
  /** Narrows a rule so that it no longer matches a given command. */
  exclude(rule: RuleToTest, command: string, run: RunControl): Promise<NarrowedRule>;
  /** The decisions about the part read so far with these enforced rules, before and after a change. */
  partialDecisions(
    before: readonly RuleToTest[],
    after: readonly RuleToTest[],
    run: RunControl,
  ): Promise<DecidedBoth>;
  /** Labels a command, also in the history. Throws `not-found`. */
  label(command: string, label: Label, author: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens backtests. */
export interface Backtests {
  /**
   * Opens a backtest for the review of these suggestions, which remove the rules `removed`: tested rules are not
   * compared with those. Reads nothing before the first test.
   */
  open(suggestionIds?: readonly string[], removed?: readonly string[]): OpenBacktest;
  close(): Promise<void>;
}

/** The command history, with its summary. */
export interface AppHistory extends EventHistory {
  summary(): Promise<HistorySummary>;
  /** The newest `limit` commands that match, of the whole history. A query that another one replaces throws `cancelled`. */
  query(query: HistoryQuery, limit: number): Promise<FoundCommands>;
  /** With its label and outcome; undefined if it is not in the history. */
  find(eventId: string): Promise<CommandEvent | undefined>;
  dayCounts(): Promise<ReadonlyMap<string, DayCounts>>;
}

/** What is removed from texts before they are stored. */
export interface Redactions {
  /** The text that would be stored for a command line, and the kinds of secrets removed from it. */
  redactionOf(text: string): Redaction;
  /** The secret that the pattern of a rule spells out, if any: such a pattern is refused. */
  secretInPattern(pattern: string): PatternSecret | undefined;
  /** The pattern without the secret that it spells out. */
  patternWithoutSecrets(pattern: string): string;
}

/** Everything that the app depends on. */
export interface AppPorts extends Redactions {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  readonly history: AppHistory;
  readonly sources: HistorySources;
  readonly publisher: PolicyPublisher;
  /** The policy to publish; undefined while the stored one fails its integrity check. The published policy then stays. */
  inForce(): Promise<Parameters<PolicyPublisher['publish']>[0] | undefined>;
  /** Compares the files that guards read with their expected content, and rewrites those that differ. */
  checkGuardFiles(): Promise<void>;
  readonly recovery: RecoveryPort;
  /** The history that was not approved with the key of this machine. */
  readonly unapproved: RecoveryPort;
  /** Removes the trust in the keys of all other clients. */
  removeTrustedKeys(): Promise<void>;
  readonly learner: Learner;
  readonly backtests: Backtests;
  readonly connections: HostConnections;
  /** Compiles a policy for evaluation, in slices. */
  evaluator(policy: { rules: readonly Rule[]; version: string }): Promise<Evaluator>;
  /** The files protected by self-protection; undefined while it is paused. */
  ownFiles(): Promise<OwnFiles | undefined>;
  /** The end of the pause of self-protection in epoch milliseconds; 0 if it is not paused. */
  pausedUntilMs(): Promise<number>;
  /** Signs with the key of this machine. */
  readonly sign: Sign;
  /** Writes a file selected by the user, atomically. */
  saveFile(path: string, text: string): Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The owner of agents that this window registers. */
  readonly owner: string;
  /** The default author for the audit trail. */
  author(): Promise<string>;
  settings(): Settings;
}
