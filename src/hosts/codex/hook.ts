import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CLAUDE_EVENTS, permissionAnswer, preToolUseAnswer } from '../claude/hook';
import { ended, numberIn, type HookResult, type HostHook } from '../hostHook';

/**
 * Codex. Any answer to PreToolUse but a deny makes its hook fail, and then the command runs: neither "ask" nor "allow"
 * is sent there. PermissionRequest takes deny and allow.
 */
export const hook: HostHook = {
  events: { ...CLAUDE_EVENTS, Interrupt: 'stop' },
  shellTools: ['bash', 'shell', 'local_shell', 'exec_command'],
  fileTools: ['apply_patch'],
  owns: {
    name: 'Codex',
    folder: '.codex',
    variable: 'CODEX_HOME',
    files: ['config.toml', 'hooks.json', 'requirements.toml'],
  },
  recognizes: (raw) => (raw['turn_id'] === undefined ? 0 : 3),
  // No hook sees `write_stdin`.
  typesUnseen: true,
  pass: '',
  answer(event, answer) {
    if (event.phase === 'perm') return permissionAnswer(answer);
    return answer.decision === 'deny' ? preToolUseAnswer(answer) : undefined;
  },
  // The output alone; older versions put the exit code in front of it.
  result: (text) => ended(numberIn(/^Exit code: (-?\d{1,10})\n/, text)),
  loggedResult,
};

/** How much of the end of the log is searched: a command's output is logged with its exit code. */
const TAIL_BYTES = 1024 * 1024;

/**
 * How a call of Codex's shell tool ended. Its hook has the output only; the log of the session, which Codex writes
 * before it calls the hook (0.171.0), has the exit code. Empty where it is not found.
 */
function loggedResult(path: string, callId: string): HookResult {
  try {
    const lines = tailOf(path).split('\n').reverse();
    for (const line of lines) {
      // Most lines are no results: they are not parsed.
      if (!line.includes('"CommandExecution"') || !line.includes(callId)) continue;
      const item = (JSON.parse(line) as Logged).payload?.item;
      if (item?.id !== callId || typeof item.exit_code !== 'number') continue;
      return ended(item.exit_code);
    }
    return {};
  } catch {
    // No such file, or a line in another form: how the command ended is unknown.
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
