import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import type { ReadConfig } from './configReader';
import { mayDecide, type HookPhase } from '../core/hookPhase';
import { shellWord } from '../core/shellQuoted';

/** One entry of a list of hooks in a host's hook file. */
export interface HookEntry {
  /** The list that contains it: `hooks.<event>`. */
  readonly event: string;
  readonly value: unknown;
}

/** An entry of a hook file, `hooks.<event>[<index>]`. */
export interface PlacedHook extends HookEntry {
  readonly index: number;
}

/** Where a user's host configuration is stored. `home`: the user's home folder. */
export interface HostPlace {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where a host looks for settings. */
export interface SwitchPlace extends HostPlace {
  readonly platform: NodeJS.Platform;
  /** The project folder; absent for settings that apply everywhere. */
  readonly project?: string;
}

/** A setting in a file that switches our hooks off. */
export interface HookSwitch {
  readonly path: string;
  readonly setting: string;
}

/**
 * The configuration of one agent host: `files` of `src/hosts/<host>/files.ts`. The formats follow
 * the hosts' documentation; docs/agent-hooks.md lists them.
 */
export interface HostFiles {
  /** Display name. */
  readonly name: string;
  /** The host's per-user folder. The host is in use on this machine if it exists. */
  folder(place: HostPlace): string;
  /** Path of the hook file relative to that folder. */
  readonly hookFile: string;
  /** Top-level keys besides `hooks` that a new file needs. */
  readonly root: Readonly<Record<string, unknown>>;
  /** Ids of other hosts that read this file. */
  readonly alsoReadBy?: readonly string[];
  /** Whether the file contains only our hooks. */
  readonly isDedicated: boolean;
  /** Whether the host ignores a hook file with comments or trailing commas. */
  readonly isStrict?: boolean;
  /** The setting whose value makes the host ignore its hook file; undefined if there is none. */
  readonly wrongTypeIn?: (settings: Readonly<Record<string, unknown>>) => string | undefined;
  /** Whether a strict host also ignores a file with duplicate names in an object. */
  readonly refusesRepeatedNames?: boolean;
  /**
   * The text of the hook file if it is a program that runs the hooks. `hooks` is the JSON text that
   * other hosts have in their files, `{"hooks":{EVENT:[ENTRY]}}`; it begins in the line `const
   * HOOKS = {`. Absent if the host reads JSON.
   */
  readonly program?: (hooks: string) => string;
  /** What the user has to do in the host after its hooks were installed; empty if nothing. */
  readonly afterwards: string;
  /** The hooks to install. */
  entries(launcher: string): readonly HookEntry[];
  /**
   * SHA-256 of the hooks that earlier versions wrote, as computed by `hookFile.ts`. When you change
   * `entries` or `program`, add the hash of the previous hooks and keep the previous file in
   * test/fixtures/hooks.
   */
  readonly earlier: readonly string[];
  /**
   * The setting that switches our hooks off although they are in the hook file; undefined if there
   * is none. Absent for a host without such settings.
   */
  switchedOff?(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined>;
  /**
   * Whether the host runs all of these hooks. Present for hosts that skip hooks until the user
   * trusts them. `folder`: the host's folder; `paths`: the paths by which the host may know the
   * hook file. Rejects with `invalid-input` if the host's own file cannot be read.
   */
  isTrusted?(
    ports: TrustPorts,
    folder: string,
    paths: readonly string[],
    hooks: readonly PlacedHook[],
  ): Promise<boolean>;
}

/** The dependencies of `isTrusted`. */
export interface TrustPorts {
  readonly files: Files;
  readonly read: ReadConfig;
}

/** Kinds of tools that are not shell tools. */
export type OtherTools = 'files' | 'mcp';

/** Time limit for a hook, in seconds. */
export const LIMIT_SECONDS = 10;
/** Status message that some hosts show while a hook runs. */
export const STATUS_TEXT = 'Checking command policy';

/** The host's folder in the user's home folder, or the one that `override` names. */
export function folderOf({ home }: HostPlace, name: string, override?: string): string {
  return override === undefined || override === '' ? join(home, name) : override;
}

/** An entry in Claude Code's format: a list of hooks under one matcher. */
export function grouped(event: string, matcher: string | undefined, hook: object): HookEntry {
  const hooks = [{ type: 'command', ...hook }];
  return { event, value: matcher === undefined ? { hooks } : { matcher, hooks } };
}

/**
 * A command line with the same meaning in sh, bash, zsh, fish and tcsh, because Codex runs it in
 * the login shell. If the guard fails to answer (missing, crashed, killed), hooks that decide about
 * a command exit with code 2, which blocks on every host; all other hooks exit with 0.
 */
export function hookLine(
  launcher: string,
  host: string,
  phase: HookPhase,
  tools?: OtherTools,
): string {
  const which = tools === undefined ? phase : `--tools ${tools} ${phase}`;
  const otherwise = mayDecide(phase) ? `/bin/sh -c 'echo "${NO_ANSWER}" >&2; exit 2'` : 'exit 0';
  return `/bin/sh ${shellWord(launcher)} --host ${host} ${which} || ${otherwise}`;
}

/** Contains no character that is special in double quotes nested in single quotes. */
const NO_ANSWER = 'Blocked: the guard of Rulewright did not answer.';
