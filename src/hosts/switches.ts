import { parse } from 'jsonc-parser';
import { join, relative } from 'node:path';
import { isObject } from '../core/isObject';
import type { ReadConfig } from './configReader';
import type { HookSwitch, SwitchPlace } from './hostFiles';

// Several files of a host, some of them in the project, can contain settings that switch hooks off.
// Which files each host reads, and which has priority, was measured with the real programs: `npm
// run test:hosts -- --case userOff --case projectOff`.

type Settings = Readonly<Record<string, unknown>>;

/** A file and how to read it: the name of the setting, and whether it switches hooks off. */
export interface SwitchFile {
  readonly path: string;
  readonly switchIn: (settings: Settings) => SwitchValue | undefined;
}
export interface SwitchValue {
  readonly setting: string;
  readonly isOff: boolean;
}

/** The effective switch: the first file with a value decides. */
export async function firstSwitch(
  read: ReadConfig,
  files: readonly SwitchFile[],
  parseText: (text: string) => unknown = parseJsonText,
): Promise<HookSwitch | undefined> {
  for (const { path, switchIn } of files) {
    const settings = await read.parsed(path, parseText);
    const value = isObject(settings) ? switchIn(settings) : undefined;
    if (value !== undefined) return value.isOff ? { path, setting: value.setting } : undefined;
  }
  return undefined;
}

/** JSON with comments. Hosts ignore files that they cannot parse. */
export function parseJsonText(text: string): unknown {
  return parse(text, [], { allowTrailingComma: true });
}

/**
 * JSON without comments. A strict host ignores a file that has comments; a byte order mark is
 * accepted.
 */
export function parseStrictJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/**
 * `disableAllHooks` of Claude Code and Copilot. Values other than true and false have no effect in
 * a project.
 */
export function disableAllHooks(settings: Settings): SwitchValue | undefined {
  const value = settings['disableAllHooks'];
  return typeof value === 'boolean' ? { setting: 'disableAllHooks', isOff: value } : undefined;
}

/** Whether Claude Code and Qwen Code treat the value of an environment variable as true. */
function isTrue(value: unknown): boolean {
  return typeof value === 'string' && /^(?:1|true|yes|on)$/i.test(value.trim());
}

/** An environment variable set in settings (`env`) that switches hooks off. */
export const variableSwitch =
  (name: string): SwitchFile['switchIn'] =>
  ({ env }) => {
    const value = isObject(env) ? env[name] : undefined;
    return value === undefined ? undefined : { setting: `env.${name}`, isOff: isTrue(value) };
  };

/** The same for an `.env` file parsed by `parseVariables`. */
export const variableFileSwitch =
  (name: string): SwitchFile['switchIn'] =>
  (variables) => {
    const value = variables[name];
    return value === undefined ? undefined : { setting: name, isOff: isTrue(value) };
  };

/**
 * The variables of an `.env` file: `NAME=value`, optionally with `export` and quotes around the
 * value.
 */
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

/** Paths of files in the project; empty without a project. */
export function inProject(
  { project }: SwitchPlace,
  names: readonly string[],
  switchIn: SwitchFile['switchIn'],
): readonly SwitchFile[] {
  return project === undefined
    ? []
    : names.map((name) => ({ path: join(project, name), switchIn }));
}

/** The names of a program's machine-wide settings folder. */
interface MachineFolders {
  readonly linux: string;
  readonly mac: string;
  readonly windows: string;
  /** The Windows folder that contains it; `ProgramData` by default. */
  readonly windowsIn?: keyof typeof ON_WINDOWS;
}

const ON_WINDOWS = { ProgramData: 'C:\\ProgramData', ProgramFiles: 'C:\\Program Files' };

/** The path of a program's machine-wide settings folder. */
export function machineFolder(
  { platform, env }: SwitchPlace,
  { linux, mac, windows, windowsIn = 'ProgramData' }: MachineFolders,
): string {
  if (platform === 'darwin') return join('/Library/Application Support', mac);
  if (platform === 'win32') return join(env[windowsIn] ?? ON_WINDOWS[windowsIn], windows);
  return join('/etc', linux);
}

/** Whether `path` is `folder` or inside it. */
export function isWithin(path: string, folder: string): boolean {
  const relativePath = relative(folder, path);
  return relativePath === '' || (!relativePath.startsWith('..') && relativePath !== path);
}
