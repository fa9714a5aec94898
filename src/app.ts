import * as l10n from '@vscode/l10n';
import { createAgentRegistry, isStale } from './agents/registry';
import { createEvaluation, type Evaluation } from './app/evaluation';
import { rungDiff, testedLadder, type TestedRung } from './app/ladders';
import { createLearning, type Learning } from './app/learning';
import type { AppHistory, AppPorts, OpenBacktest, Redactions } from './app/ports';
import type { Agent } from './core/agent';
import type { HostConnections } from './core/agentHost';
import { auditText } from './core/auditLine';
import { APPLY_WORD } from './core/approval';
import { RulewrightError } from './core/errors';
import type { HistorySources } from './core/historySource';
import type { AgentRegistry, CountedHits, PolicyStore, RunControl } from './core/ports';
import type { Effect } from './core/rule';
import type { Suggestion } from './core/suggestion';
import type { Verdict } from './core/verdict';
import { countedHits } from './review/countedHits';
import type { RecoveryOffer } from './core/recoveryOffer';
import { acceptOffer, type RecoveryPort } from './review/recovery';
import { openReview, type ReviewSession, type SubjectKind } from './review/session';
import { terminalEvent, type TerminalExecution } from './history/recorder';

export type { TestedRung } from './app/ladders';
export { ALL_PENDING } from './review/session';
export type { ReviewSession, SubjectKind } from './review/session';

/** The application: everything that views, commands and pages use. */
export interface App extends Evaluation, Redactions {
  readonly policies: Omit<PolicyStore, 'apply' | 'applyJoint' | 'returnTo'>;
  readonly history: AppHistory;
  /** The command histories of shells and agents on this machine. */
  readonly sources: HistorySources;
  readonly agents: AgentRegistry;
  readonly learning: Learning;
  /** The connections of agent hosts to the guard. */
  readonly connections: HostConnections;
  author(): Promise<string>;
  isStale(agent: Agent): boolean;
  /** Records a command that ran in a terminal, with secrets removed. */
  record(execution: TerminalExecution, startedMs: number, verdict?: Verdict): Promise<void>;
  /** Opens a review: the only way to change the policy. */
  openReview(kind: SubjectKind, subjectId: string): Promise<ReviewSession>;
  /**
   * Candidate rules for commands like this one, narrowest first, with their hits in the history. `at` is a position in
   * the command: rules about the program at that position come first.
   */
  ladder(
    about: { command: string; effect: Effect; at?: number | undefined },
    run: RunControl,
  ): Promise<readonly TestedRung[]>;
  /** Stores the rules of a rung as a pending suggestion. */
  proposeRung(rung: TestedRung, command: string): Promise<Suggestion>;
  /** The hits of each rule, including those in its other mode. */
  ruleHits(): Promise<ReadonlyMap<string, CountedHits>>;
  /** Opens the history for testing the rules of a review of these suggestions. */
  openBacktest(suggestionIds: readonly string[], removed?: readonly string[]): OpenBacktest;
  /** The recovery offer for a policy that failed its integrity check. */
  recoveryOffer(): Promise<RecoveryOffer | undefined>;
  /** Accepts the offer that was shown. Throws `wrong-token` unless `typed` is APPLY. */
  recover(shown: RecoveryOffer, typed: string): Promise<void>;
  /** The history that was not approved with the key of this machine. */
  historyOffer(): Promise<RecoveryOffer | undefined>;
  /** Signs the history that was shown. Throws `wrong-token` unless `typed` is APPLY. */
  approveHistory(shown: RecoveryOffer, typed: string): Promise<void>;
  /** Removes the trust in the keys of all other clients. Throws `wrong-token` unless `typed` is APPLY. */
  removeTrust(typed: string): Promise<void>;
  /**
   * Writes the audit trail as JSON Lines (`core/auditLine.ts`), oldest first. Resolves to the number of entries and the
   * fingerprint of the key of this machine, if there is one.
   */
  exportAudit(
    path: string,
  ): Promise<{ readonly entries: number; readonly key?: string | undefined }>;
  /** Publishes the policy in force for guards. */
  publish(): Promise<void>;
  /** The end of the pause of self-protection in epoch milliseconds; 0 if it is not paused. */
  pausedUntilMs(): Promise<number>;
  /** Pauses self-protection for ten minutes. Throws `wrong-token` unless `typed` is PAUSE. */
  pauseSelfProtection(typed: string): Promise<void>;
}

/** Creates the application over the given ports. */
export function createApp(ports: AppPorts): App {
  const { policies, history } = ports;
  const publish = async (): Promise<void> => {
    const policy = await ports.inForce();
    if (policy !== undefined) await ports.publisher.publish(policy);
  };
  const accept = async (
    port: RecoveryPort,
    shown: RecoveryOffer,
    given: { readonly comment: string; readonly typed: string },
  ): Promise<void> => {
    await acceptOffer(port, shown, { author: await ports.author(), ...given });
    await publish();
  };
  return Object.freeze({
    policies,
    history,
    sources: ports.sources,
    agents: createAgentRegistry(ports),
    learning: createLearning(ports),
    connections: ports.connections,
    author: () => ports.author(),
    redactionOf: (text: string) => ports.redactionOf(text),
    secretInPattern: (pattern: string) => ports.secretInPattern(pattern),
    patternWithoutSecrets: (pattern: string) => ports.patternWithoutSecrets(pattern),
    record: (execution: TerminalExecution, nowMs: number, verdict?: Verdict) =>
      history.append([terminalEvent(execution, { id: ports.ids.next(), nowMs }, verdict)]),
    isStale: (agent: Agent) =>
      isStale(agent, ports.clock.now(), ports.settings().staleMinutes * 60_000),
    openReview: async (kind: SubjectKind, subjectId: string) =>
      publishing(await openReview(ports, kind, subjectId), publish),
    ladder: (about: Parameters<App['ladder']>[0], run: RunControl) =>
      testedLadder(ports.backtests, about, run),
    proposeRung: async (rung: TestedRung, command: string) =>
      policies.propose({ proposedBy: await ports.author(), diff: rungDiff(rung, command) }),
    ruleHits: () => countedHits(history, policies),
    openBacktest: (suggestionIds: readonly string[], removed?: readonly string[]) =>
      ports.backtests.open(suggestionIds, removed),
    recoveryOffer: () => ports.recovery.offer(),
    recover: (shown: RecoveryOffer, typed: string) =>
      accept(ports.recovery, shown, { comment: 'recovered', typed }),
    historyOffer: () => ports.unapproved.offer(),
    approveHistory: (shown: RecoveryOffer, typed: string) =>
      accept(ports.unapproved, shown, { comment: 'approved', typed }),
    removeTrust: async (typed: string) => {
      if (typed !== APPLY_WORD) throw notConfirmed(APPLY_WORD);
      const author = await ports.author();
      await policies.note({ action: 'distrust', author, comment: '', subject: '' });
      await ports.removeTrustedKeys();
    },
    exportAudit: async (path: string) => {
      const versions = await policies.listVersions();
      const audit = await policies.listAudit();
      const { own, signatures } = await policies.listSignatures();
      await ports.saveFile(path, await auditText({ audit, versions, signatures }, ports.sign));
      return { entries: audit.length, key: own };
    },
    publish,
    pausedUntilMs: () => ports.pausedUntilMs(),
    pauseSelfProtection: async (typed: string) => {
      if (typed !== PAUSE_WORD) throw notConfirmed(PAUSE_WORD);
      const author = await ports.author();
      await policies.note({ action: 'pause', author, comment: '', subject: '' });
      await ports.checkGuardFiles();
    },
    ...createEvaluation(ports),
  });
}

/** The word a person types to pause self-protection. */
export const PAUSE_WORD = 'PAUSE';

function notConfirmed(word: string): RulewrightError {
  return new RulewrightError(
    'wrong-token',
    l10n.t('Invalid confirmation token. Type {0} to confirm.', word),
  );
}

/** A session that publishes the policy after each change. */
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
          l10n.t('The change was saved, but the guard still uses the previous policy.'),
          {
            hint: l10n.t(
              'Make the storage folder writable. Rulewright publishes the policy as soon as it can.',
            ),
            cause,
          },
        );
      }
      return version;
    },
  });
}
