import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { guardIn, decisionOf, stoppedIf, type Attack } from './attack';
import { HOME, STORAGE } from './ownFileCommands';

const COMMAND = 'touch denied-mark';
const RULE = {
  ...{ id: 'r1', pattern: 'denied-mark', effect: 'deny' as const, mode: 'enforce' as const },
  ...{ addedBy: '', confidence: null, ts: '', reason: '' },
};

/** Tools that run a command which the policy denies. */
const SHELLS: readonly (readonly [host: string, tool: string, input: object])[] = [
  ['claude', 'Monitor', { command: COMMAND, description: 'x' }],
  ['claude', 'PowerShell', { command: COMMAND }],
  ['codex', 'exec_command', { cmd: COMMAND }],
  ['codex', 'local_shell', { command: ['bash', '-lc', COMMAND] }],
  ['copilot', 'powershell', { command: COMMAND }],
  ['copilot', 'write_bash', { sessionId: '1', input: `${COMMAND}{enter}` }],
  ['copilot', 'create_and_run_task', { task: { command: 'touch', args: ['denied-mark'] } }],
  ['vscode', 'send_to_terminal', { command: COMMAND }],
  ['cursor', 'run_terminal_cmd', { command: COMMAND }],
  ['qwen', 'monitor', { command: COMMAND }],
  ['claude', 'mcp__box__run', { command: COMMAND }],
  ['claude', 'mcp__box__call', { request: { argv: ['touch', 'denied-mark'] } }],
  ['gemini', 'mcp_box_run', { commands: ['ls', COMMAND] }],
];

const SHELL_TOOLS: readonly Attack[] = SHELLS.map(([host, tool, input]) => ({
  name: `tool of ${host} that runs a denied command: ${tool}`,
  run: (folder) => {
    const { launcher, storage } = guardIn(folder);
    const policy = { rules: [RULE], version: 'v1', seq: 1 };
    writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(policy, 1));
    const call = { cwd: `${HOME}/app`, tool_name: tool, tool_input: input };
    return stoppedIf(decisionOf(launcher, host, call) === 'deny');
  },
}));

/** Calls of file tools in other forms: in a patch, in nested members, by other spellings and servers. */
const FORMS: readonly (readonly [host: string, tool: string, input: object])[] = [
  ['claude', 'MultiEdit', { file_path: `${HOME}/app/../.claude/settings.json`, edits: [] }],
  ['claude', 'NotebookEdit', { notebook_path: `${STORAGE}/guard/guard.json`, new_source: '' }],
  ['claude', 'Write', { file_path: `file://localhost${HOME}/.claude/settings.json` }],
  ['claude', 'Write', { file_path: `${HOME}/.CLAUDE/Settings.JSON`, content: '' }],
  ['claude', 'Write', { file_path: `${HOME}/.claude/\u017fettings.json`, content: '' }],
  ['claude', 'Write', { file_path: 'C:\\Users\\ada\\.claude\\settings.json::$DATA' }],
  ['codex', 'apply_patch', { changes: { [`${HOME}/.codex/hooks.json`]: { type: 'delete' } } }],
  [
    'codex',
    'apply_patch',
    { input: `*** Begin Patch\n*** Update File: a\n*** Move to: ${HOME}/.codex/hooks.json\n` },
  ],
  ['copilot', 'str_replace_editor', { command: 'create', path: `${HOME}/.copilot/config.json` }],
  ['cursor', 'Delete', { path: `${HOME}/.cursor` }],
  ['gemini', 'replace', { file_path: `${HOME}/.gemini/trustedFolders.json`, old_string: 'a' }],
  ['qwen', 'notebook_edit', { notebook_path: `${HOME}/.qwen/.env`, new_source: 'a=b' }],
  ['vscode', 'create_file', { uri: { scheme: 'file', path: `${HOME}/.copilot/hooks/a.json` } }],
  [
    'vscode',
    'multi_replace_string_in_file',
    { replacements: [{ filePath: 'a' }, { filePath: `${STORAGE}/policy.snapshot` }] },
  ],
  ['claude', 'mcp__fs__write_file', { path: `${STORAGE}/policy.snapshot`, command: 'view' }],
  ['claude', 'mcp__fs__move_file', { source: `${HOME}/.claude`, destination: '/tmp/off' }],
  ['claude', 'mcp__fs__delete_directory', { path: `${HOME}/.codex`, recursive: true }],
  ['claude', 'mcp__fs__truncate', { path: `${STORAGE}/policy.snapshot`, size: 0 }],
  ['claude', 'mcp__fs__save', { directory: `${HOME}/.claude`, name: 'settings.json' }],
  ['claude', 'mcp__fs__write_files', { files: { [`${HOME}/.claude/settings.json`]: '{}' } }],
  ['claude', 'mcp__x__apply_patch', { patch: `rename from a\nrename to ../.claude/settings.json` }],
  ['claude', 'mcp__x__download', { url: 'https://a.example', output: `${HOME}/.codex/hooks.json` }],
];

const FILE_FORMS: readonly Attack[] = FORMS.map(([host, tool, input]) => ({
  name: `file tool of ${host} in another form: ${tool} ${JSON.stringify(input).slice(0, 120)}`,
  run: (folder) => {
    const { launcher } = guardIn(folder);
    const call = { cwd: `${HOME}/app`, tool_name: tool, tool_input: input };
    return stoppedIf(decisionOf(launcher, host, call) === 'deny');
  },
}));

/** Calls of tools under names and in forms that hosts and servers use. */
export const TOOL_ATTACKS: readonly Attack[] = [...SHELL_TOOLS, ...FILE_FORMS];
