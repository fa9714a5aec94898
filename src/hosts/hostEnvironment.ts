import { dirname, isAbsolute, join } from 'node:path';
import type { CommandEvent } from '../core/event';
import type { Files, FileStat } from '../core/fileAccess';
import type { GuardState, HostEnvironment } from './hostState';

/** The dependencies of host states, except the guard. */
export interface HostEnvironmentOptions {
  readonly files: Files;
  /** The published policy. */
  readonly policyPath: string;
  /** Whether the policy at that path has an enforced rule. */
  hasRules(path: string): boolean;
  /** The open workspace folders. */
  folders(): readonly string[];
  /** Recent events, newest first. */
  recent(limit: number): Promise<readonly CommandEvent[]>;
  guard(): Promise<GuardState>;
}

/** Number of recent events searched; enough for a day of sessions. */
const RECENT = 200;
const MAX_PROJECTS = 20;

/**
 * Reads the surroundings of hosts on this machine. Each call creates an object that examines
 * everything at most once, when needed.
 */
export function createHostEnvironment(options: HostEnvironmentOptions): () => HostEnvironment {
  const { files, policyPath } = options;
  let policy: { readonly mark: string; readonly hasRules: boolean } | undefined;
  const hasRules = async (): Promise<boolean> => {
    const stat = await files.stat(policyPath);
    // Without a readable policy every command is denied.
    if (stat?.isFile !== true) return true;
    if (policy?.mark !== stat.mark) {
      policy = { mark: stat.mark, hasRules: options.hasRules(policyPath) };
    }
    return policy.hasRules;
  };
  return () => {
    const hostEvents = once(async () => (await options.recent(RECENT)).filter(isOfHost));
    const guard = once(() => options.guard());
    return {
      guard,
      hasRules: once(hasRules),
      key: async () =>
        JSON.stringify([
          ...[await guard(), await hasRules(), options.folders()],
          ...[newestRuns(await hostEvents()), foldersOf(await hostEvents())],
        ]),
      projects: once(async () => {
        const folders = [...new Set([...options.folders(), ...foldersOf(await hostEvents())])];
        const projects = await Promise.all(folders.map((folder) => projectOf(files, folder)));
        return [...new Set(projects.flat())].slice(0, MAX_PROJECTS);
      }),
      lastUnguardedRun: async (host) => {
        const newest = (await hostEvents()).find(({ context }) => context?.host === host);
        // The hook reported the end of a command for which no hook was called before it ran.
        return newest?.source === 'hook' ? newest.ts : undefined;
      },
    };
  };
}

function isOfHost({ source }: CommandEvent): boolean {
  return source === 'hook' || source === 'guard';
}

/** The folders in which agents worked. */
function foldersOf(events: readonly CommandEvent[]): readonly string[] {
  return [...new Set(events.flatMap(({ context }) => context?.cwd ?? []))].sort();
}

/** When the newest command of each host ran, if no guard was called for it. */
function newestRuns(events: readonly CommandEvent[]): readonly string[] {
  const newest = new Map<string, string>();
  for (const { source, ts, context: { host = '' } = {} } of events) {
    if (!newest.has(host)) newest.set(host, source === 'hook' ? ts : '');
  }
  return [...newest].map((entry) => entry.join(' ')).sort();
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

const MAX_DEPTH = 12;

/**
 * A folder and the root of its repository, because hosts read the settings of either. Empty if it
 * is not a folder on this machine: the working directory that an agent reports can be any text.
 */
async function projectOf(files: Files, folder: string): Promise<readonly string[]> {
  if (!isLocalPath(folder) || (await statOf(files, folder))?.isFolder !== true) return [];
  let at = folder;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    if ((await statOf(files, join(at, '.git'))) !== undefined) return [...new Set([folder, at])];
    const above = dirname(at);
    if (above === at) break;
    at = above;
  }
  return [folder];
}

/** Accessing `\\server\share` would contact the server and authenticate there. */
function isLocalPath(path: string): boolean {
  return isAbsolute(path) && !/^[\\/]{2}/.test(path);
}

async function statOf(files: Files, path: string): Promise<FileStat | undefined> {
  try {
    return await files.stat(path);
  } catch {
    // No permission, a cycle of links or an invalid name: a host cannot use it either.
    return undefined;
  }
}
