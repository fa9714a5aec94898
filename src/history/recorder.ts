import type { CommandEvent } from '../core/event';
import { isoTime } from '../core/isoTime';
import type { Verdict } from '../core/verdict';

/** A command that ran in a terminal, as shell integration tells it. */
export interface TerminalExecution {
  readonly command: string;
  /** How sure the terminal is of the command line. */
  readonly confidence: 'low' | 'medium' | 'high';
  readonly cwd?: string;
  /** Absent when the shell reported none. */
  readonly exitCode?: number;
  /** Tells terminals apart. */
  readonly terminalId: string;
}

/** When it was, and the id the event gets. */
export interface RecordStamp {
  readonly id: string;
  /** Epoch milliseconds, UTC. */
  readonly nowMs: number;
}

/** The event of a command that ran in a terminal. An exit code the shell did not report stays absent. */
export function terminalEvent(
  execution: TerminalExecution,
  stamp: RecordStamp,
  verdict?: Verdict,
): CommandEvent {
  return {
    id: stamp.id,
    ts: isoTime(stamp.nowMs),
    eventType: 'command_executed',
    tabId: execution.terminalId,
    tool: 'terminal',
    command: execution.command,
    ...(execution.exitCode === undefined ? {} : { exitCode: execution.exitCode }),
    ...verdictFields(verdict),
    context: {
      host: 'terminal',
      confidence: execution.confidence,
      ...(execution.cwd === undefined ? {} : { cwd: execution.cwd }),
    },
    source: 'terminal',
  };
}

/** A command that an agent wants to run or has run, as its hook tells it. */
export interface HookCommand {
  readonly host: string;
  /** `command_requested` before it runs, `command_executed` after. */
  readonly eventType: string;
  readonly command: string;
  readonly tool: string;
  readonly sessionId: string;
  readonly cwd?: string;
  readonly exitCode?: number;
}

/** The event of a command that passed an agent's hook. */
export function hookEvent(hook: HookCommand, stamp: RecordStamp, verdict?: Verdict): CommandEvent {
  return {
    id: stamp.id,
    ts: isoTime(stamp.nowMs),
    eventType: hook.eventType,
    tool: hook.tool,
    command: hook.command,
    ...(hook.exitCode === undefined ? {} : { exitCode: hook.exitCode }),
    ...verdictFields(verdict),
    context: {
      host: hook.host,
      sessionId: hook.sessionId,
      ...(hook.cwd === undefined ? {} : { cwd: hook.cwd }),
    },
    source: verdict === undefined ? 'hook' : 'guard',
  };
}

/** No score: learning must not take a decision of the policy for somebody's label. */
function verdictFields(verdict: Verdict | undefined): Partial<CommandEvent> {
  if (verdict === undefined) return {};
  const { decision, rules, shadow, policyVersion } = verdict;
  return { verdict: { decision, rules: [...rules], shadow: [...shadow], policyVersion } };
}
