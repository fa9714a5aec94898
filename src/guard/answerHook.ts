import { closeSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentSignal } from '../core/agentSignal';
import type { CommandEvent, EventOutcome } from '../core/event';
import { isRulewrightError } from '../core/errors';
import { isoTime } from '../core/isoTime';
import { LAYOUT } from '../core/layout';
import { TEST_COMMAND, testVerdict } from '../core/testRule';
import { errorVerdict, evaluate } from '../policy/evaluate';
import {
  DEFAULT_GUARD_SETTINGS,
  GUARD_SETTINGS_FILE,
  type GuardSettings,
  parseGuardSettings,
} from './guardSettings';
import { agentStatus } from './agentStatus';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HookResult, HostHook } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';
import { type DecideCommand, type HookCall, type HookOutcome, runHook } from './runHook';
import { readPublishedPolicy, type ReadingAids } from '../policy/readSnapshot';
import { openInFolder, writeWhole } from '../files/plainFiles';
import { readWhole } from '../files/wholeFile';
import { hookEvent, type RecordStamp } from '../history/recorder';
import { redact, redactEvent } from '../history/redact/redact';
import { AGAIN, closeCall, openCall } from './callNotes';

/** Longer commands are cut before they are kept. */
const MAX_KEPT = 16 * 1024;

/** A hook call over the storage folder: answers it, and returns what is to be left in the spool. */
export function answerHook(
  storage: string,
  call: HookCall,
  aids?: ReadingAids,
): { readonly outcome: HookOutcome; readonly settings: GuardSettings } {
  const settings = readSettings(storage);
  return { outcome: runHook(call, settings, evaluatorOver(storage, settings, aids)), settings };
}

/** Leaves the decision and the agent's status in the spool, without secrets. */
export function leaveInSpool(
  storage: string,
  { outcome, settings }: ReturnType<typeof answerHook>,
): void {
  if (outcome.event === undefined || outcome.event.command === TEST_COMMAND) return;
  const nonce = `${process.hrtime.bigint().toString(36).padStart(13, '0')}${Math.random().toString(36).slice(2, 8)}`;
  const stamp = { id: `hook-${process.pid}-${nonce}`, nowMs: Date.now() };
  const calls = join(storage, LAYOUT.calls);
  const lines = [
    ...commandLines(calls, outcome, outcome.event, stamp, settings),
    ...agentLines(outcome, outcome.event, stamp, settings),
  ];
  if (lines.length === 0) return;
  const folder = join(storage, LAYOUT.spool);
  // The time first, then the system's own count, which goes on where two have the same millisecond.
  const name = `${process.pid}-${stamp.nowMs}-${nonce}`;
  const file = openInFolder(folder, `${name}.part`, 'wx');
  try {
    writeWhole(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } finally {
    closeSync(file);
  }
  // Under its final name a file is complete: whoever drains the spool never sees half of one.
  renameSync(join(folder, `${name}.part`), join(folder, `${name}.jsonl`));
}

function readSettings(storage: string): GuardSettings {
  try {
    const { bytes } = readWhole(join(storage, LAYOUT.guard, GUARD_SETTINGS_FILE));
    return parseGuardSettings(bytes.toString('utf8'));
  } catch {
    // Nothing was set, or it cannot be read: the defaults deny what cannot be decided.
    return DEFAULT_GUARD_SETTINGS;
  }
}

function evaluatorOver(
  storage: string,
  settings: GuardSettings,
  aids: ReadingAids | undefined,
): DecideCommand {
  const { onError } = settings;
  return (command, shell) => {
    try {
      const policy = readPublishedPolicy(join(storage, LAYOUT.publishedPolicy), aids);
      if (command === TEST_COMMAND) return testVerdict(policy.version);
      return evaluate(policy, command, { shell, onError });
    } catch (error) {
      // Whatever went wrong: a command that was not decided is not let through.
      return errorVerdict(textOf(error), { onError });
    }
  };
}

/** What went wrong and, where it is known, what to do. */
function textOf(error: unknown): string {
  if (!isRulewrightError(error)) return error instanceof Error ? error.message : String(error);
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

/** One command is one event, however many hooks tell of it: what comes after it only says how it ended. */
function commandLines(
  calls: string,
  outcome: HookOutcome,
  event: HookEvent,
  stamp: RecordStamp,
  settings: GuardSettings,
): readonly ({ event: CommandEvent } | { outcome: EventOutcome })[] {
  const { phase, command } = event;
  if (!settings.record || command === undefined) return [];
  if (phase === 'pre') {
    return openCall(calls, event, stamp) ? [eventLine(outcome, { ...event, command }, stamp)] : [];
  }
  if (phase !== 'post' && phase !== 'postfail') return [];
  const eventId = closeCall(calls, event, stamp.nowMs);
  if (eventId === AGAIN) return [];
  const result = resultOf(event);
  if (eventId === undefined) return [eventLine(outcome, { ...event, command, ...result }, stamp)];
  return [{ outcome: { eventId, ...result } }];
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

function eventLine(
  { verdict }: HookOutcome,
  event: HookEvent & { readonly command: string },
  stamp: RecordStamp,
): { event: CommandEvent } {
  const { phase, command } = event;
  const ended = event.failed === true ? 'command_failed' : 'command_executed';
  const hook = {
    host: event.host,
    eventType: phase === 'pre' ? 'command_requested' : ended,
    // Halves of surrogate pairs cannot be kept as text.
    command: command.slice(0, MAX_KEPT).toWellFormed(),
    tool: event.tool,
    sessionId: event.sessionId,
    ...(event.cwd === undefined ? {} : { cwd: event.cwd }),
    ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
  };
  return { event: redactEvent(hookEvent(hook, stamp, verdict)) };
}

function agentLines(
  { answer, verdict }: HookOutcome,
  event: HookEvent,
  { nowMs }: RecordStamp,
  settings: GuardSettings,
): readonly { agent: AgentSignal }[] {
  const status = agentStatus(event, answer);
  // A call that names no session cannot be told from those of other agents.
  if (status === undefined || event.sessionId === '') return [];
  const tellsCommand = settings.record && event.command !== undefined;
  const agent: AgentSignal = {
    ts: isoTime(nowMs),
    host: event.host,
    sessionId: event.sessionId,
    ...(event.agentId === undefined ? {} : { agentId: event.agentId }),
    status,
    ...(tellsCommand ? { action: redact(event.command.slice(0, 500).toWellFormed()) } : {}),
    ...(verdict === undefined ? {} : { score: verdict.score }),
    ...(answer.reason === '' ? {} : { reason: redact(reasonOf(answer, verdict)) }),
  };
  return [{ agent }];
}

/** Beside the agent's status stands only why. */
function reasonOf(answer: HookOutcome['answer'], verdict: HookOutcome['verdict']): string {
  return (verdict?.reason ?? answer.reason).toWellFormed();
}
