import { join } from 'node:path';
import { isObject } from '../../core/isObject';
import type { HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type OtherTools,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import { disableAllHooks, firstSwitch, inProject, isWithin, parseJsonText } from '../switches';

// Includes the tool names of VS Code's own harness, which also reads this file.
const SHELL =
  'bash|powershell|write_bash|write_powershell|run_in_terminal|create_and_run_task|send_to_terminal';
const FILES =
  'create|edit|insert|str_replace|str_replace_editor|apply_patch|create_file|edit_notebook_file|insert_edit_into_file|replace_string_in_file|multi_replace_string_in_file';
// MCP tools are named SERVER-TOOL; no built-in tool has a hyphen in its name.
const MCP = '.+-.+';

/** Copilot CLI, Copilot in VS Code, and VS Code's own harness. */
export const files: HostFiles = {
  // eslint-disable-next-line no-restricted-syntax -- two product names
  name: 'Copilot and VS Code',
  folder: (place) => folderOf(place, '.copilot', place.env['COPILOT_HOME']),
  hookFile: 'hooks/rulewright.json',
  alsoReadBy: ['vscode'],
  root: { version: 1 },
  isDedicated: true,
  isStrict: true,
  switchedOff,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => ({
      event,
      value: {
        type: 'command',
        ...(matcher === undefined ? {} : { matcher }),
        bash: hookLine(launcher, 'copilot', phase, tools),
        timeoutSec: LIMIT_SECONDS,
      },
    });
    return [
      hook('preToolUse', 'pre', SHELL),
      hook('preToolUse', 'pre', FILES, 'files'),
      hook('preToolUse', 'pre', MCP, 'mcp'),
      hook('permissionRequest', 'perm'),
      hook('postToolUse', 'post', SHELL),
      hook('postToolUse', 'post', MCP, 'mcp'),
      hook('postToolUseFailure', 'postfail'),
      hook('notification', 'notify'),
      hook('sessionStart', 'start'),
      hook('sessionEnd', 'end'),
      hook('agentStop', 'stop'),
      hook('subagentStart', 'substart'),
      hook('subagentStop', 'substop'),
    ];
  },
  earlier: ['ca501ee0aa5e35f05144254bfb218706756a72e5e724802cf8d838c2c41ee3c7'],
};

const PROJECT_FILES = [
  '.github/copilot/settings.local.json',
  '.github/copilot/settings.json',
  '.claude/settings.local.json',
  '.claude/settings.json',
];

/**
 * `disableAllHooks` in a project applies only in a folder that the user trusts. The user's settings
 * do not affect hook files (1.0.102), but the same member in our hook file does.
 */
async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const folder = files.folder(place);
  const own = { path: join(folder, files.hookFile), switchIn: disableAllHooks };
  const projects = (await isTrusted(read, join(folder, 'config.json'), place))
    ? inProject(place, PROJECT_FILES, disableAllHooks)
    : [];
  return firstSwitch(read, [...projects, own]);
}

async function isTrusted(
  read: ReadConfig,
  path: string,
  { project }: SwitchPlace,
): Promise<boolean> {
  const config = await read.parsed(path, parseJsonText);
  if (project === undefined || !isObject(config)) return false;
  const folders = [config['trustedFolders'], config['trusted_folders']].flat();
  return folders.some((one) => typeof one === 'string' && isWithin(project, one));
}
