import { dirname, join } from 'node:path';
import type { ConnectableHost } from '../core/agentHost';

/** One entry for a list of hooks in a host's file. */
export interface HookEntry {
  /** The list it belongs to: `hooks.<event>`. */
  readonly event: string;
  readonly value: unknown;
}

/** How a host is told which program to ask. Formats: the hosts' own documentation, as docs/agent-hooks.md lists it. */
export interface HostHooks {
  readonly name: string;
  /** Its file for one person; `home` is that person's folder. */
  file(home: string, env: NodeJS.ProcessEnv): string;
  /** Keys beside `hooks` that a new file needs. */
  readonly root: Readonly<Record<string, unknown>>;
  /** Whether the file is ours alone. */
  readonly isOurs: boolean;
  readonly afterwards: string;
  entries(launcher: string): readonly HookEntry[];
}

const SECONDS = 10;
const NOTE = 'Checking command policy';

/** The folder of a host, or the one that its own variable names. */
const folder = (home: string, name: string, own: string | undefined): string =>
  own === undefined || own === '' ? join(home, name) : own;

export const HOST_HOOKS: Readonly<Record<ConnectableHost, HostHooks>> = {
  claude: {
    name: 'Claude Code',
    file: (home, env) => join(folder(home, '.claude', env['CLAUDE_CONFIG_DIR']), 'settings.json'),
    root: {},
    isOurs: false,
    afterwards: '',
    entries: (launcher) => {
      const hook = (event: string, phase: string, matcher?: string) =>
        grouped(event, matcher, {
          command: call(launcher, 'claude', phase),
          timeout: SECONDS,
          // Only the question is waited for.
          ...(phase === 'pre' ? { statusMessage: NOTE } : { async: true }),
        });
      const matcher = 'Bash|PowerShell';
      return [
        hook('PreToolUse', 'pre', matcher),
        hook('PostToolUse', 'post', matcher),
        hook('PostToolUseFailure', 'postfail', matcher),
        hook('PermissionDenied', 'denied'),
        hook('Notification', 'notify'),
        hook('SessionStart', 'start'),
        hook('SubagentStart', 'substart'),
        hook('SubagentStop', 'substop'),
        hook('Stop', 'stop'),
        hook('SessionEnd', 'end'),
      ];
    },
  },
  copilot: {
    name: 'Copilot and VS Code',
    file: (home, env) =>
      join(folder(home, '.copilot', env['COPILOT_HOME']), 'hooks', 'rulewright.json'),
    root: { version: 1 },
    isOurs: true,
    afterwards: '',
    entries: (launcher) => {
      const hook = (event: string, phase: string, matcher?: string) => ({
        event,
        value: {
          type: 'command',
          ...(matcher === undefined ? {} : { matcher }),
          bash: call(launcher, 'copilot', phase),
          timeoutSec: SECONDS,
        },
      });
      return [
        hook('preToolUse', 'pre', 'bash|powershell'),
        hook('postToolUse', 'post', 'bash|powershell'),
        hook('postToolUseFailure', 'postfail'),
        hook('notification', 'notify'),
        hook('sessionStart', 'start'),
        hook('sessionEnd', 'end'),
        hook('agentStop', 'stop'),
        hook('subagentStart', 'substart'),
        hook('subagentStop', 'substop'),
      ];
    },
  },
  cursor: {
    name: 'Cursor',
    file: (home) => join(home, '.cursor', 'hooks.json'),
    root: { version: 1 },
    isOurs: false,
    afterwards: '',
    entries: (launcher) => {
      const hook = (event: string, phase: string, more: object = {}) => ({
        event,
        value: { command: call(launcher, 'cursor', phase), timeout: SECONDS, ...more },
      });
      return [
        hook('beforeShellExecution', 'pre', { failClosed: true }),
        hook('afterShellExecution', 'post'),
        hook('sessionStart', 'start'),
        hook('sessionEnd', 'end'),
        hook('stop', 'stop'),
        hook('subagentStart', 'substart'),
        hook('subagentStop', 'substop'),
      ];
    },
  },
  codex: {
    name: 'Codex',
    file: (home, env) => join(folder(home, '.codex', env['CODEX_HOME']), 'hooks.json'),
    root: {},
    isOurs: false,
    afterwards: 'Codex skips new hooks until you trust them: type /hooks in Codex.',
    entries: (launcher) => {
      const hook = (event: string, phase: string, matcher?: string) =>
        grouped(event, matcher, {
          command: call(launcher, 'codex', phase),
          timeout: SECONDS,
          ...(phase === 'pre' ? { statusMessage: NOTE } : {}),
        });
      return [
        hook('PreToolUse', 'pre', 'Bash'),
        hook('PermissionRequest', 'perm', 'Bash'),
        hook('PostToolUse', 'post', 'Bash'),
        hook('SessionStart', 'start'),
        hook('Stop', 'stop'),
      ];
    },
  },
  gemini: {
    name: 'Gemini CLI',
    file: (home) => join(home, '.gemini', 'settings.json'),
    root: {},
    isOurs: false,
    afterwards: '',
    entries: (launcher) => {
      const hook = (event: string, phase: string, matcher?: string) =>
        grouped(event, matcher, {
          name: 'rulewright',
          command: call(launcher, 'gemini', phase),
          // Milliseconds here.
          timeout: SECONDS * 1_000,
        });
      return [
        hook('BeforeTool', 'pre', 'run_shell_command'),
        hook('AfterTool', 'post', 'run_shell_command'),
        hook('Notification', 'notify'),
        hook('SessionStart', 'start'),
        hook('AfterAgent', 'stop'),
        hook('SessionEnd', 'end'),
      ];
    },
  },
};

/** The folder whose being there tells that a host is used on this machine. */
export function hostFolder(file: string, { isOurs }: HostHooks): string {
  return isOurs ? dirname(dirname(file)) : dirname(file);
}

/** An entry as three hosts write it: a list of hooks behind one matcher. */
function grouped(event: string, matcher: string | undefined, hook: object): HookEntry {
  const hooks = [{ type: 'command', ...hook }];
  return { event, value: matcher === undefined ? { hooks } : { matcher, hooks } };
}

/** A command line for `/bin/sh`, which is what hosts run hooks with. */
function call(launcher: string, host: ConnectableHost, phase: string): string {
  return `${shellQuoted(launcher)} --host ${host} ${phase}`;
}

/** One word for a shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return /^[\w/.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
