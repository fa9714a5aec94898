import * as l10n from '@vscode/l10n';
import { setImmediate } from 'node:timers/promises';
import type { CommandEvent, EventVerdict } from '../core/event';
import { createMinuteBudget } from '../core/minuteBudget';
import type { Clock, PolicyStore } from '../core/ports';
import { DECISION_STRENGTH, type Decision } from '../core/verdict';
import { PLACEHOLDER, replacePlaceholders } from '../core/secretPlaceholder';
import { redact } from '../history/redact/redact';
import { MAX_COMMAND_LENGTH } from '../history/recorder';
import type { SpoolTarget } from '../history/spool';
import { shellOf } from '../hosts/readHook';
import { compileInSlices } from '../policy/compileInSlices';
import { evaluate } from '../policy/evaluate';
import type { ReadablePolicy } from '../policy/readablePolicy';
import type { OwnFiles } from '../policy/selfProtection';
import type { PolicyInForce } from '../policy/snapshotBytes';

export interface DecisionCheckOptions {
  /** The version of the guard that this window installs. */
  readonly guardVersion: string;
  readonly policies: Pick<PolicyStore, 'listVersions' | 'rulesAfter' | 'onDidChange'>;
  /** The policy in force; undefined while it fails its checks, when nothing is compared. */
  readonly inForce: () => Promise<PolicyInForce | undefined>;
  /** The files that self-protection denies whatever the environment of a guard is. */
  readonly ownFiles: OwnFiles;
  /** Whether self-protection may have been paused at a time in epoch milliseconds. */
  readonly wasPaused: (atMs: number) => Promise<boolean>;
  readonly clock: Clock;
  /** Receives a warning for the user, at most once in `SILENT_MS`. */
  onWeakerDecision(text: string): Promise<void> | void;
}

/** Evaluates the commands that guards reported again, and warns if a guard's decision was weaker. */
export type CheckDecisions = (events: readonly CommandEvent[]) => Promise<void>;

/** Maximum time of uninterrupted computation. */
const SLICE_MS = 8;

/** Maximum number of commands evaluated per minute: agents do not run more, and more would keep the window busy. */
const MAX_A_MINUTE = 20_000;
/** Minimum time between two warnings. */
const SILENT_MS = 600_000;

/** Maximum number of policy versions whose compiled rules are cached. */
const MAX_COMPILED = 4;

/** The policy before the first version. */
const NO_VERSION: PolicyInForce = { rules: [], version: '', seq: 0 };
/** Maximum lifetime of a guard: it may have read the policy before a version that is older than its decision. */
const MAX_GUARD_MS = 10_000;

/** A command for which a guard's decision was weaker than the policy's. */
interface Weaker {
  readonly event: CommandEvent;
  readonly verdict: EventVerdict;
  readonly wanted: Decision;
}

/**
 * Repeats the decisions of guards of this version, with the rules of the policy version that they name, or with those in
 * force if there is no such version, and with self-protection. Guards of other versions may decide otherwise. A command
 * without its secrets is repeated with others in their place. Not repeated: truncated commands, and self-protection around
 * a pause.
 */
export function createDecisionCheck(options: DecisionCheckOptions): CheckDecisions {
  const { clock, ownFiles } = options;
  const policyOf = createPolicies(options);
  const mayDecide = createMinuteBudget(clock, MAX_A_MINUTE);
  let warnedMs = -Infinity;
  return async (events) => {
    const weaker: Weaker[] = [];
    let until = performance.now() + SLICE_MS;
    for (const event of events) {
      const { verdict } = event;
      if (verdict === undefined || !isComparable(event, verdict, options.guardVersion)) continue;
      if (!mayDecide()) break;
      const policy = await policyOf(verdict.policyVersion, Date.parse(event.ts));
      if (policy === undefined) return;
      const protection = (await options.wasPaused(Date.parse(event.ts))) ? undefined : ownFiles;
      const wanted = wantedOf(policy, event, protection);
      if (DECISION_STRENGTH[verdict.decision] < DECISION_STRENGTH[wanted])
        weaker.push({ event, verdict, wanted });
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + SLICE_MS;
    }
    const [first] = weaker;
    if (first === undefined || clock.now() - warnedMs < SILENT_MS) return;
    warnedMs = clock.now();
    await options.onWeakerDecision(textOf(first, weaker.length));
  };
}

/** The history as the target of the spool. Appended commands are decided again. */
export function withDecisionCheck(
  history: SpoolTarget,
  checkDecisions: CheckDecisions,
  onError: (error: unknown) => void,
): SpoolTarget {
  return {
    append: async (events) => {
      await history.append(events);
      await checkDecisions(events).catch(onError);
    },
    addOutcomes: (outcomes) => history.addOutcomes(outcomes),
    idsOf: (owner) => history.idsOf(owner),
  };
}

function isComparable(
  { source, command, context }: CommandEvent,
  { guard }: EventVerdict,
  guardVersion: string,
): boolean {
  const isWhole = command.length < MAX_COMMAND_LENGTH && !command.includes('\uFFFD');
  const isKnown = isWhole && context?.cwd?.includes(PLACEHOLDER) !== true;
  return source === 'guard' && guard === guardVersion && isKnown;
}

/** The weakest decision that is right. */
function wantedOf(
  policy: ReadablePolicy,
  { command, tool = '', context, verdict }: CommandEvent,
  ownFiles: OwnFiles | undefined,
): Decision {
  // The guard could not read the policy or ran out of time, and must not allow a command then.
  if (verdict?.policyVersion === '' && policy.version !== '') return 'ask';
  const cwd = context?.cwd;
  const at = cwd === undefined ? {} : { cwd };
  const evaluateOptions = { shell: shellOf(tool), onError: 'ask', ownFiles, ...at } as const;
  return spellingsOf(command)
    .map((spelling) => evaluate(policy, spelling, evaluateOptions).decision)
    .reduce((a, b) => (DECISION_STRENGTH[a] < DECISION_STRENGTH[b] ? a : b));
}

/** The command, or if secrets were removed from it, two commands with other words in their place. */
function spellingsOf(command: string): readonly [string, ...string[]] {
  if (!command.includes(PLACEHOLDER)) return [command];
  const withWord = (word: string): string => replacePlaceholders(command, () => word);
  return [withWord('Tiger-Harbor27'), withWord('4f3a9c0b7d2e')];
}

/**
 * Compiled policies by the version that a guard names and the time of its decision, in epoch milliseconds; undefined
 * while the policy in force is not known. The version is empty if the guard read none: before the first version, the
 * policy has no rules and no version.
 */
function createPolicies({
  policies,
  inForce,
}: DecisionCheckOptions): (version: string, atMs: number) => Promise<ReadablePolicy | undefined> {
  let compiled = new Map<string, ReadablePolicy>();
  let firstMs: number | undefined;
  policies.onDidChange(() => {
    // A policy that is still being compiled goes into the old map.
    compiled = new Map();
    firstMs = undefined;
  });
  const isBeforeFirst = async (atMs: number): Promise<boolean> => {
    firstMs ??= Math.min(...(await policies.listVersions()).map(({ ts }) => Date.parse(ts)));
    return atMs < firstMs + MAX_GUARD_MS;
  };
  const stored = async (version: string): Promise<PolicyInForce | undefined> => {
    if (version === NO_VERSION.version) return NO_VERSION;
    const now = await inForce();
    if (now === undefined || now.version === version) return now;
    // No window published a version after the one in force.
    const named = (await policies.listVersions()).find(
      (one) => one.version === version && one.seq <= now.seq,
    );
    if (named === undefined) return now;
    return { rules: await policies.rulesAfter(named.seq), version, seq: named.seq };
  };
  return async (named, atMs) => {
    const isUnread = named === '' && !(await isBeforeFirst(atMs));
    const version = isUnread ? (await inForce())?.version : named;
    if (version === undefined) return undefined;
    const cached = compiled;
    const known = cached.get(version);
    if (known !== undefined) return known;
    const policy = await stored(version);
    if (policy === undefined) return undefined;
    const [oldest] = cached.keys();
    if (cached.size >= MAX_COMPILED && oldest !== undefined) cached.delete(oldest);
    const made = await compileInSlices(policy);
    cached.set(version, made);
    return made;
  };
}

function textOf({ event, verdict, wanted }: Weaker, count: number): string {
  const { ts, context } = event;
  const about = [
    redact(ts.slice(0, MAX_NAME)),
    redact((context?.host ?? '').slice(0, MAX_NAME)),
    verdict.decision,
    wanted,
    count - 1,
  ];
  return l10n.t(
    'A decision of the guard was weaker than the policy: at {0}, a command of "{1}" got "{2}", but the policy says "{3}" ({4} more). Another program may have changed the guard or the published policy at that time, or written this line into the spool. The command is in the history.',
    ...about,
  );
}

/** Maximum length of texts from the spool in the warning. They are untrusted: another program may have written them. */
const MAX_NAME = 40;
