import { createAgentRegistry, isStale } from './agents/registry';
import { createLearning, type Learning } from './app/learning';
import type { AppHistory, AppPorts, Explanation } from './app/ports';
import type { Agent } from './core/agent';
import type { HostConnections } from './core/agentHost';
import { RulewrightError } from './core/errors';
import type { HistorySources } from './core/historySource';
import type { AgentRegistry, PolicyStore } from './core/ports';
import type { Verdict } from './core/verdict';
import type { Evaluator } from './policy/evaluator';
import { recover, type RecoveryOffer } from './review/recovery';
import { openReview, type ReviewSession, type SubjectKind } from './review/session';
import { terminalEvent, type TerminalExecution } from './history/recorder';

export type { ReviewSession, SubjectKind } from './review/session';

/** The steps, joined. */
export interface App {
  readonly policies: Omit<PolicyStore, 'apply' | 'returnTo'>;
  readonly history: AppHistory;
  /** What other programs on this machine keep of the commands that ran. */
  readonly sources: HistorySources;
  readonly agents: AgentRegistry;
  readonly learning: Learning;
  /** Which agent hosts ask the guard. */
  readonly connections: HostConnections;
  author(): Promise<string>;
  isStale(agent: Agent): boolean;
  redact(text: string): string;
  /** Keeps a command that ran in a terminal, with secrets removed. */
  record(execution: TerminalExecution, startedMs: number, verdict?: Verdict): Promise<void>;
  /** What the policy in force says of a command. */
  evaluate(command: string): Promise<Verdict>;
  /** What it says and why. */
  explain(command: string): Promise<Explanation>;
  /** Opens a review: the only road to a changed policy. */
  openReview(kind: SubjectKind, subjectId: string): Promise<ReviewSession>;
  /** The offer for a policy that failed its integrity check. */
  recoveryOffer(): Promise<RecoveryOffer | undefined>;
  /** Accepts what was shown. Throws `wrong-token` unless `typed` is APPLY. */
  recover(shown: RecoveryOffer, typed: string): Promise<void>;
  /** Makes the policy in force readable for guards. */
  publish(): Promise<void>;
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
    sources: ports.sources,
    agents: createAgentRegistry(ports),
    learning: createLearning(ports),
    connections: ports.connections,
    author: () => ports.author(),
    redact: (text: string) => ports.redact(text),
    record: (execution: TerminalExecution, nowMs: number, verdict?: Verdict) =>
      history.append([terminalEvent(execution, { id: ports.ids.next(), nowMs }, verdict)]),
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
    ...evaluating(ports),
  });
}

/** Compiles the policy once per change, not once per command. */
function evaluating(ports: AppPorts): Pick<App, 'evaluate' | 'explain'> {
  let compiled: Promise<Evaluator> | undefined;
  ports.policies.onDidChange(() => {
    compiled = undefined;
  });
  const compile = async (): Promise<Evaluator> => {
    const [rules, versions] = await Promise.all([
      ports.policies.listRules(),
      ports.policies.listVersions(),
    ]);
    return ports.evaluator({ rules, version: versions[0]?.version ?? '' });
  };
  const asked = async <T>(ask: (evaluator: Evaluator) => T): Promise<T> => {
    compiled ??= compile();
    try {
      return ask(await compiled);
    } catch (error) {
      compiled = undefined;
      throw error;
    }
  };
  return {
    evaluate: (command) => asked((evaluator) => evaluator.evaluate(command)),
    explain: (command) => asked((evaluator) => evaluator.explain(command)),
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
