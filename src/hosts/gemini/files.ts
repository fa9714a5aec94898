import { dirname, join } from 'node:path';
import { isObject } from '../../core/isObject';
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
/** By this name, the settings of Gemini CLI can switch our hooks off. */
const NAME = 'rulewright';

/** Gemini CLI. */
export const files: HostFiles = {
  name: 'Gemini CLI',
  folder: (place) => folderOf(place, '.gemini'),
  hookFile: 'settings.json',
  root: {},
  isOurs: false,
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

/** The file of the highest rank decides whether hooks run at all; a hook that any file names as disabled does not run. */
async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const { env } = place;
  const system =
    env['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? join(machineFolder(place, MACHINE), 'settings.json');
  const own = join(files.folder(place), files.hookFile);
  const defaults = join(dirname(system), 'system-defaults.json');
  const isProjectRead = await isTrusted(read, place, [system, own, defaults]);
  const all = (says: SwitchFile['says']): readonly SwitchFile[] => [
    { path: system, says },
    ...(isProjectRead ? inProject(place, ['.gemini/settings.json'], says) : []),
    { path: own, says },
    { path: defaults, says },
  ];
  return (await firstSwitch(read, all(enabledSays))) ?? firstSwitch(read, all(disabledSays));
}

function hooksConfig(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const config = settings['hooksConfig'];
  return isObject(config) ? { ...config } : {};
}

function enabledSays(settings: Readonly<Record<string, unknown>>): SwitchValue | undefined {
  const { enabled } = hooksConfig(settings);
  if (typeof enabled !== 'boolean') return undefined;
  return { setting: 'hooksConfig.enabled', isOff: !enabled };
}

function disabledSays(settings: Readonly<Record<string, unknown>>): SwitchValue | undefined {
  const { disabled } = hooksConfig(settings);
  if (!Array.isArray(disabled) || !disabled.includes(NAME)) return undefined;
  return { setting: 'hooksConfig.disabled', isOff: true };
}

/**
 * Gemini CLI reads the settings of a project only in a folder that is trusted: by a variable, because folder trust is
 * switched off, or by the longest entry of its list that contains the folder (0.61.0). What an IDE says to Gemini CLI is
 * not known here.
 */
async function isTrusted(
  read: ReadConfig,
  place: SwitchPlace,
  settings: readonly string[],
): Promise<boolean> {
  const { env, project } = place;
  if (project === undefined) return true;
  const byVariable = env['GEMINI_CLI_TRUST_WORKSPACE'];
  if (env['GEMINI_RESTRICTED_MODE'] === 'true' || byVariable === 'false') return false;
  if (byVariable === 'true') return true;
  const trustOff = await firstSwitch(
    read,
    settings.map((path) => ({ path, says: folderTrustSays })),
  );
  if (trustOff !== undefined) return true;
  const list =
    env['GEMINI_CLI_TRUSTED_FOLDERS_PATH'] ?? join(files.folder(place), 'trustedFolders.json');
  const folders = await read.parsed(list, parseJsonText);
  if (!isObject(folders)) return false;
  const [longest] = Object.entries(folders)
    .filter(([path, trust]) => isWithin(project, trust === 'TRUST_PARENT' ? dirname(path) : path))
    .sort(([one], [other]) => other.length - one.length);
  return longest?.[1] === 'TRUST_FOLDER' || longest?.[1] === 'TRUST_PARENT';
}

function folderTrustSays(settings: Readonly<Record<string, unknown>>): SwitchValue | undefined {
  const { security } = settings;
  const trust = isObject(security) ? security['folderTrust'] : undefined;
  const enabled = isObject(trust) ? trust['enabled'] : undefined;
  if (typeof enabled !== 'boolean') return undefined;
  return { setting: 'security.folderTrust.enabled', isOff: !enabled };
}
