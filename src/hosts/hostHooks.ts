import { dirname, join } from 'node:path';
import type { ConnectableHost } from '../core/agentHost';
import { mayDecide, type HookPhase } from '../core/hookPhase';
import { shellWord } from '../core/shellQuoted';

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
  /** What a person has to do in the host once its hooks were written; empty where nothing. */
  readonly afterwards: string;
  /** Where the host keeps which hooks the person trusts, for a host that skips all others. */
  trustFile?(home: string, env: NodeJS.ProcessEnv): string;
  entries(launcher: string): readonly HookEntry[];
}

const SECONDS = 10;
const NOTE = 'Checking command policy';

/** The folder of a host, or the one that its own variable names. */
const folder = (home: string, name: string, own: string | undefined): string =>
  own === undefined || own === '' ? join(home, name) : own;

/** Codex gives these no more than three seconds; the hash of what a person trusted holds its own number. */
const CODEX_HASTY: ReadonlySet<string> = new Set(['Interrupt', 'SessionEnd']);

/**
 * The tools of each host, in the form of its matchers. `shell`: what runs commands, or types into a shell; `files`: what
 * writes files; `mcp`: tools of MCP servers. Copilot's list holds the names of VS Code's own harness, too. Hooks for
 * `files` and `mcp` are called before anything of them is decided: so a person trusts the hooks once.
 */
const TOOLS = {
  claude: {
    shell: 'Bash|PowerShell|Monitor',
    files: 'Write|Edit|MultiEdit|NotebookEdit',
    mcp: 'mcp__.*',
  },
  copilot: {
    shell:
      'bash|powershell|write_bash|write_powershell|run_in_terminal|create_and_run_task|send_to_terminal',
    files:
      'create|edit|insert|str_replace|str_replace_editor|apply_patch|create_file|edit_notebook_file|insert_edit_into_file|replace_string_in_file|multi_replace_string_in_file',
    // It calls them by server and tool, with a hyphen between; no tool of its own has one.
    mcp: '.+-.+',
  },
  cursor: { files: 'Write|Delete' },
  codex: { shell: 'Bash', files: 'apply_patch|Edit|Write', mcp: 'mcp__.*' },
  gemini: { shell: 'run_shell_command', files: '^(?:write_file|replace)$', mcp: '^mcp_' },
} as const;

export const HOST_HOOKS: Readonly<Record<ConnectableHost, HostHooks>> = {
  claude: {
    name: 'Claude Code',
    file: (home, env) => join(folder(home, '.claude', env['CLAUDE_CONFIG_DIR']), 'settings.json'),
    root: {},
    isOurs: false,
    afterwards: '',
    entries: (launcher) => {
      // None is `async`: a short run ends without waiting for those, and what they would have told is lost.
      const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
        grouped(event, matcher, {
          command: call(launcher, 'claude', phase, tools),
          timeout: SECONDS,
          // Blocks where the hook is too slow, too, from 2.1.295 on; older versions ignore it.
          ...(mayDecide(phase) ? { onFailure: 'block' } : {}),
          ...(phase === 'pre' ? { statusMessage: NOTE } : {}),
        });
      const { shell, files, mcp } = TOOLS.claude;
      return [
        hook('PreToolUse', 'pre', shell),
        hook('PreToolUse', 'pre', files, 'files'),
        hook('PreToolUse', 'pre', mcp, 'mcp'),
        hook('PermissionRequest', 'perm'),
        hook('PostToolUse', 'post', shell),
        hook('PostToolUse', 'post', mcp, 'mcp'),
        hook('PostToolUseFailure', 'postfail', shell),
        hook('PostToolUseFailure', 'postfail', mcp, 'mcp'),
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
      const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => ({
        event,
        value: {
          type: 'command',
          ...(matcher === undefined ? {} : { matcher }),
          bash: call(launcher, 'copilot', phase, tools),
          timeoutSec: SECONDS,
        },
      });
      const { shell, files, mcp } = TOOLS.copilot;
      return [
        hook('preToolUse', 'pre', shell),
        hook('preToolUse', 'pre', files, 'files'),
        hook('preToolUse', 'pre', mcp, 'mcp'),
        hook('permissionRequest', 'perm'),
        hook('postToolUse', 'post', shell),
        hook('postToolUse', 'post', mcp, 'mcp'),
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
      const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => ({
        event,
        value: {
          ...(matcher === undefined ? {} : { matcher }),
          command: call(launcher, 'cursor', phase, tools),
          timeout: SECONDS,
          ...(mayDecide(phase) ? { failClosed: true } : {}),
        },
      });
      return [
        hook('beforeShellExecution', 'pre'),
        hook('preToolUse', 'pre', TOOLS.cursor.files, 'files'),
        hook('beforeMCPExecution', 'pre', undefined, 'mcp'),
        hook('afterShellExecution', 'post'),
        hook('afterMCPExecution', 'post', undefined, 'mcp'),
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
    trustFile: (home, env) => join(folder(home, '.codex', env['CODEX_HOME']), 'config.toml'),
    afterwards: 'Codex skips new and changed hooks until you trust them: type /hooks in Codex.',
    entries: (launcher) => {
      const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
        grouped(event, matcher, {
          command: call(launcher, 'codex', phase, tools),
          timeout: CODEX_HASTY.has(event) ? 3 : SECONDS,
          ...(phase === 'pre' ? { statusMessage: NOTE } : {}),
        });
      const { shell, files, mcp } = TOOLS.codex;
      return [
        hook('PreToolUse', 'pre', shell),
        hook('PreToolUse', 'pre', files, 'files'),
        hook('PreToolUse', 'pre', mcp, 'mcp'),
        hook('PermissionRequest', 'perm'),
        hook('PostToolUse', 'post', shell),
        hook('PostToolUse', 'post', mcp, 'mcp'),
        hook('SessionStart', 'start'),
        hook('SubagentStart', 'substart'),
        hook('SubagentStop', 'substop'),
        hook('Stop', 'stop'),
        hook('Interrupt', 'stop'),
        hook('SessionEnd', 'end'),
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
      const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
        grouped(event, matcher, {
          name: 'rulewright',
          command: call(launcher, 'gemini', phase, tools),
          // Milliseconds here.
          timeout: SECONDS * 1_000,
        });
      const { shell, files, mcp } = TOOLS.gemini;
      return [
        hook('BeforeTool', 'pre', shell),
        hook('BeforeTool', 'pre', files, 'files'),
        hook('BeforeTool', 'pre', mcp, 'mcp'),
        hook('AfterTool', 'post', shell),
        hook('AfterTool', 'post', mcp, 'mcp'),
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

/**
 * A command line, in words that mean the same to sh, bash, zsh, fish and tcsh: Codex runs it with the login shell. Where
 * the guard does not come to an answer (it is missing, crashes, is killed), a question before a command is answered by
 * exit code 2, which blocks on every host; all other hooks end with 0, whatever happens.
 */
function call(
  launcher: string,
  host: ConnectableHost,
  phase: HookPhase,
  tools?: OtherTools,
): string {
  const which = tools === undefined ? phase : `--tools ${tools} ${phase}`;
  const otherwise = mayDecide(phase) ? `/bin/sh -c 'echo "${NO_ANSWER}" >&2; exit 2'` : 'exit 0';
  return `/bin/sh ${shellWord(launcher)} --host ${host} ${which} || ${otherwise}`;
}

/** No character in it that means something to a shell between double quotes inside single ones. */
const NO_ANSWER = 'Blocked: the guard of Rulewright did not answer.';

/** Tools that are no shell of the host. */
type OtherTools = 'files' | 'mcp';
