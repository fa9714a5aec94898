import * as z from 'zod';
import type { CallEnd } from './transcript';

/** What the output of a Codex call reports about its command. */
export interface CodexEnd extends CallEnd {
  /**
   * The number of the terminal in which the command is still running; its end is reported by an output of
   * `write_stdin`.
   */
  readonly runsIn?: string;
}

/** Reads the output of a call: text, an object or a list with it, or (until 0.5x) JSON in a string. */
export function codexEnd(output: unknown): CodexEnd {
  const text = textOf(output);
  const older = OlderOutput.safeParse(parsed(text)).data;
  if (older !== undefined) return olderEnd(older);
  // Ignore the command (0.105) and its output, which may contain any text.
  const [head = ''] = text.replace(/^Command: [\s\S]*?\n(?=Chunk ID: )/, '').split(/^Output:/m, 1);
  const exit = /^(?:Process exited with code|Exit code:) (-?\d{1,10})\b/m.exec(head)?.[1];
  if (exit !== undefined) return exitWith(Number(exit));
  const runsIn = /^Process running with session ID (\d+)/m.exec(head)?.[1];
  if (runsIn !== undefined) return { runsIn };
  if (isMachineDenial(text)) return { decision: 'machine-denied' };
  if (isRefusal(text)) return { decision: 'refused' };
  if (IN_SANDBOX.test(text)) return failedInSandbox(text);
  return NOT_RUN.test(text) ? { ran: false } : {};
}

/** The version in TypeScript writes "aborted" for every call that did not run. */
function olderEnd({ output, metadata }: z.infer<typeof OlderOutput>): CodexEnd {
  const { exit_code: exitCode, duration_seconds: seconds, error } = metadata;
  if (output !== 'aborted') return exitCode === undefined ? {} : exitWith(exitCode);
  if (error !== undefined) return { decision: 'machine-denied' };
  if (exitCode === undefined) return { decision: 'refused' };
  return seconds === 0 ? { ran: false } : exitWith(exitCode);
}

const exitWith = (exitCode: number): CodexEnd => ({ exitCode, failed: exitCode !== 0 });

const OlderOutput = z.object({
  output: z.unknown(),
  metadata: z.object({
    exit_code: z.number().int().optional(),
    duration_seconds: z.number().optional(),
    error: z.string().optional(),
  }),
});
const Items = z.array(z.object({ text: z.string() }));
const Wrapped = z.object({ content: z.union([z.string(), Items]) });

function textOf(output: unknown): string {
  return textsOf(output).join('\n');
}

/** The texts of an output. */
export function textsOf(output: unknown): readonly string[] {
  const content = Wrapped.safeParse(output).data?.content ?? output;
  if (typeof content === 'string') return [content];
  return (Items.safeParse(content).data ?? []).map(({ text }) => text);
}

function parsed(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // text that starts with a brace
  }
}

const isRefusal = (text: string): boolean =>
  /^(?:exec )?command rejected by user\s*$/.test(text) ||
  /^exec_command failed[^\n]*\brejected by user\b/.test(text);

const isMachineDenial = (text: string): boolean =>
  /\brejected: policy forbids|\bdangerous command detected; rejected by user approval settings|^approval policy is Never; reject command|^This action was rejected due to unacceptable risk|^(?:Command )?blocked by PreToolUse hook/im.test(
    text.slice(0, 2000),
  );

/** A command that the sandbox stopped. */
const IN_SANDBOX =
  /^(?:Total output lines: \d{1,10}\n\n)?(?:failed in sandbox|exec_command failed)\b/;

/** Its exit code is recorded by some versions only. */
function failedInSandbox(text: string): CodexEnd {
  const exit =
    /\b(?:Denied \{ output: ExecToolCallOutput \{ exit_code:|denied exec error, exit code:) (-?\d{1,10})\b/;
  const exitCode = exit.exec(text.slice(0, 4000))?.[1];
  return exitCode === undefined ? { failed: true } : exitWith(Number(exitCode));
}

const NOT_RUN = /^(?:execution error: Io\(|apply_patch verification failed)/;
