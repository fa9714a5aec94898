import { join } from 'node:path';
import { claudeEntries } from '../claude/files';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import { disableAllHooks, firstSwitch, inProject, machineFolder } from '../switches';

const TOOLS = {
  shell: 'run_shell_command|monitor',
  files: 'write_file|edit|notebook_edit',
  mcp: 'mcp__.*',
};

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
    return claudeEntries(TOOLS, (event, phase, matcher, tools) =>
      grouped(event, matcher, {
        // No name: of hooks with one name, Qwen Code runs the first alone (0.24.4).
        command: hookLine(launcher, 'qwen', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      }),
    );
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
