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

/** Reads the output of a call: text, an object or a list with it, or (until 0.4x) JSON in a string. */
export function codexEnd(output: unknown): CodexEnd {
  const text = textOf(output);
  const older = OlderOutput.safeParse(parsed(text)).data;
  if (older !== undefined) return exitWith(older.metadata.exit_code);
  // Ignore the output of the command, which may contain any text.
  const [head = ''] = text.split(/^Output:/m, 1);
  const exit = /^(?:Process exited with code|Exit code:) (-?\d{1,10})\b/m.exec(head)?.[1];
  if (exit !== undefined) return exitWith(Number(exit));
  const runsIn = /^Process running with session ID (\d+)/m.exec(head)?.[1];
  if (runsIn !== undefined) return { runsIn };
  if (isRefusal(text)) return { decision: 'refused' };
  return isMachineDenial(text) ? { decision: 'machine-denied' } : {};
}

const exitWith = (exitCode: number): CodexEnd => ({ exitCode, failed: exitCode !== 0 });

const OlderOutput = z.object({ metadata: z.object({ exit_code: z.number().int() }) });
const Items = z.array(z.object({ text: z.string() }));
const Wrapped = z.object({ content: z.union([z.string(), Items]) });

function textOf(output: unknown): string {
  if (typeof output === 'string') return output;
  const content = Wrapped.safeParse(output).data?.content ?? output;
  if (typeof content === 'string') return content;
  return (Items.safeParse(content).data ?? []).map(({ text }) => text).join('\n');
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
  /\brejected: policy forbids|^This action was rejected due to unacceptable risk|^(?:Command )?blocked by PreToolUse hook/im.test(
    text.slice(0, 2000),
  );
