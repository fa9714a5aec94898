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
import {
  disableAllHooks,
  firstSwitch,
  inProject,
  machineFolder,
  parseVariables,
  variableFileSays,
  variableSays,
  type SwitchFile,
} from '../switches';

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

/** With this variable Qwen Code loads no hooks. Files of a project can set it, too (0.24.4). */
const NO_HOOKS = 'QWEN_CODE_SIMPLE';

async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const machine = machineFolder(place, MACHINE);
  const folder = files.folder(place);
  const all = (says: SwitchFile['says']): readonly SwitchFile[] => [
    { path: join(machine, 'settings.json'), says },
    ...inProject(place, ['.qwen/settings.json'], says),
    { path: join(folder, files.hookFile), says },
    { path: join(machine, 'system-defaults.json'), says },
  ];
  const says = variableFileSays(NO_HOOKS);
  const variables = [
    ...inProject(place, ['.qwen/.env', '.env'], says),
    ...[join(folder, '.env'), join(place.home, '.env')].map((path) => ({ path, says })),
  ];
  return (
    (await firstSwitch(read, all(disableAllHooks))) ??
    (await firstSwitch(read, variables, parseVariables)) ??
    firstSwitch(read, all(variableSays(NO_HOOKS)))
  );
}
