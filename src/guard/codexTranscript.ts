import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { HookResult } from '../hosts/hookOutcome';

/** As much of the end of the log as is looked through: a command's output stands beside its exit code. */
const TAIL_BYTES = 1024 * 1024;

/**
 * How a call of Codex's shell tool ended. Its hook carries the output alone; the log of the session, which Codex writes
 * before it calls the hook (0.171.0), holds the exit code. Nothing where it is not found there.
 */
export function codexResult(path: string, callId: string): HookResult {
  try {
    const lines = tailOf(path).split('\n').reverse();
    for (const line of lines) {
      // Most lines are no results: they are not parsed.
      if (!line.includes('"CommandExecution"') || !line.includes(callId)) continue;
      const item = (JSON.parse(line) as Logged).payload?.item;
      if (item?.id !== callId || typeof item.exit_code !== 'number') continue;
      return { exitCode: item.exit_code, failed: item.exit_code !== 0 };
    }
    return {};
  } catch {
    // No such file, or a line in another form: then it is unknown how the command ended.
    return {};
  }
}

interface Logged {
  readonly payload?: { readonly item?: { readonly id?: unknown; readonly exit_code?: unknown } };
}

/** Windows has no such flag. */
const NON_BLOCKING = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/** The end of a regular file. Reading from a pipe would block the host. */
function tailOf(path: string): string {
  const file = openSync(path, constants.O_RDONLY | NON_BLOCKING);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return '';
    const from = Math.max(0, stat.size - TAIL_BYTES);
    const bytes = Buffer.alloc(stat.size - from);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, from));
  } finally {
    closeSync(file);
  }
}
