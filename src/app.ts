import { createAgentRegistry, isStale } from './agents/registry';
import type { Agent } from './core/agent';
import type { PolicyDiff } from './core/diff';
import { RulewrightError } from './core/errors';
import type { LabelledCommand } from './core/event';
import type {
  AgentRegistry,
  AgentStore,
  Clock,
  EventHistory,
  HistorySummary,
  Ids,
  PolicyPublisher,
  PolicyStore,
  RunControl,
} from './core/ports';
import type { Rule } from './core/rule';
import type { Decision } from './core/verdict';
import type { Suggestion } from './core/suggestion';
import type { Prediction } from './ml/prediction';
import type { LearningReport } from './ml/report';
import type { Abstention, SuggestionReport } from './ml/suggestionReport';
import { recover, type RecoveryOffer, type RecoveryPort } from './review/recovery';
import { openReview, type ReviewSession, type SubjectKind } from './review/session';
import type { Settings } from './settings';

export type { Prediction } from './ml/prediction';
export type { ReviewSession, SubjectKind } from './review/session';

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
  /** Undefined before the first training. Throws `old-model`. */
  newest(): Promise<KnownModel | undefined>;
  train(commands: readonly LabelledCommand[], run: RunControl): Promise<KnownModel>;
  suggest(
    input: { commands: readonly LabelledCommand[]; rules: readonly Rule[] },
    run: RunControl,
  ): Promise<SuggestionReport>;
  /** Throws `not-found` without a model. */
  predict(command: string): Promise<Prediction>;
  /** Most useful first, one per command shape. */
  labelQueue(history: EventHistory, limit: number): Promise<readonly QueueEntry[]>;
  /** The bundled rules with their backtest on these commands. */
  starterRules(commands: readonly LabelledCommand[]): Promise<PolicyDiff>;
}

/** Which rule decides one command, and why. */
export interface Explanation {
  readonly command: string;
  readonly decision: Decision;
  readonly score: number;
  readonly reason: string;
  readonly policyVersion: string;
  readonly micros: number;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
  /** Ids of shadow rules that would have decided. */
  readonly shadow: readonly string[];
  /** The text that matched and where in it, when a rule decided. */
  readonly view?: {
    readonly kind: string;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  };
  /** The whole story in lines for a person. */
  readonly text: string;
}

/** Decides commands by one policy, as the guard does. */
export interface Decider {
  explain(command: string): Explanation;
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
  readonly publisher: PolicyPublisher;
  /** What to publish; undefined while the stored policy cannot be believed: then the last published one stays. */
  inForce(): Promise<Parameters<PolicyPublisher['publish']>[0] | undefined>;
  readonly recovery: RecoveryPort;
  readonly learner: Learner;
  /** Compiles a policy for deciding. */
  decider(policy: { rules: readonly Rule[]; version: string }): Decider;
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

/** What one run of the learner left behind. */
export interface Generated {
  /** Newly pending. */
  readonly suggestions: readonly Suggestion[];
  /** Proposed before and still pending. */
  readonly repeated: number;
  readonly abstained: readonly Abstention[];
}

/** The steps, joined. */
export interface App {
  readonly policies: Omit<PolicyStore, 'apply' | 'returnTo'>;
  readonly history: AppHistory;
  readonly agents: AgentRegistry;
  readonly learning: Learning;
  author(): Promise<string>;
  isStale(agent: Agent): boolean;
  redact(text: string): string;
  /** What the policy in force says of a command. */
  explain(command: string): Promise<Explanation>;
  /** Opens a review: the only road to a changed policy. */
  openReview(kind: SubjectKind, subjectId: string): Promise<ReviewSession>;
  /** What may take the place of a policy that cannot be believed. */
  recoveryOffer(): Promise<RecoveryOffer | undefined>;
  /** Accepts what was shown. Throws `wrong-token` unless `typed` is APPLY. */
  recover(shown: RecoveryOffer, typed: string): Promise<void>;
  /** Makes the policy in force readable for guards. */
  publish(): Promise<void>;
}

/** Learning on this window's history. */
export interface Learning {
  newest(): Promise<KnownModel | undefined>;
  train(run: RunControl): Promise<KnownModel>;
  /** Trains first where there is no model; stores each proposal as a pending suggestion. */
  generate(run: RunControl): Promise<Generated>;
  predict(command: string): Promise<Prediction>;
  labelQueue(limit: number): Promise<readonly QueueEntry[]>;
  /** Proposes the bundled rules that the policy lacks, or finds them pending already. */
  starterRules(): Promise<Suggestion>;
}

/** Joins the steps over the given ports. */
export function createApp(ports: AppPorts): App {
  const { policies, history } = ports;
  const publish = async (): Promise<void> => {
    const policy = await ports.inForce();
    if (policy !== undefined) await ports.publisher.publish(policy);
  };
  return Object.freeze({
    policies,
    history,
    agents: createAgentRegistry(ports),
    learning: createLearning(ports),
    author: () => ports.author(),
    redact: (text: string) => ports.redact(text),
    isStale: (agent: Agent) =>
      isStale(agent, ports.clock.now(), ports.settings().staleMinutes * 60_000),
    openReview: async (kind: SubjectKind, subjectId: string) =>
      publishing(await openReview(ports, kind, subjectId), publish),
    recoveryOffer: () => ports.recovery.offer(),
    recover: async (shown: RecoveryOffer, typed: string) => {
      await recover(ports.recovery, shown, { author: await ports.author(), typed });
      await publish();
    },
    publish,
    explain: explainer(ports),
  });
}

/** Compiles the policy once per change, not once per command. */
function explainer(ports: AppPorts): App['explain'] {
  let compiled: Promise<Decider> | undefined;
  ports.policies.onDidChange(() => {
    compiled = undefined;
  });
  const compile = async (): Promise<Decider> => {
    const [rules, versions] = await Promise.all([
      ports.policies.listRules(),
      ports.policies.listVersions(),
    ]);
    return ports.decider({ rules, version: versions[0]?.version ?? '' });
  };
  return async (command) => {
    compiled ??= compile();
    try {
      return (await compiled).explain(command);
    } catch (error) {
      compiled = undefined;
      throw error;
    }
  };
}

/** A session whose changes reach the guards as soon as they are saved. */
function publishing(session: ReviewSession, publish: () => Promise<void>): ReviewSession {
  return Object.freeze({
    ...session,
    async apply(decision: Parameters<ReviewSession['apply']>[0]) {
      const version = await session.apply(decision);
      try {
        await publish();
      } catch (cause) {
        throw new RulewrightError(
          'io-failed',
          'The change is saved, but the guard still follows the policy before it.',
          { hint: 'Free the storage folder and reload the window: it is published again.', cause },
        );
      }
      return version;
    },
  });
}

function createLearning({ policies, history, learner }: AppPorts): Learning {
  const train = async (run: RunControl): Promise<KnownModel> =>
    learner.train(await history.labelled(run), run);
  return Object.freeze({
    newest: () => learner.newest(),
    train,
    async generate(run: RunControl) {
      if ((await learner.newest()) === undefined) await train(run);
      const [commands, rules] = await Promise.all([history.labelled(run), policies.listRules()]);
      const report = await learner.suggest({ commands, rules }, run);
      const fresh = await withoutPending(policies, report.diffs);
      const suggestions: Suggestion[] = [];
      for (const diff of fresh) {
        suggestions.push(await policies.propose({ proposedBy: proposer(diff), diff }));
      }
      const repeated = report.diffs.length - fresh.length;
      return { suggestions, repeated, abstained: report.abstained };
    },
    predict: (command: string) => learner.predict(command),
    labelQueue: (limit: number) => learner.labelQueue(history, limit),
    async starterRules() {
      const diff = await learner.starterRules(await history.labelled());
      const pending = await policies.listSuggestions('pending');
      const there = pending.find((suggestion) => gist(suggestion.diff) === gist(diff));
      return there ?? policies.propose({ proposedBy: proposer(diff), diff });
    },
  });
}

function proposer(diff: PolicyDiff): string {
  const name = diff.meta['proposed_by'];
  return typeof name === 'string' && name !== '' ? name : 'trainer';
}

/** Diffs that say something no pending suggestion says already. */
async function withoutPending(
  policies: Pick<PolicyStore, 'listSuggestions'>,
  diffs: readonly PolicyDiff[],
): Promise<readonly PolicyDiff[]> {
  const pending = await policies.listSuggestions('pending');
  const said = new Set(pending.map((suggestion) => gist(suggestion.diff)));
  return diffs.filter((diff) => !said.has(gist(diff)));
}

function gist(diff: PolicyDiff): string {
  return JSON.stringify([
    diff.add.map(({ pattern, effect, mode }) => [effect, mode ?? 'enforce', pattern]).sort(),
    [...diff.remove].sort(),
  ]);
}
