import type { HookPhase } from '../../core/hookPhase';
import { isPresent, type AnsweredEvent, type HookAnswer, type HostHook } from '../hostHook';

/** The events of Claude Code, which other hosts have adopted. */
export const CLAUDE_EVENTS: Readonly<Record<string, HookPhase>> = {
  PreToolUse: 'pre',
  PermissionRequest: 'perm',
  PostToolUse: 'post',
  PostToolUseFailure: 'postfail',
  PermissionDenied: 'denied',
  Notification: 'notify',
  SessionStart: 'start',
  SubagentStart: 'substart',
  SubagentStop: 'substop',
  Stop: 'stop',
  SessionEnd: 'end',
};

/** The arguments with which Claude Code, and a host with the same arguments, calls no hooks. */
export const CLAUDE_ARGUMENTS = {
  off: /\s--(?:bare|safe-mode)(?![\w-])|\s--setting-sources[= ](?!\S*user)|\sconfig\s+(?:set|add|remove|rm|unset)\s[^|;&]*(?:\b(?:hooks|env)\b|disableAllHooks)/,
  mayBeOff: /\s--settings[= ](?!['"]?\s*\{)/,
};

/** Claude Code. */
export const hook: HostHook = {
  events: CLAUDE_EVENTS,
  shellTools: ['bash', 'powershell', 'pwsh'],
  otherShellTools: ['monitor'],
  fileTools: ['write', 'edit', 'multiedit', 'notebookedit'],
  owns: {
    name: 'Claude Code',
    folder: '.claude',
    variable: 'CLAUDE_CONFIG_DIR',
    files: ['settings.json', 'settings.local.json'],
    projectFiles: ['.claude/'],
    program: {
      name: 'claude',
      npm: 'claude-code',
      ...CLAUDE_ARGUMENTS,
      offVariables: ['CLAUDE_CODE_SIMPLE', 'CLAUDE_CODE_SAFE_MODE'],
    },
  },
  recognizes: (raw) =>
    raw['permission_mode'] !== undefined || String(raw['transcript_path']).endsWith('.jsonl')
      ? 2
      : 0,
  pass: '',
  answer: answerInClaudeForm,
  // Failures are reported by another hook. A background command has not ended yet.
  result: (_, result) => (isPresent(result['backgroundTaskId']) ? {} : { failed: false }),
};

/** The answers to PreToolUse and PermissionRequest, for hosts that use Claude Code's format. */
export function answerInClaudeForm(event: AnsweredEvent, answer: HookAnswer): string | undefined {
  return event.phase === 'perm' ? permissionAnswer(answer) : preToolUseAnswer(answer);
}

/** The answer to PreToolUse. */
export function preToolUseAnswer({ decision, reason }: HookAnswer): string {
  return JSON.stringify({ hookSpecificOutput: preToolUseOutput(decision, reason) });
}

/** The `hookSpecificOutput` of that answer. */
export function preToolUseOutput(decision: HookAnswer['decision'], reason: string): object {
  return {
    hookEventName: 'PreToolUse',
    permissionDecision: decision,
    permissionDecisionReason: reason,
  };
}

/**
 * The answer to PermissionRequest. The format has no "ask": without an answer the host asks the
 * user.
 */
export function permissionAnswer({ decision, reason }: HookAnswer): string | undefined {
  if (decision !== 'deny' && decision !== 'allow') return undefined;
  const verdict =
    decision === 'deny' ? { behavior: 'deny', message: reason } : { behavior: 'allow' };
  return JSON.stringify({
    hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: verdict },
  });
}
