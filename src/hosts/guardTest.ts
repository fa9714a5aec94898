import { spawn } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import type { GuardTest } from '../core/agentHost';
import { decisionText } from '../core/decisionText';
import { isObject } from '../core/isObject';
import { TEST_COMMAND, testVerdict } from '../core/testRule';
import { HOST_HOOKS, type HookHost } from './allHooks';
import type { HostHook } from './hostHook';
import type { PlacedHook } from './hostFiles';

/** Longer than the guard's own time limit. */
const LIMIT_MS = 15_000;
const MAX_OUTPUT = 64 * 1024;
const QUESTION_LINE = / --host \S+ pre(?: |$)/;

/**
 * The command line in the hook file that runs before a shell command; undefined if there is none.
 */
export function questionLine(hooks: readonly PlacedHook[]): string | undefined {
  return hooks.flatMap(({ value }) => textsIn(value)).find((text) => QUESTION_LINE.test(text));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * Runs a command line of a hook file with the test command, as its host would. `limitMs`: the time
 * limit.
 */
export async function testLine(
  host: HookHost,
  line: string,
  limitMs = LIMIT_MS,
): Promise<GuardTest> {
  const hook: HostHook = HOST_HOOKS[host];
  const start = performance.now();
  const { stdout, stderr, exit } = await runLine(line, JSON.stringify(questionOf(hook)), limitMs);
  const ms = Math.round(performance.now() - start);
  const reason = decisionText(testVerdict(''), 'blocked');
  const wanted = hook.answer(
    { phase: 'pre', eventName: eventOf(hook) },
    { decision: 'deny', reason },
  );
  if (exit === 0 && stdout.trim() === wanted) {
    return { isBlocked: true, ms, text: l10n.t('The guard blocked the test command.') };
  }
  if (exit === 0) {
    const answer = stdout.trim() === '' ? stderr.trim() : stdout.trim();
    const text =
      answer === ''
        ? l10n.t('The guard let the test command pass.')
        : l10n.t(
            'The guard did not block the test command. It answered: {0}',
            answer.slice(0, 300),
          );
    return { isBlocked: false, ms, text };
  }
  const why = stderr.trim() === '' ? l10n.t('no message') : stderr.trim().slice(0, 300);
  const text = l10n.t(
    'The guard returned no decision. Its hook ended with {0}: {1}',
    String(exit),
    why,
  );
  return { isBlocked: false, ms, text };
}

/** The host's name for the event before a shell command. */
function eventOf({ events }: HostHook): string {
  return Object.entries(events).findLast(([, phase]) => phase === 'pre')?.[0] ?? '';
}

/** Has no session id, so that the call does not register an agent. */
function questionOf(hook: HostHook): object {
  const [tool = ''] = hook.shellTools;
  const input = { command: TEST_COMMAND };
  return { hook_event_name: eventOf(hook), tool_name: tool, tool_input: input, ...input };
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or why there is none. */
  readonly exit: number | string;
}

function runLine(line: string, input: string, limitMs: number): Promise<Ended> {
  return new Promise((resolve) => {
    // A separate process group, so that everything the command starts can be ended with it.
    const child = spawn('/bin/sh', ['-c', line], { detached: true });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (piece: string) => {
        if (output[name].length < MAX_OUTPUT) output[name] += piece;
      });
    }
    const timer = setTimeout(() => {
      endGroup(child.pid);
      // A process that left the group may hold the pipes open.
      for (const stream of child.stdio) stream?.destroy();
      resolve({
        ...output,
        exit: l10n.t('no answer within {0} s', String(Math.round(limitMs / 1000))),
      });
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ...output, exit: error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ ...output, exit: code ?? signal ?? 'unknown' });
    });
    // A command that does not start the guard may not read its input.
    child.stdin.on('error', () => undefined).end(input);
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended already.
    return;
  }
}
