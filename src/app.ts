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
  Ids,
  PolicyPublisher,
  PolicyStore,
  RunControl,
} from './core/ports';
import type { Rule } from './core/rule';
import type { Suggestion } from './core/suggestion';
import type { Prediction } from './ml/prediction';
import type { LearningReport } from './ml/report';
import type { Abstention, SuggestionReport } from './ml/suggestionReport';
import { openReview, type ReviewSession, type SubjectKind } from './review/session';
import type { Settings } from './settings';

export type { ReviewSession, SubjectKind } from './review/session';

/** The newest model on the shelf, as far as people see it. */
export interface KnownModel {
  readonly modelVersion: string;
  readonly trainedAt: string;
  readonly seed: number;
  readonly featureVersion: number;
  readonly dataHash: string;
  readonly report: LearningReport;
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
}

/** Everything outside that the steps need. */
export interface AppPorts {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  readonly history: EventHistory;
  readonly publisher: PolicyPublisher;
  readonly learner: Learner;
  readonly clock: Clock;
  readonly ids: Ids;
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
  readonly history: EventHistory;
  readonly agents: AgentRegistry;
  readonly learning: Learning;
  author(): Promise<string>;
  isStale(agent: Agent): boolean;
  /** Opens a review: the only road to a changed policy. */
  openReview(kind: SubjectKind, subjectId: string): Promise<ReviewSession>;
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
}

/** Joins the steps over the given ports. */
export function createApp(ports: AppPorts): App {
  const { policies, history } = ports;
  const publish = async (): Promise<void> => {
    const [rules, versions] = await Promise.all([policies.listRules(), policies.listVersions()]);
    const newest = versions[0];
    await ports.publisher.publish({
      rules,
      version: newest?.version ?? '',
      seq: newest?.seq ?? 0,
    });
  };
  return Object.freeze({
    policies,
    history,
    agents: createAgentRegistry(ports),
    learning: createLearning(ports),
    author: () => ports.author(),
    isStale: (agent: Agent) =>
      isStale(agent, ports.clock.now(), ports.settings().staleMinutes * 60_000),
    openReview: async (kind: SubjectKind, subjectId: string) =>
      publishing(await openReview(ports, kind, subjectId), publish),
    publish,
  });
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
