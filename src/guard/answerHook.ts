import { closeSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { AgentSignal } from '../core/agentSignal';
import type { CommandEvent } from '../core/event';
import { isRulewrightError } from '../core/errors';
import { isoTime } from '../core/isoTime';
import { LAYOUT } from '../core/layout';
import { projectOf } from '../core/sessionName';
import { TEST_COMMAND, testVerdict } from '../core/testRule';
import { errorVerdict, evaluate, protectedError } from '../policy/evaluate';
import {
  DEFAULT_GUARD_SETTINGS,
  isPaused,
  GUARD_SETTINGS_FILE,
  type GuardSettings,
  parseGuardSettings,
} from './guardSettings';
import { agentStatus } from './agentStatus';
import { hostProcess, hostStart } from './hostProcess';
import { guardOwnFiles } from './guardOwnFiles';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HookResult, HostHook } from '../hosts/hostHook';
import { hostNamed, type HookEvent } from '../hosts/readHook';
import type { HookArguments } from './hookInput';
import { type DecideCommand, type HookCall, type HookOutcome, runHook } from './runHook';
import { readPublishedPolicy, type ReadOptions } from '../policy/readSnapshot';
import type { OwnFiles } from '../policy/selfProtection';
import { openInFolder, writeWhole } from '../files/plainFiles';
import { readWhole } from '../files/wholeFile';
import { hookEvent, MAX_COMMAND_LENGTH, type RecordStamp } from '../history/recorder';
import { redactEvent, redactSignal } from '../history/redact/redact';
import type { SpoolLine } from '../history/spool';
import {
  type Asked,
  closeAsked,
  closeDenied,
  closeMaybe,
  confirmAsked,
  noteApproved,
  noteAsked,
  takeRefused,
} from './askedNotes';
import { ALREADY_CLOSED, closeCall, openCall, openEvent } from './callNotes';

const MAX_SETTINGS_BYTES = 64 * 1024;

/** Answers a hook call with the policy and the settings in the storage folder. */
export function answerHook(
  storage: string,
  args: HookArguments & Pick<HookCall, 'input'>,
  reading?: ReadOptions,
  programFolder?: string,
): { readonly outcome: HookOutcome; readonly settings: GuardSettings } {
  const settings = readSettings(storage);
  const ownFiles = isPaused(settings, Date.now())
    ? undefined
    : guardOwnFiles({ storage, guard: programFolder }, process.env);
  const evaluator = evaluatorOver(storage, settings, reading, ownFiles);
  const call = { ...args, host: hostNamed(args.host) };
  return { outcome: runHook(call, settings, evaluator, { ownFiles, hostStart }), settings };
}

/** Writes the decision and the agent's status to the spool, without secrets. */
export function writeToSpool(
  storage: string,
  { outcome, settings }: ReturnType<typeof answerHook>,
): void {
  if (outcome.event === undefined || outcome.event.command === TEST_COMMAND) return;
  const nonce = `${process.hrtime.bigint().toString(36).padStart(13, '0')}${Math.random().toString(36).slice(2, 8)}`;
  const stamp = { id: `hook-${process.pid}-${nonce}`, nowMs: Date.now() };
  const calls = join(storage, LAYOUT.calls);
  const lines = [
    ...commandRecords(calls, outcome, outcome.event, stamp, settings),
    ...agentRecords(outcome, outcome.event, stamp, settings),
  ];
  if (lines.length === 0) return;
  const folder = join(storage, LAYOUT.spool);
  // Names sort by time; the monotonic clock in the nonce orders files of the same millisecond.
  const name = `${process.pid}-${stamp.nowMs}-${nonce}`;
  const file = openInFolder(folder, `${name}.part`, 'wx');
  try {
    writeWhole(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } finally {
    closeSync(file);
  }
  // Rename after writing, so that the spool reader never sees an incomplete file.
  renameSync(join(folder, `${name}.part`), join(folder, `${name}.jsonl`));
}

function readSettings(storage: string): GuardSettings {
  try {
    const { bytes } = readWhole(
      join(storage, LAYOUT.guard, GUARD_SETTINGS_FILE),
      undefined,
      MAX_SETTINGS_BYTES,
    );
    return parseGuardSettings(bytes.toString('utf8'));
  } catch {
    // The file is missing or unreadable: the defaults deny commands that cannot be evaluated.
    return DEFAULT_GUARD_SETTINGS;
  }
}

function evaluatorOver(
  storage: string,
  settings: GuardSettings,
  reading: ReadOptions | undefined,
  ownFiles: OwnFiles | undefined,
): DecideCommand {
  const { onError } = settings;
  return (command, shell, cwd) => {
    try {
      const policy = readPublishedPolicy(join(storage, LAYOUT.publishedPolicy), reading);
      if (command === TEST_COMMAND) return testVerdict(policy.version);
      return evaluate(policy, command, {
        shell,
        onError,
        ownFiles,
        ...(cwd === undefined ? {} : { cwd }),
      });
    } catch (error) {
      // Fail closed: after any error the command is not allowed.
      const verdict = errorVerdict(errorText(error), { onError });
      if (onError === 'deny' || ownFiles === undefined) return verdict;
      const at = cwd === undefined ? {} : { cwd };
      return protectedError(verdict, command, { shell, ownFiles, ...at });
    }
  };
}

/** The message of an error and its hint, if any. */
function errorText(error: unknown): string {
  if (!isRulewrightError(error)) return error instanceof Error ? error.message : String(error);
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

/** One event per command, however many hooks report it. Hooks after the command only add its outcome. */
function commandRecords(
  calls: string,
  outcome: HookOutcome,
  event: HookEvent,
  stamp: RecordStamp,
  settings: GuardSettings,
): readonly SpoolLine[] {
  if (!settings.record) return [];
  const { phase, command } = event;
  if (command === undefined) return answerRecords(calls, event, stamp.nowMs);
  if (phase === 'pre') {
    const { decision, reason } = outcome.answer;
    // The permission hook has reported the command before.
    if (asksFirst(event) && noteApproved(calls, event, decision, reason)) return [];
    if (!openCall(calls, event, stamp)) return [];
    noteMaybeAsked(calls, outcome, event, { eventId: stamp.id, ms: stamp.nowMs });
    return [eventRecord(outcome, { ...event, command }, stamp)];
  }
  if (phase === 'perm') {
    const isNew = asksFirst(event) && openCall(calls, event, stamp);
    noteQuestion(calls, outcome, event, stamp.nowMs);
    return isNew ? [eventRecord(outcome, { ...event, command }, stamp)] : [];
  }
  if (phase === 'denied') closeDenied(calls, event);
  return phase === 'post' || phase === 'postfail'
    ? endRecords(calls, outcome, { ...event, command }, stamp)
    : [];
}

/**
 * How a command ended, and what the person answered. Adds an event if the command was not reported
 * before.
 */
function endRecords(
  calls: string,
  outcome: HookOutcome,
  event: HookEvent & { readonly command: string },
  stamp: RecordStamp,
): readonly SpoolLine[] {
  const eventId = closeCall(calls, event, stamp.nowMs);
  if (eventId === ALREADY_CLOSED) return [];
  const result = resultOf(event);
  if (eventId === undefined) return [eventRecord(outcome, { ...event, ...result }, stamp)];
  const asked = closeAsked(calls, event, eventId);
  if (asked === undefined) return [{ outcome: { eventId, ...result } }];
  const waitedMs = Math.max(0, stamp.nowMs - asked.ms);
  return [{ outcome: { eventId, ...result, answer: 'approved', waitedMs } }];
}

function asksFirst({ form }: HookEvent): boolean {
  const { permissionComesFirst = false }: HostHook = HOST_HOOKS[form];
  return permissionComesFirst;
}

function hasPermissionHook({ form }: HookEvent): boolean {
  const { events }: HostHook = HOST_HOOKS[form];
  return Object.values(events).includes('perm');
}

/**
 * A host without a permission hook only sends a notification when it asks. If a rule asks, the host
 * may not call its permission hook.
 */
function noteMaybeAsked(
  calls: string,
  { answer: { decision, reason } }: HookOutcome,
  event: HookEvent,
  asked: Asked,
): void {
  if (decision === 'ask') noteAsked(calls, event, asked, 'maybe', reason);
  // A host does not ask about denied commands.
  else if (decision !== 'deny' && !hasPermissionHook(event)) {
    noteAsked(calls, event, asked, 'maybe');
  }
}

/** After the permission hook the host asks the person, unless the policy has answered. */
function noteQuestion(
  calls: string,
  { answer }: HookOutcome,
  event: HookEvent,
  nowMs: number,
): void {
  const isDecided = answer.decision === 'deny' || answer.decision === 'allow';
  const eventId = openEvent(calls, event);
  if (isDecided || event.isAutomatic === true || eventId === undefined) return;
  // A second question about the same command precedes any question about the next one.
  if (asksFirst(event)) closeMaybe(calls, event);
  const { permissionIsNoQuestion = false }: HostHook = HOST_HOOKS[event.form];
  noteAsked(calls, event, { eventId, ms: nowMs }, permissionIsNoQuestion ? 'maybe' : 'asked');
}

/** Notifications report questions; the end of a turn or session reports refusals. */
function answerRecords(calls: string, event: HookEvent, nowMs: number): readonly SpoolLine[] {
  const { phase, question, agentId } = event;
  if (question !== undefined) confirmAsked(calls, event, question, nowMs);
  // The end of a sub-agent does not end the questions of other agents.
  if (agentId !== undefined || (phase !== 'stop' && phase !== 'end')) return [];
  return takeRefused(calls, event).map(({ eventId, ms }) => ({
    outcome: { eventId, answer: 'refused', waitedMs: Math.max(0, nowMs - ms) },
  }));
}

function resultOf({ form, failed, exitCode, transcript, callId }: HookEvent): HookResult {
  const hook: HostHook = HOST_HOOKS[form];
  if (failed === undefined && transcript !== undefined && callId !== undefined) {
    return hook.loggedResult?.(transcript, callId) ?? {};
  }
  return {
    ...(failed === undefined ? {} : { failed }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

function eventRecord(
  { verdict }: HookOutcome,
  event: HookEvent & { readonly command: string },
  stamp: RecordStamp,
): { event: CommandEvent } {
  const { phase, command } = event;
  const ended = event.failed === true ? 'command_failed' : 'command_executed';
  const hook = {
    host: event.host,
    eventType: phase === 'post' || phase === 'postfail' ? ended : 'command_requested',
    // Truncation may split a surrogate pair, and JSON in UTF-8 cannot represent an unpaired surrogate.
    command: command.slice(0, MAX_COMMAND_LENGTH).toWellFormed(),
    tool: event.tool,
    sessionId: event.sessionId,
    guard: version,
    ...(event.cwd === undefined ? {} : { cwd: event.cwd }),
    ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
  };
  return { event: redactEvent(hookEvent(hook, stamp, verdict)) };
}

function agentRecords(
  { answer, verdict }: HookOutcome,
  event: HookEvent,
  { nowMs }: RecordStamp,
  settings: GuardSettings,
): readonly { agent: AgentSignal }[] {
  const status = agentStatus(event, answer);
  // Without a session id the agent cannot be identified.
  if (status === undefined || event.sessionId === '') return [];
  const includesCommand = settings.record && event.command !== undefined;
  const process = hostProcess();
  const reason = reasonOf(event, answer, verdict);
  const project = projectOf(event.cwd ?? '');
  const agent: AgentSignal = {
    ts: isoTime(nowMs),
    host: event.host,
    sessionId: event.sessionId,
    ...(event.agentId === undefined ? {} : { agentId: event.agentId }),
    ...(project === undefined ? {} : { project }),
    status,
    ...(process === undefined ? {} : { hostProcess: process }),
    ...(includesCommand ? { action: event.command.slice(0, 500).toWellFormed() } : {}),
    ...(verdict === undefined ? {} : { score: verdict.score }),
    ...(reason === undefined ? {} : { reason }),
  };
  return [{ agent: redactSignal(agent) }];
}

/**
 * Why the agent is blocked: the reason without the full sentences that are written for its model, or the tool that the
 * host asks about. Where it asks about a command, the action says which.
 */
function reasonOf(
  { phase, command, tool }: HookEvent,
  answer: HookOutcome['answer'],
  verdict: HookOutcome['verdict'],
): string | undefined {
  if (answer.reason !== '') return (verdict?.reason ?? answer.reason).toWellFormed();
  if (phase !== 'perm' || command !== undefined || tool === '') return undefined;
  return `The agent asks to use the tool ${tool.slice(0, 60).toWellFormed()}.`;
}
