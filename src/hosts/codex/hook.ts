import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CLAUDE_EVENTS, permissionAnswer, preToolUseAnswer } from '../claude/hook';
import { ended, numberIn, type HookResult, type HostHook } from '../hostHook';

/**
 * Codex. Any answer to PreToolUse except deny makes the hook fail, and a failed hook lets the
 * command run; so neither "ask" nor "allow" is sent there. PermissionRequest accepts deny and
 * allow.
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
    // Its profiles.
    askedFiles: ['*.config.toml'],
    projectFiles: ['.codex/'],
    program: {
      name: 'codex',
      npm: '@openai/codex',
      off: /\b(?:codex_)?hooks(?:\.\w{1,20})?\W{1,6}false|\s--disable[= ](?:codex_)?hooks|features\s+disable\s+(?:codex_)?hooks|hooks\.state|\s--ignore-user-config/,
      mayBeOff: /\s(?:--profile(?:-v2)?|-p)[= ]/,
    },
  },
  recognizes: (raw) => (raw['turn_id'] === undefined ? 0 : 3),
  // `write_stdin` does not trigger any hook.
  hidesTypedInput: true,
  pass: '',
  answer(event, answer) {
    if (event.phase === 'perm') return permissionAnswer(answer);
    return answer.decision === 'deny' ? preToolUseAnswer(answer) : undefined;
  },
  // Output only; older versions prefix the exit code.
  result: (text) => ended(numberIn(/^Exit code: (-?\d{1,10})\n/, text)),
  loggedResult,
};

/**
 * Number of bytes searched at the end of the log. A command's output is logged together with its
 * exit code.
 */
const TAIL_BYTES = 1024 * 1024;

/**
 * How a call of Codex's shell tool ended. The hook input has only the output; the session log,
 * which Codex writes before it calls the hook (0.171.0), has the exit code. Empty if not found.
 */
function loggedResult(path: string, callId: string): HookResult {
  try {
    const lines = tailOf(path).split('\n').reverse();
    for (const line of lines) {
      // Skip parsing lines that cannot be the result.
      if (!line.includes('"CommandExecution"') || !line.includes(callId)) continue;
      const item = (JSON.parse(line) as Logged).payload?.item;
      if (item?.id !== callId || typeof item.exit_code !== 'number') continue;
      return ended(item.exit_code);
    }
    return {};
  } catch {
    // The file does not exist or has another format: the outcome is unknown.
    return {};
  }
}

interface Logged {
  readonly payload?: { readonly item?: { readonly id?: unknown; readonly exit_code?: unknown } };
}

/** Undefined on Windows. */
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
