import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { ConnectionState, HostConnection } from '../core/agentHost';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { localTime } from '../core/localDay';
import type { ReadConfig } from './configReader';
import { ownHooks, stateOf } from './hookFile';
import type { HookSwitch, HostFiles, HostPlace, SwitchPlace } from './hostFiles';

/** Whether the guard's files are unchanged since their installation. */
export type GuardState = 'good' | 'missing' | 'changed';

/** The inputs of a host's state other than its own files. */
export interface HostEnvironment {
  /** The folders in which agents work; their settings apply as well. */
  projects(): Promise<readonly string[]>;
  guard(): Promise<GuardState>;
  /** Whether the published policy has an enforced rule. */
  hasRules(): Promise<boolean>;
  /**
   * Time of a command that the host ran without calling the guard first (ISO 8601); undefined if
   * there was none.
   */
  lastUnguardedRun(host: string): Promise<string | undefined>;
  /**
   * A text that differs if one of these may differ, except for what the files of projects decide. Without it, nothing is
   * known about that.
   */
  key?(): Promise<string>;
}

export interface StateOptions {
  readonly files: Files;
  readonly read: ReadConfig;
  readonly place: HostPlace;
  readonly platform: NodeJS.Platform;
  readonly launcher: string;
  readonly environment: HostEnvironment;
}

type State = Pick<HostConnection, 'state' | 'problem' | 'offBy'>;

/** The properties of a host that its state depends on. */
export interface Subject {
  readonly host: string;
  readonly hostFiles: HostFiles;
  /** Whether it was connected before; missing hooks are then an error. */
  readonly expected: boolean;
}

/**
 * Reads all files that determine whether a host calls the guard. Never rejects because of their
 * content.
 */
export async function findState(options: StateOptions, subject: Subject): Promise<State> {
  try {
    return await stateIn(options, subject);
  } catch (error) {
    if (!isRulewrightError(error)) throw error;
    return { state: 'unreadable', problem: error.message };
  }
}

interface Written {
  readonly text: string;
  readonly launcher: string;
  readonly state: ReturnType<typeof stateOf>;
}

/** The last state of each host's hook file, because computing it edits the entire file. */
const lastWritten = new WeakMap<HostFiles, Written>();

function writtenState(text: string, hostFiles: HostFiles, launcher: string): Written['state'] {
  const last = lastWritten.get(hostFiles);
  if (last?.text === text && last.launcher === launcher) return last.state;
  const state = stateOf(text, hostFiles, launcher);
  lastWritten.set(hostFiles, { text, launcher, state });
  return state;
}

async function stateIn(
  options: StateOptions,
  { host, hostFiles, expected }: Subject,
): Promise<State> {
  const { read, place, launcher, environment } = options;
  const path = join(hostFiles.folder(place), hostFiles.hookFile);
  const text = await read.text(path);
  const written = text === undefined ? 'disconnected' : writtenState(text, hostFiles, launcher);
  if (text === undefined || written === 'disconnected') {
    return expected
      ? problem('missing', l10n.t('its hooks were removed.'))
      : { state: 'disconnected' };
  }
  if (written === 'changed') return problem('changed', l10n.t('its hooks were changed.'));
  const off = await switchedOff(options, hostFiles);
  if (off !== undefined) {
    const { path: offBy, setting } = off;
    const why = l10n.t('its hooks are switched off by {0} in {1}.', setting, offBy);
    return { ...problem('off', why), offBy };
  }
  if (written === 'connected' && !(await isTrusted(options, hostFiles, path, text))) {
    return problem('untrusted', l10n.t('its hooks are not trusted yet.'));
  }
  const guard = await environment.guard();
  if (guard === 'missing') return problem('missing', l10n.t('the guard is missing.'));
  if (guard === 'changed') return problem('changed', l10n.t('the guard was changed.'));
  const unasked = await environment.lastUnguardedRun(host);
  if (unasked !== undefined) {
    return problem(
      'notAsking',
      l10n.t('it ran a command without asking ({0}).', localTime(unasked)),
    );
  }
  if (written === 'outdated') return { state: 'outdated' };
  return { state: (await environment.hasRules()) ? 'connected' : 'noRules' };
}

function problem(state: ConnectionState, text: string): State {
  return { state, problem: text };
}

/** Settings that apply everywhere, then those of each project. */
async function switchedOff(
  { read, place, platform, environment }: StateOptions,
  hostFiles: HostFiles,
): Promise<HookSwitch | undefined> {
  if (hostFiles.switchedOff === undefined) return undefined;
  const everywhere: SwitchPlace = { ...place, platform };
  const found = await hostFiles.switchedOff(read, everywhere);
  if (found !== undefined) return found;
  for (const project of await environment.projects()) {
    const inProject = await hostFiles.switchedOff(ignoringInaccessible(read), {
      ...everywhere,
      project,
    });
    if (inProject !== undefined) return inProject;
  }
  return undefined;
}

/**
 * Treats a project file without read permission as missing, because its host cannot read it either.
 * Other errors are reported.
 */
function ignoringInaccessible(read: ReadConfig): ReadConfig {
  const orNone = async <T>(reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (isRulewrightError(error) && error.code !== 'invalid-input') return undefined;
      throw error;
    }
  };
  return {
    text: (path) => orNone(read.text(path)),
    names: async (folder) => (await orNone(read.names(folder))) ?? [],
    parsed: (path, parse) => orNone(read.parsed(path, parse)),
  };
}

async function isTrusted(
  { files, read, place, launcher }: StateOptions,
  hostFiles: HostFiles,
  path: string,
  text: string,
): Promise<boolean> {
  if (hostFiles.isTrusted === undefined) return true;
  const paths = [path, await files.followLinks(path)];
  return hostFiles.isTrusted(
    { files, read },
    hostFiles.folder(place),
    paths,
    ownHooks(text, hostFiles, launcher),
  );
}
