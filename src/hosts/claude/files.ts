import { join } from 'node:path';
import { HOST_NAMES } from '../../core/hostNames';
import { isObject } from '../../core/isObject';
import { mayDecide, type HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  STATUS_TEXT,
  type HookEntry,
  type HostFiles,
  type OtherTools,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import { wrongTypeIn } from './settingTypes';
import {
  disableAllHooks,
  firstSwitch,
  inProject,
  machineFolder,
  parseStrictJson,
  variableSwitch,
  type SwitchFile,
  type SwitchValue,
} from '../switches';

const TOOLS = {
  shell: 'Bash|PowerShell|Monitor',
  files: 'Write|Edit|MultiEdit|NotebookEdit',
  mcp: 'mcp__.*',
};

/** Claude Code. */
export const files: HostFiles = {
  name: HOST_NAMES.claude,
  folder: (place) => folderOf(place, '.claude', place.env[FOLDER_VARIABLE]),
  hookFile: 'settings.json',
  root: {},
  isDedicated: false,
  // Measured: `npm run test:hosts -- --case comment`.
  isStrict: true,
  wrongTypeIn,
  switchedOff,
  afterwards: '',
  entries: (launcher) => {
    // None is `async`: a short run does not wait for asynchronous hooks, so their reports would be
    // lost.
    return claudeEntries(TOOLS, (event, phase, matcher, tools) =>
      grouped(event, matcher, {
        command: hookLine(launcher, 'claude', phase, tools),
        timeout: LIMIT_SECONDS,
        // From 2.1.295, also blocks if the hook times out; older versions ignore it.
        ...(mayDecide(phase) ? { onFailure: 'block' } : {}),
        ...(phase === 'pre' ? { statusMessage: STATUS_TEXT } : {}),
      }),
    );
  },
  earlier: ['da589285a49381451069e11ac631986be958fb64847a94963a27be9dda31acd9'],
};

/** The hooks of a host that uses Claude Code's events, each formatted by `hook`. */
export function claudeEntries(
  { shell, files, mcp }: { readonly shell: string; readonly files: string; readonly mcp: string },
  hook: (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => HookEntry,
): readonly HookEntry[] {
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
}

/** Windows paths according to its documentation; not measured there. */
const MANAGED = {
  linux: 'claude-code',
  mac: 'ClaudeCode',
  windows: 'ClaudeCode',
  windowsIn: 'ProgramFiles',
} as const;

async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const managed = await managedFiles(read, place);
  const own = join(files.folder(place), files.hookFile);
  const offBySetting = await firstSwitch(
    read,
    [
      ...managed.map((path) => ({ path, switchIn: managedSwitch })),
      ...inProject(
        place,
        ['.claude/settings.local.json', '.claude/settings.json'],
        disableAllHooks,
      ),
      { path: own, switchIn: disableAllHooks },
    ],
    parseStrictJson,
  );
  if (offBySetting !== undefined) return offBySetting;
  // Variables in project settings do not switch hooks off, trusted or not (2.1.332). Measured with
  // `npm run test:hosts -- --case projectVariable`.
  for (const switchIn of [
    ...NO_HOOKS.map(variableSwitch),
    otherFolderSwitch(files.folder(place)),
  ]) {
    const byVariable = await firstSwitch(
      read,
      [...managed, own].map((path) => ({ path, switchIn })),
      parseStrictJson,
    );
    if (byVariable !== undefined) return byVariable;
  }
  return undefined;
}

/**
 * The managed settings files, highest priority first: files in the folder, sorted by name, override
 * the file beside it.
 */
async function managedFiles(read: ReadConfig, place: SwitchPlace): Promise<readonly string[]> {
  const machine = machineFolder(place, MANAGED);
  const folder = join(machine, 'managed-settings.d');
  const names = (await read.names(folder)).filter((name) => /^[^.].*\.json$/.test(name));
  return [
    ...names.reverse().map((name) => join(folder, name)),
    join(machine, 'managed-settings.json'),
  ];
}

/** Variables that make Claude Code load no hooks; its settings can set them. */
const NO_HOOKS = ['CLAUDE_CODE_SIMPLE', 'CLAUDE_CODE_SAFE_MODE'];
/**
 * Variable that names another settings folder; the user's settings can set it as well (2.1.332).
 */
const FOLDER_VARIABLE = 'CLAUDE_CONFIG_DIR';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Detects that the variable names a folder other than the one with our hooks: Claude Code then
 * reads that folder.
 */
const otherFolderSwitch =
  (folder: string): SwitchFile['switchIn'] =>
  ({ env }) => {
    const name = isObject(env) ? env[FOLDER_VARIABLE] : undefined;
    if (typeof name !== 'string' || name === '') return undefined;
    return { setting: `env.${FOLDER_VARIABLE}`, isOff: name !== folder };
  };

/** Every value except `false` counts as `true` (2.1.332). */
function managedSwitch(settings: Settings): SwitchValue | undefined {
  for (const setting of ['allowManagedHooksOnly', 'strictPluginOnlyCustomization']) {
    const value = settings[setting] ?? false;
    const isOff = Array.isArray(value) ? value.includes('hooks') : value !== false;
    if (isOff) return { setting, isOff };
  }
  return disableAllHooks(settings);
}
