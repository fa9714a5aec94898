import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Session } from '../../scripts/host/session.mjs';
import { HOST_FILES } from '../../src/hosts/allFiles';
import type { HostFiles } from '../../src/hosts/hostFiles';

/*
 * A home folder of a user with every agent host, and possible changes to the hooks in it: for each state of the Agents
 * view, one host in that state.
 */

/** By their names in the view; Claude Code has a separate test. */
export const OTHER_HOSTS = Object.values(HOST_FILES)
  .map(({ name }) => name)
  .filter((name) => name !== HOST_FILES.claude.name);

/** The text of the view for each host after `breakHosts`. Regular expressions. */
export const STATES: Readonly<Record<string, string>> = {
  'Claude Code': String.raw`switched off by .*\.claude/settings\.json$`,
  Codex: 'not trusted yet$',
  'Copilot and VS Code': 'changed$',
  Cursor: 'update available$',
  'Gemini CLI': String.raw`switched off by ~/\.gemini/settings\.json$`,
  opencode: 'missing$',
  'Qwen Code': 'not asking$',
};

const EARLIER = resolve(__dirname, '../fixtures/hooks/installed-before/cursor.json');

/** The hook file of a host. */
function fileOf(home: string, host: keyof typeof HOST_FILES): string {
  const files: HostFiles = HOST_FILES[host];
  return join(files.folder({ home, env: {} }), files.hookFile);
}

/** Creates the folders of the other hosts in the home folder, as after their first start. */
export function startHosts(home: string): void {
  for (const host of Object.keys(HOST_FILES) as (keyof typeof HOST_FILES)[]) {
    if (host !== 'claude') mkdirSync(dirname(fileOf(home, host)), { recursive: true });
  }
  writeFileSync(join(home, '.codex/config.toml'), 'model = "gpt-5"\n');
  writeFileSync(fileOf(home, 'cursor'), '{"version":1,"hooks":{}}\n');
  writeFileSync(fileOf(home, 'gemini'), '{"ui":{"theme":"Default"}}\n');
  writeFileSync(fileOf(home, 'qwen'), '{\n  // mine\n  "ui": {}\n}\n');
}

/** Changes the hooks of each host so that it gets into its state of `STATES`. */
export function breakHosts({ home, workspace }: Pick<Session, 'home' | 'workspace'>): void {
  const of = (host: keyof typeof HOST_FILES): string => fileOf(home, host);
  const change = (path: string, by: (text: string) => string): void => {
    writeFileSync(path, by(readFileSync(path, 'utf8')));
  };
  mkdirSync(join(workspace, '.claude'));
  writeFileSync(join(workspace, '.claude', 'settings.json'), '{"disableAllHooks":true}\n');
  removeHooks(home);
  const [launcher = ''] = /\/bin\/sh \S+guard\.sh/.exec(readFileSync(of('cursor'), 'utf8')) ?? [];
  const earlier = readFileSync(EARLIER, 'utf8');
  writeFileSync(
    of('cursor'),
    earlier.replaceAll('/home/ada/rulewright/guard/guard.sh', launcher.replace('/bin/sh ', '')),
  );
  change(of('gemini'), (text) => text.replace('{', '{"hooksConfig":{"enabled":false},'));
  runUnasked(of('qwen'));
}

/** Changes the hooks of Copilot, and removes those of opencode. */
export function removeHooks(home: string): void {
  const copilot = fileOf(home, 'copilot');
  const text = readFileSync(copilot, 'utf8');
  writeFileSync(copilot, text.replace('"preToolUse"', '"preToolUseNoMore"'));
  rmSync(fileOf(home, 'opencode'));
}

/** Whether the hooks that `removeHooks` changes are as Rulewright wrote them. */
export function hasHooks(home: string): boolean {
  const copilot = readFileSync(fileOf(home, 'copilot'), 'utf8');
  return copilot.includes('"preToolUse"') && existsSync(fileOf(home, 'opencode'));
}

/** Runs the hook after a command although no hook was called before it. */
function runUnasked(file: string): void {
  const text = readFileSync(file, 'utf8');
  const [line = ''] = /\/bin\/sh [^"]* --host qwen post \|\| exit 0/.exec(text) ?? [];
  const tool = { tool_name: 'run_shell_command', tool_input: { command: 'make all' } };
  const input = { hook_event_name: 'PostToolUse', session_id: 's', cwd: '/', ...tool };
  execFileSync('/bin/sh', ['-c', line], { input: JSON.stringify(input), env: {} });
}
