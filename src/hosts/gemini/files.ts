import { dirname, join } from 'node:path';
import { HOST_NAMES } from '../../core/hostNames';
import { isObject } from '../../core/isObject';
import type { HookPhase } from '../../core/hookPhase';
import {
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type OtherTools,
  type HookSwitch,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import {
  firstSwitch,
  inProject,
  isWithin,
  machineFolder,
  parseJsonText,
  type SwitchFile,
  type SwitchValue,
} from '../switches';

const SHELL = 'run_shell_command';
const FILES = '^(?:write_file|replace)$';
const MCP = '^mcp_';
/** The hook name by which Gemini CLI's settings can switch our hooks off. */
const NAME = 'rulewright';

/** Gemini CLI. */
export const files: HostFiles = {
  name: HOST_NAMES.gemini,
  folder: ({ home, env }) => join(env['GEMINI_CLI_HOME'] || home, '.gemini'),
  hookFile: 'settings.json',
  root: {},
  isDedicated: false,
  switchedOff,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
      grouped(event, matcher, {
        name: NAME,
        command: hookLine(launcher, 'gemini', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      });
    return [
      hook('BeforeTool', 'pre', SHELL),
      hook('BeforeTool', 'pre', FILES, 'files'),
      hook('BeforeTool', 'pre', MCP, 'mcp'),
      hook('AfterTool', 'post', SHELL),
      hook('AfterTool', 'post', MCP, 'mcp'),
      hook('Notification', 'notify'),
      hook('SessionStart', 'start'),
      hook('AfterAgent', 'stop'),
      hook('SessionEnd', 'end'),
    ];
  },
  earlier: ['0d0bf022125ee1e0c300350f26ec65d923f4729896dfc2a01bcb5dbb85ac91bd'],
};

const MACHINE = { linux: 'gemini-cli', mac: 'GeminiCli', windows: 'gemini-cli' };

/**
 * Hooks can be switched off in three ways: the file with the highest priority disables all hooks,
 * any file lists a hook as disabled, or the user does not trust the folder.
 */
async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const { env } = place;
  const system =
    env['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? join(machineFolder(place, MACHINE), 'settings.json');
  const own = join(files.folder(place), files.hookFile);
  const defaults = join(dirname(system), 'system-defaults.json');
  const trust = await folderTrust(read, place, [system, own, defaults]);
  if (trust.refusedBy !== undefined) return trust.refusedBy;
  const inFolder = (switchIn: SwitchFile['switchIn']): readonly SwitchFile[] =>
    trust.isTrusted ? inProject(place, ['.gemini/settings.json'], switchIn) : [];
  const all = (switchIn: SwitchFile['switchIn']): readonly SwitchFile[] => [
    { path: system, switchIn },
    ...inFolder(switchIn),
    { path: own, switchIn },
    { path: defaults, switchIn },
  ];
  return (
    (await firstSwitch(read, all(enabledSwitch))) ??
    (await firstSwitch(read, all(disabledSwitch))) ??
    firstSwitch(read, [{ path: system, switchIn: hooksSwitch }, ...inFolder(hooksSwitch)])
  );
}

type Settings = Readonly<Record<string, unknown>>;

function hooksConfig(settings: Settings): Settings {
  const config = settings['hooksConfig'];
  return isObject(config) ? { ...config } : {};
}

/** Values that Gemini CLI treats as false (0.61.0). Variables can have these values as well. */
const NO = new Set<unknown>([false, 0, '', 'false']);

function enabledSwitch(settings: Settings): SwitchValue | undefined {
  const { enabled } = hooksConfig(settings);
  if (enabled === undefined || enabled === null) return undefined;
  const value = typeof enabled === 'string' ? enabled.toLowerCase() : enabled;
  return { setting: 'hooksConfig.enabled', isOff: NO.has(value) || hasVariable(value) };
}

/**
 * Gemini CLI searches for the name in a list or, if the value is not a list, in its text (0.61.0).
 */
function disabledSwitch(settings: Settings): SwitchValue | undefined {
  const { disabled } = hooksConfig(settings);
  const isOff =
    typeof disabled === 'string'
      ? disabled.includes(NAME) || hasVariable(disabled)
      : Array.isArray(disabled) && (disabled.includes(NAME) || disabled.some(hasVariable));
  return isOff ? { setting: 'hooksConfig.disabled', isOff } : undefined;
}

/** Gemini CLI substitutes `$NAME` in its settings. Its environment is unknown here. */
const hasVariable = (value: unknown): boolean => typeof value === 'string' && value.includes('$');

/** A value that is not an object replaces the user's hooks (0.61.0). */
function hooksSwitch({ hooks }: Settings): SwitchValue | undefined {
  return hooks === undefined || isObject(hooks) ? undefined : { setting: 'hooks', isOff: true };
}

/** Whether Gemini CLI trusts a folder, as far as this can be determined. */
interface FolderTrust {
  readonly isTrusted: boolean;
  /** The entry that marks the folder as not trusted. */
  readonly refusedBy?: HookSwitch;
}

/**
 * Gemini CLI reads a project's settings only in a trusted folder: trusted by a variable, because
 * folder trust is switched off, or by the longest entry of its list that contains the folder. In a
 * folder that is not trusted it runs no hooks, not even the user's own, and asks about each command
 * (0.61.0). Trust that an IDE reports to Gemini CLI is unknown here.
 */
async function folderTrust(
  read: ReadConfig,
  place: SwitchPlace,
  settings: readonly string[],
): Promise<FolderTrust> {
  const { env, project } = place;
  if (project === undefined) return { isTrusted: true };
  const variable = env['GEMINI_CLI_TRUST_WORKSPACE'];
  if (env['GEMINI_RESTRICTED_MODE'] === 'true' || variable === 'false') {
    return { isTrusted: false };
  }
  if (variable === 'true') return { isTrusted: true };
  const switchedOff = await firstSwitch(
    read,
    settings.map((path) => ({ path, switchIn: folderTrustSwitch })),
  );
  if (switchedOff !== undefined) return { isTrusted: true };
  const list =
    env['GEMINI_CLI_TRUSTED_FOLDERS_PATH'] ?? join(files.folder(place), 'trustedFolders.json');
  const folders = await read.parsed(list, parseJsonText);
  if (!isObject(folders)) return { isTrusted: false };
  const [longest] = Object.entries(folders)
    .filter(([path, trust]) => isWithin(project, trust === 'TRUST_PARENT' ? dirname(path) : path))
    .sort(([one], [other]) => other.length - one.length);
  const [path, trust] = longest ?? [];
  if (trust === 'DO_NOT_TRUST') {
    const setting = `${String(path)}: DO_NOT_TRUST`;
    return { isTrusted: false, refusedBy: { path: list, setting } };
  }
  return { isTrusted: trust === 'TRUST_FOLDER' || trust === 'TRUST_PARENT' };
}

function folderTrustSwitch(settings: Settings): SwitchValue | undefined {
  const { security } = settings;
  const trust = isObject(security) ? security['folderTrust'] : undefined;
  const enabled = isObject(trust) ? trust['enabled'] : undefined;
  if (typeof enabled !== 'boolean') return undefined;
  return { setting: 'security.folderTrust.enabled', isOff: !enabled };
}
