import type { HostConnections } from '../core/agentHost';
import type { PolicyDiff } from '../core/diff';
import type { LabelledCommand } from '../core/event';
import type { HistorySources } from '../core/historySource';
import type {
  AgentStore,
  Clock,
  EventHistory,
  HistorySummary,
  Ids,
  PolicyPublisher,
  PolicyStore,
  RunControl,
} from '../core/ports';
import type { Rule } from '../core/rule';
import type { Prediction } from '../ml/model/prediction';
import type { LearningReport } from '../ml/model/report';
import type { SuggestionReport } from '../ml/rules/suggestionReport';
import type { Evaluator } from '../policy/evaluator';
import type { RecoveryPort } from '../review/recovery';
import type { Settings } from '../settings';

export type { Prediction } from '../ml/model/prediction';
export type { Explanation } from '../policy/explain';

/** The newest model on the shelf, as far as people see it. */
export interface KnownModel {
  readonly modelVersion: string;
  readonly trainedAt: string;
  readonly seed: number;
  readonly featureVersion: number;
  readonly dataHash: string;
  readonly report: LearningReport;
  /** How it differs from the model before it; absent for the first. */
  readonly previous?: ModelComparison;
  /** How far the history has moved since training; absent where that was not measured. */
  readonly drift?: ModelDrift;
}

/** A model beside the one before it. */
export interface ModelComparison {
  readonly modelVersion: string;
  readonly trainedAt: string;
  readonly changes: readonly {
    readonly name: string;
    readonly before: number | null;
    readonly after: number | null;
    /** Null where neither direction is better. */
    readonly higherIsBetter: boolean | null;
  }[];
  readonly notes: readonly string[];
}

/** How far the history has moved from what a model learned from. */
export interface ModelDrift {
  /** Share of features in newer events that the model has never seen. */
  readonly unseenShare: number;
  /** Share of labels given since training that the model disagrees with; null without any. */
  readonly labelDisagreement: number | null;
  readonly newEvents: number;
  /** Whether it is time to train again, and why. */
  readonly advice: string;
  readonly retrain: boolean;
}

/** A command whose label would teach the model most. */
export interface QueueEntry {
  readonly eventId: string;
  readonly command: string;
  /** How often commands of its shape were seen. */
  readonly seen: number;
  /** Probability that it is unsafe. */
  readonly risk: number;
}

/** Trains, and keeps what was trained. The model in question is always the newest on the shelf. */
export interface Learner {
  /** Whether anything was trained yet. */
  hasModel(): Promise<boolean>;
  /** Undefined before the first training. Throws `old-model`. */
  newest(): Promise<KnownModel | undefined>;
  train(commands: readonly LabelledCommand[], run: RunControl): Promise<KnownModel>;
  suggest(
    input: {
      commands: readonly LabelledCommand[];
      rules: readonly Rule[];
      /** Rules that pending suggestions would add. */
      pending: readonly Pick<Rule, 'pattern' | 'effect'>[];
    },
    run: RunControl,
  ): Promise<SuggestionReport>;
  /** Throws `not-found` without a model. */
  predict(command: string): Promise<Prediction>;
  /** Most useful first, one per command shape. */
  labelQueue(
    history: EventHistory,
    limit: number,
    run?: RunControl,
  ): Promise<readonly QueueEntry[]>;
  /** The bundled rules with their backtest on these commands. */
  starterRules(commands: readonly LabelledCommand[], run?: RunControl): Promise<PolicyDiff>;
}

/** Command history that can also count itself. */
export interface AppHistory extends EventHistory {
  summary(): Promise<HistorySummary>;
}

/** Everything outside that the steps need. */
export interface AppPorts {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  readonly history: AppHistory;
  readonly sources: HistorySources;
  readonly publisher: PolicyPublisher;
  /** What to publish; undefined while the stored policy fails its integrity check; the published one then stays. */
  inForce(): Promise<Parameters<PolicyPublisher['publish']>[0] | undefined>;
  readonly recovery: RecoveryPort;
  readonly learner: Learner;
  readonly connections: HostConnections;
  /** Compiles a policy for questions: of a policy that follows another one, only what changed. */
  evaluator(policy: { rules: readonly Rule[]; version: string }): Evaluator;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Replaces secrets in a command line, as every recording does. */
  redact(text: string): string;
  /** Who this window is in the agent registry. */
  readonly owner: string;
  /** The name for the audit trail, when a person has not typed one. */
  author(): Promise<string>;
  settings(): Settings;
}
