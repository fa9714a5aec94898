import type { CommandEvent } from '../core/event';
import { isoTime } from '../core/isoTime';
import type { Verdict } from '../core/verdict';

/** A command that ran in a terminal, as reported by shell integration. */
export interface TerminalExecution {
  readonly command: string;
  /** VS Code's confidence in the command line. */
  readonly confidence: 'low' | 'medium' | 'high';
  readonly cwd?: string;
  /** Absent if the shell reported none. */
  readonly exitCode?: number;
  readonly terminalId: string;
}

/** The id and the time of an event. */
export interface RecordStamp {
  readonly id: string;
  /** Epoch milliseconds, UTC. */
  readonly nowMs: number;
}

/** The event of a command that ran in a terminal. */
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

/** Longer commands are truncated when they are recorded. */
export const MAX_COMMAND_LENGTH = 16 * 1024;

/** A command that an agent requested or ran, as reported by its hook. */
export interface HookCommand {
  readonly host: string;
  /** `command_requested` before it runs, `command_executed` after. */
  readonly eventType: string;
  readonly command: string;
  readonly tool: string;
  readonly sessionId: string;
  readonly cwd?: string;
  readonly exitCode?: number;
  /** The version of the guard that decided. */
  readonly guard?: string;
}

/** The event of a command that an agent's hook reported. */
export function hookEvent(hook: HookCommand, stamp: RecordStamp, verdict?: Verdict): CommandEvent {
  return {
    id: stamp.id,
    ts: isoTime(stamp.nowMs),
    eventType: hook.eventType,
    tool: hook.tool,
    command: hook.command,
    ...(hook.exitCode === undefined ? {} : { exitCode: hook.exitCode }),
    ...verdictFields(verdict, hook.guard),
    context: {
      host: hook.host,
      sessionId: hook.sessionId,
      ...(hook.cwd === undefined ? {} : { cwd: hook.cwd }),
    },
    source: verdict === undefined ? 'hook' : 'guard',
  };
}

/** Sets no score: training must not use a decision of the policy as a label. */
function verdictFields(verdict: Verdict | undefined, guard?: string): Partial<CommandEvent> {
  if (verdict === undefined) return {};
  const { decision, rules, shadow, policyVersion } = verdict;
  return {
    verdict: {
      decision,
      rules: [...rules],
      shadow: [...shadow],
      policyVersion,
      ...(guard === undefined ? {} : { guard }),
    },
  };
}
