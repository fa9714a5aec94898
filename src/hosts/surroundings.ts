import { dirname, isAbsolute, join } from 'node:path';
import type { CommandEvent } from '../core/event';
import type { Files, FileStat } from '../core/files';
import type { GuardState, Surroundings } from './hostState';

/** What the states of hosts depend on, besides the guard. */
export interface SurroundingsOptions {
  readonly files: Files;
  /** The published policy. */
  readonly policyPath: string;
  /** Whether the policy at that path can decide anything. */
  hasRules(path: string): boolean;
  /** The folders that are open. */
  folders(): readonly string[];
  /** The newest events first. */
  recent(limit: number): Promise<readonly CommandEvent[]>;
  guard(): Promise<GuardState>;
}

/** Enough for the sessions of today. */
const RECENT = 200;
const MAX_PROJECTS = 20;

/** Reads the surroundings of hosts on this machine: each call of the result looks at everything once, when it is needed. */
export function createSurroundings(options: SurroundingsOptions): () => Surroundings {
  const { files, policyPath } = options;
  let policy: { readonly mark: string; readonly hasRules: boolean } | undefined;
  const hasRules = async (): Promise<boolean> => {
    const stat = await files.stat(policyPath);
    // Without a readable policy everything is denied.
    if (stat?.isFile !== true) return true;
    if (policy?.mark !== stat.mark) {
      policy = { mark: stat.mark, hasRules: options.hasRules(policyPath) };
    }
    return policy.hasRules;
  };
  return () => {
    const ofHosts = once(async () => (await options.recent(RECENT)).filter(isOfHost));
    return {
      guard: once(() => options.guard()),
      hasRules: once(hasRules),
      projects: once(async () => {
        const agents = (await ofHosts()).flatMap(({ context }) => context?.cwd ?? []);
        const folders = [...new Set([...options.folders(), ...agents])];
        const projects = await Promise.all(folders.map((folder) => projectOf(files, folder)));
        return [...new Set(projects.flat())].slice(0, MAX_PROJECTS);
      }),
      ranUnasked: async (host) => {
        const newest = (await ofHosts()).find(({ context }) => context?.host === host);
        // Its hook reported how a command ended, and no hook had asked before it ran.
        return newest?.source === 'hook' ? newest.ts : undefined;
      },
    };
  };
}

function isOfHost({ source }: CommandEvent): boolean {
  return source === 'hook' || source === 'guard';
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

const MAX_DEPTH = 12;

/**
 * A folder, and the root of its repository: hosts read the settings of either. Empty for what is no folder on this
 * machine: agents report their working directory, which may be anything.
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

/** Looking at `\\server\share` would contact the server, and sign in there. */
function isLocalPath(path: string): boolean {
  return isAbsolute(path) && !/^[\\/]{2}/.test(path);
}

async function statOf(files: Files, path: string): Promise<FileStat | undefined> {
  try {
    return await files.stat(path);
  } catch {
    // No permission, links in a circle or an impossible name: a host cannot use it either.
    return undefined;
  }
}
