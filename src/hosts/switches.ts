import { parse } from 'jsonc-parser';
import { join, relative } from 'node:path';
import { isObject } from '../core/isObject';
import type { ReadConfig } from './configReader';
import type { HookSwitch, SwitchPlace } from './hostFiles';

// Settings that switch hooks off stand in several files of a host, some of them in the project. What each host reads, and
// which file wins, was measured with the real programs: `npm run test:hosts -- --case userOff --case projectOff`.

type Settings = Readonly<Record<string, unknown>>;

/** One file, and what its settings say: the name of the setting, and whether it switches hooks off. */
export interface SwitchFile {
  readonly path: string;
  readonly says: (settings: Settings) => SwitchValue | undefined;
}
export interface SwitchValue {
  readonly setting: string;
  readonly isOff: boolean;
}

/** The switch that is in force: of the files that say anything, the first one decides. */
export async function firstSwitch(
  read: ReadConfig,
  files: readonly SwitchFile[],
  parseText: (text: string) => unknown = parseJsonText,
): Promise<HookSwitch | undefined> {
  for (const { path, says } of files) {
    const settings = await read.parsed(path, parseText);
    const said = isObject(settings) ? says(settings) : undefined;
    if (said !== undefined) return said.isOff ? { path, setting: said.setting } : undefined;
  }
  return undefined;
}

/** JSON with comments. A host takes nothing from a file that it cannot parse. */
export function parseJsonText(text: string): unknown {
  return parse(text, [], { allowTrailingComma: true });
}

/** JSON without comments. A strict host takes nothing from a file that has some; a byte order mark is no matter. */
export function parseStrictJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/** `disableAllHooks`, as Claude Code and Copilot know it: what is neither true nor false has no effect in a project. */
export function disableAllHooks(settings: Settings): SwitchValue | undefined {
  const value = settings['disableAllHooks'];
  return typeof value === 'boolean' ? { setting: 'disableAllHooks', isOff: value } : undefined;
}

/** Whether a program takes the value of a variable for "yes", as Claude Code and Qwen Code do. */
function isYes(value: unknown): boolean {
  return typeof value === 'string' && /^(?:1|true|yes|on)$/i.test(value.trim());
}

/** A variable that the settings of a program set (`env`), and that switches hooks off. */
export const variableSays =
  (name: string): SwitchFile['says'] =>
  ({ env }) => {
    const value = isObject(env) ? env[name] : undefined;
    return value === undefined ? undefined : { setting: `env.${name}`, isOff: isYes(value) };
  };

/** The same in a file of variables, as `parseVariables` reads it. */
export const variableFileSays =
  (name: string): SwitchFile['says'] =>
  (variables) => {
    const value = variables[name];
    return value === undefined ? undefined : { setting: name, isOff: isYes(value) };
  };

/** The variables of a `.env` file: `NAME=value`, also with `export` before it and quotes around the value. */
export function parseVariables(text: string): Settings {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+)?(\w+)\s*[=:]([^]*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const plain = value.trim();
    const quoted = /^(["'`])([^]*?)\1/.exec(plain)?.[2];
    variables[name] = quoted ?? plain.replace(/#[^]*$/, '').trim();
  }
  return variables;
}

/** Files below the project, where there is one. */
export function inProject(
  { project }: SwitchPlace,
  names: readonly string[],
  says: SwitchFile['says'],
): readonly SwitchFile[] {
  return project === undefined ? [] : names.map((name) => ({ path: join(project, name), says }));
}

/** The names of a program's folder of settings for the whole machine. */
interface MachineFolders {
  readonly linux: string;
  readonly mac: string;
  readonly windows: string;
  /** The folder of Windows it is in; `ProgramData` where absent. */
  readonly windowsIn?: keyof typeof ON_WINDOWS;
}

const ON_WINDOWS = { ProgramData: 'C:\\ProgramData', ProgramFiles: 'C:\\Program Files' };

/** The folder of a program's settings for the whole machine. */
export function machineFolder(
  { platform, env }: SwitchPlace,
  { linux, mac, windows, windowsIn = 'ProgramData' }: MachineFolders,
): string {
  if (platform === 'darwin') return join('/Library/Application Support', mac);
  if (platform === 'win32') return join(env[windowsIn] ?? ON_WINDOWS[windowsIn], windows);
  return join('/etc', linux);
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && way !== path);
}
