import { dirname, join, resolve } from 'node:path';
import { HOST_NAMES } from '../../core/hostNames';
import { claudeEntries } from '../claude/files';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type HostPlace,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import {
  firstSwitch,
  inProject,
  machineFolder,
  parseVariables,
  variableFileSwitch,
  variableSwitch,
  type SwitchFile,
  type SwitchValue,
} from '../switches';

const TOOLS = {
  shell: 'run_shell_command|monitor',
  files: 'write_file|edit|notebook_edit',
  mcp: 'mcp__.*',
};

/** Qwen Code. */
export const files: HostFiles = {
  name: HOST_NAMES.qwen,
  folder: (place) => folderNamed(place, place.env[FOLDER_VARIABLE]),
  hookFile: 'settings.json',
  root: {},
  isDedicated: false,
  switchedOff,
  afterwards: '',
  entries: (launcher) => {
    return claudeEntries(TOOLS, (event, phase, matcher, tools) =>
      grouped(event, matcher, {
        // No name, because Qwen Code runs only the first of several hooks with the same name
        // (0.24.4).
        command: hookLine(launcher, 'qwen', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      }),
    );
  },
  earlier: [],
};

type Settings = Readonly<Record<string, unknown>>;

/**
 * Variable that names another settings folder. The user's `.env` files can set it as well (0.24.4).
 */
const FOLDER_VARIABLE = 'QWEN_HOME';

function folderNamed(place: HostPlace, name: string | undefined): string {
  return folderOf(place, '.qwen', name && resolve(place.home, name.replace(/^~(?=$|[/\\])/, '.')));
}

const MACHINE = { linux: 'qwen-code', mac: 'QwenCode', windows: 'qwen-code' };

/** Variable that makes Qwen Code load no hooks. Project files can set it as well (0.24.4). */
const NO_HOOKS = 'QWEN_CODE_SIMPLE';

async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const machine = machineFolder(place, MACHINE);
  const folder = files.folder(place);
  const system = await systemSettings(read, place);
  const all = (switchIn: SwitchFile['switchIn']): readonly SwitchFile[] => [
    { path: system ?? join(machine, 'settings.json'), switchIn },
    ...inProject(place, ['.qwen/settings.json'], switchIn),
    { path: join(folder, files.hookFile), switchIn },
    { path: join(machine, 'system-defaults.json'), switchIn },
  ];
  const variables = [...(await variablesOfProject(read, place)), ...ownVariables(place, folder)];
  const switchIn = variableFileSwitch(NO_HOOKS);
  return (
    (await firstSwitch(read, all(disableHooksSwitch))) ??
    (await movedTo(read, place)) ??
    (await firstSwitch(
      read,
      variables.map((path) => ({ path, switchIn })),
      parseVariables,
    )) ??
    firstSwitch(read, all(variableSwitch(NO_HOOKS)))
  );
}

/** Values that are truthy in JavaScript count as true (0.24.4). */
function disableHooksSwitch({ disableAllHooks: value }: Settings): SwitchValue | undefined {
  if (value === undefined || value === null) return undefined;
  return { setting: 'disableAllHooks', isOff: Boolean(value) };
}

/**
 * The machine's settings file, if a variable moves it; the user's `.env` files can set the variable
 * as well (0.24.4).
 */
async function systemSettings(read: ReadConfig, place: SwitchPlace): Promise<string | undefined> {
  const named = place.env[SYSTEM_SETTINGS];
  if (named !== undefined) return named;
  for (const path of ownVariables(place, files.folder(place))) {
    const value = (await read.parsed(path, parseVariables))?.[SYSTEM_SETTINGS];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

const SYSTEM_SETTINGS = 'QWEN_CODE_SYSTEM_SETTINGS_PATH';

/** The user's `.env` files. The settings folder may have been moved. */
function ownVariables({ home }: SwitchPlace, folder: string): readonly string[] {
  return [...new Set([join(folder, '.env'), join(home, '.qwen', '.env'), join(home, '.env')])];
}

/**
 * The `.env` file that applies to a project: the first one from its folder upwards, excluding the
 * home folder.
 */
async function variablesOfProject(
  read: ReadConfig,
  { project, home }: SwitchPlace,
): Promise<readonly string[]> {
  let folder = project;
  while (folder !== undefined && folder !== home) {
    for (const name of ['.qwen/.env', '.env']) {
      const path = join(folder, name);
      if ((await read.text(path)) !== undefined) return [path];
    }
    const above = dirname(folder);
    folder = above === folder ? undefined : above;
  }
  return [];
}

/**
 * If the user's `.env` files name another settings folder, Qwen Code reads none of the installed
 * hooks.
 */
async function movedTo(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  if (place.env[FOLDER_VARIABLE] !== undefined) return undefined;
  const folder = files.folder(place);
  const switchIn = ({ [FOLDER_VARIABLE]: name }: Settings): SwitchValue | undefined => {
    if (typeof name !== 'string' || name === '') return undefined;
    return { setting: FOLDER_VARIABLE, isOff: folderNamed(place, name) !== folder };
  };
  return firstSwitch(
    read,
    ownVariables(place, folder).map((path) => ({ path, switchIn })),
    parseVariables,
  );
}
