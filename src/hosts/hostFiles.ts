import { join } from 'node:path';
import type { Files } from '../core/files';
import type { ReadConfig } from './configReader';
import { mayDecide, type HookPhase } from '../core/hookPhase';
import { shellWord } from '../core/shellQuoted';

/** One entry for a list of hooks in a host's file. */
export interface HookEntry {
  /** The list it belongs to: `hooks.<event>`. */
  readonly event: string;
  readonly value: unknown;
}

/** An entry of a hook file, `hooks.<event>[<index>]`. */
export interface PlacedHook extends HookEntry {
  readonly index: number;
}

/** Where the configuration of a person's hosts is. `home` is that person's folder. */
export interface HostPlace {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where a host looks for settings. */
export interface SwitchPlace extends HostPlace {
  readonly platform: NodeJS.Platform;
  /** The folder of the project; absent for the settings that count everywhere. */
  readonly project?: string;
}

/** The setting of a file that switches our hooks off. */
export interface HookSwitch {
  readonly path: string;
  readonly setting: string;
}

/**
 * The configuration of one agent host: `files` of `src/hosts/<host>/files.ts`. The formats are those of the hosts' own
 * documentation; docs/agent-hooks.md lists them.
 */
export interface HostFiles {
  /** For people. */
  readonly name: string;
  /** The host's folder for one person: if it exists, the host is used on this machine. */
  folder(place: HostPlace): string;
  /** The hook file, relative to that folder. */
  readonly hookFile: string;
  /** Keys beside `hooks` that a new file needs. */
  readonly root: Readonly<Record<string, unknown>>;
  /** The ids of other hosts that read this file. */
  readonly alsoReadBy?: readonly string[];
  /** Whether the file is ours alone. */
  readonly isOurs: boolean;
  /** Whether the host takes nothing from a hook file that has comments or a comma before a closing bracket. */
  readonly isStrict?: boolean;
  /** The setting for whose value the host takes nothing from its hook file; undefined where there is none. */
  readonly wrongTypeIn?: (settings: Readonly<Record<string, unknown>>) => string | undefined;
  /** Whether a strict host takes nothing from a file with a name twice in one object, either. */
  readonly refusesRepeatedNames?: boolean;
  /**
   * The text of the hook file where it is a program that runs the hooks, and ours alone. `hooks` is the text that other
   * hosts have in their files, `{"hooks":{EVENT:[ENTRY]}}`; it begins in the line `const HOOKS = {`. Absent where the
   * host reads JSON.
   */
  readonly program?: (hooks: string) => string;
  /** What a person has to do in the host after its hooks were written; empty where nothing. */
  readonly afterwards: string;
  /** The hooks we write. */
  entries(launcher: string): readonly HookEntry[];
  /**
   * SHA-256 of the hooks that earlier versions wrote, as `hookFile.ts` computes it. Whoever changes `entries` or `program` adds the
   * hash of what was written until then, and keeps that file in test/fixtures/hooks.
   */
  readonly earlier: readonly string[];
  /**
   * The setting that switches our hooks off although they are in the hook file; undefined where none does. Absent for a
   * host without such settings.
   */
  switchedOff?(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined>;
  /**
   * Whether the host runs all of these hooks, for a host that skips hooks until the person trusts them. `folder`: the
   * host's folder; `paths`: the spellings of the hook file's path that the host may use. Rejects with `invalid-input`
   * where the host's own file cannot be read.
   */
  isTrusted?(
    ports: TrustPorts,
    folder: string,
    paths: readonly string[],
    hooks: readonly PlacedHook[],
  ): Promise<boolean>;
}

/** What `isTrusted` reads with. */
export interface TrustPorts {
  readonly files: Files;
  readonly read: ReadConfig;
}

/** Tools that are no shell of the host. */
export type OtherTools = 'files' | 'mcp';

/** Seconds that a host waits for a hook. */
export const LIMIT_SECONDS = 10;
/** Shown by hosts that show a text while a hook runs. */
export const STATUS_TEXT = 'Checking command policy';

/** The folder of a host in the person's home, or the one that its own variable names. */
export function folderOf({ home }: HostPlace, name: string, override?: string): string {
  return override === undefined || override === '' ? join(home, name) : override;
}

/** An entry in the form of Claude Code: a list of hooks under one matcher. */
export function grouped(event: string, matcher: string | undefined, hook: object): HookEntry {
  const hooks = [{ type: 'command', ...hook }];
  return { event, value: matcher === undefined ? { hooks } : { matcher, hooks } };
}

/**
 * A command line that means the same in sh, bash, zsh, fish and tcsh: Codex runs it with the login shell. If the guard
 * gives no answer (it is missing, crashes, is killed), a question before a command ends with exit code 2, which blocks
 * on every host; all other hooks end with 0, whatever happens.
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

/** No character in it means something to a shell between double quotes inside single ones. */
const NO_ANSWER = 'Blocked: the guard of Rulewright did not answer.';
