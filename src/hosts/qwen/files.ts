import { join } from 'node:path';
import type { HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type OtherTools,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import { disableAllHooks, firstSwitch, inProject, machineFolder } from '../switches';

const SHELL = 'run_shell_command|monitor';
const FILES = 'write_file|edit|notebook_edit';
const MCP = 'mcp__.*';

/** Qwen Code. */
export const files: HostFiles = {
  name: 'Qwen Code',
  folder: (place) => folderOf(place, '.qwen', place.env['QWEN_HOME']),
  hookFile: 'settings.json',
  root: {},
  isOurs: false,
  switchedOff,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
      grouped(event, matcher, {
        // No name: of hooks with one name, Qwen Code runs the first alone (0.24.4).
        command: hookLine(launcher, 'qwen', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      });
    return [
      hook('PreToolUse', 'pre', SHELL),
      hook('PreToolUse', 'pre', FILES, 'files'),
      hook('PreToolUse', 'pre', MCP, 'mcp'),
      hook('PermissionRequest', 'perm'),
      hook('PostToolUse', 'post', SHELL),
      hook('PostToolUse', 'post', MCP, 'mcp'),
      hook('PostToolUseFailure', 'postfail', SHELL),
      hook('PostToolUseFailure', 'postfail', MCP, 'mcp'),
      hook('PermissionDenied', 'denied'),
      hook('Notification', 'notify'),
      hook('SessionStart', 'start'),
      hook('SubagentStart', 'substart'),
      hook('SubagentStop', 'substop'),
      hook('Stop', 'stop'),
      hook('SessionEnd', 'end'),
    ];
  },
  earlier: [],
};

const MACHINE = { linux: 'qwen-code', mac: 'QwenCode', windows: 'qwen-code' };

function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const machine = machineFolder(place, MACHINE);
  return firstSwitch(read, [
    { path: join(machine, 'settings.json'), says: disableAllHooks },
    ...inProject(place, ['.qwen/settings.json'], disableAllHooks),
    { path: join(files.folder(place), files.hookFile), says: disableAllHooks },
    { path: join(machine, 'system-defaults.json'), says: disableAllHooks },
  ]);
}
