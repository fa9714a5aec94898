import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type {
  HookFileChange,
  HostChange,
  HostConnection,
  HostConnections,
} from '../core/agentHost';
import { RulewrightError } from '../core/errors';
import { createQueue } from '../core/queue';
import type { Files } from '../core/fileAccess';
import { moveFolderAside } from '../files/keepAside';
import { writeAtomic } from '../files/writeAtomic';
import { HOST_FILES } from './allFiles';
import type { HookHost } from './allHooks';
import { createFileMarks } from '../files/fileMarks';
import { GUARD_FILES } from './guardFiles';
import { createConfigReader } from './configReader';
import { questionLine, testLine } from './guardTest';
import { ownHooks, withHooks, withoutHooks } from './hookFile';
import type { HostFiles } from './hostFiles';
import { createHookRestore, type Restoring } from './hookRestore';
import { findState, type HostEnvironment } from './hostState';

/** The dependencies of connections. */
export interface ConnectOptions {
  readonly files: Files;
  /** The user's home folder. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** The program that hooks call, at a permanent path. */
  readonly launcher: string;
  /** The file that lists the connected hosts. */
  readonly memoryPath: string;
  /** Installs the launcher. */
  install(): Promise<void>;
  /** Throws if the launcher does not run. */
  tryOut(launcher: string): Promise<void>;
  /** The current surroundings of the hosts. */
  environment(): HostEnvironment;
  /** Without it, hooks that another program removed or changed are shown only. */
  readonly restoring?: Restoring;
  /** Without it, only the file in `memoryPath` tells which hosts are connected. */
  readonly noted?: NotedHosts;
}

/** A record of the connected hosts that other programs cannot delete unnoticed. */
export interface NotedHosts {
  /** `listed`: the hosts in the list on disk. If others are noted, the record is read again. */
  connected(listed: readonly string[]): Promise<ReadonlySet<string>>;
  note(host: string, isConnected: boolean): Promise<void>;
}

/** The file in the guard's folder that lists the connected hosts. */
export const CONNECTED_FILE = 'connected.json';

/** The files of a host other than its hook file are compared at each of this many calls of `recheckIfChanged`. */
const OTHERS_EVERY = 15;

const BACKUP = '.before-rulewright';
const Memory = z.array(z.string());

/** Agent hosts and their hook files on disk. */
export function createConnections(options: ConnectOptions): HostConnections {
  const { files, home, env, platform, launcher, memoryPath, noted } = options;
  const place = { home, env };
  const pathOf = (host: HostFiles): string => join(host.folder(place), host.hookFile);
  const look = createConfigReader(files);
  const readNow = (path: string): Promise<string | undefined> => look().text(path);
  const listeners = new Set<(change: HostChange) => void>();
  let known: readonly HostConnection[] | undefined;

  const inFile = async (): Promise<readonly string[]> => {
    const text = await readNow(memoryPath).catch(() => undefined);
    const parsed = Memory.safeParse(text === undefined ? [] : jsonOf(text));
    return parsed.success ? parsed.data : [];
  };
  /** The files and folders that determined the last states. */
  let examined: readonly string[] = [];
  const examinedFiles = createFileMarks(home, () => examined);
  const hostFolders = Object.values<HostFiles>(HOST_FILES).map((host) => host.folder(place));
  const folderMarks = createFileMarks(home, () => hostFolders);
  /** Changes whenever a state may have changed; undefined if nothing is known about that. */
  const everything = async (): Promise<string | undefined> => {
    const key = await options.environment().key?.();
    if (key === undefined) return undefined;
    // A host writes to its folder all the time: only whether it is there matters.
    const there = (await folderMarks()).split(' ').map((mark) => mark !== '');
    return [key, there.join(), await examinedFiles()].join(' ');
  };
  let settled: string | undefined;
  const recheckOthers = async (): Promise<void> => {
    const now = await everything();
    if (now !== undefined && now === settled) return;
    await recheck();
    settled = (await everything()) === now ? now : undefined;
  };

  const remembered = async (): Promise<readonly string[]> => {
    const listed = await inFile();
    return [...new Set([...listed, ...((await noted?.connected(listed)) ?? [])])];
  };
  const remember = async (host: string, isConnected: boolean): Promise<void> => {
    const others = (await inFile()).filter((other) => other !== host);
    const hosts = isConnected ? [...others, host] : others;
    await files.makeFolder(dirname(memoryPath));
    await moveFolderAside(files, memoryPath);
    await writeAtomic(files, memoryPath, Buffer.from(`${JSON.stringify(hosts)}\n`));
    await noted?.note(host, isConnected).catch((error: unknown) => {
      // If the audit trail cannot be written, the file tells that the host is connected.
      if (!isConnected) throw error;
    });
  };

  const repair = async (): Promise<void> => {
    await options.install();
    await options.tryOut(launcher);
  };

  const list = async (): Promise<readonly HostConnection[]> => {
    const hosts = await remembered();
    const environment = options.environment();
    const read = look();
    const stateOptions = { files, read, place, platform, launcher, environment };
    const found = await Promise.all(
      Object.entries<HostFiles>(HOST_FILES).map(
        async ([host, hostFiles]): Promise<HostConnection> => {
          const expected = hosts.includes(host);
          return {
            host,
            name: hostFiles.name,
            ...(hostFiles.alsoReadBy === undefined ? {} : { alsoReadBy: hostFiles.alsoReadBy }),
            path: pathOf(hostFiles),
            ...(await findState(stateOptions, { host, hostFiles, expected })),
            expected,
            isInstalled: await folderExists(files, hostFiles.folder(place)),
            afterwards: hostFiles.afterwards,
          };
        },
      ),
    );
    examined = read.examined();
    return found;
  };

  const restoring =
    options.restoring &&
    createHookRestore({ ...options.restoring, files, launcher, readNow, repair });
  /** The hosts, after hooks that another program removed or changed were written again. */
  const restored = async (): Promise<readonly HostConnection[]> => {
    const found = await list();
    if (restoring === undefined) return found;
    const isLost = ({ state }: HostConnection): boolean =>
      state === 'missing' || state === 'changed';
    await restoring.settle(found.filter((one) => !isLost(one)).map(({ host }) => host));
    let count = 0;
    for (const { host, path } of found.filter(
      (one) => one.expected && one.isInstalled && isLost(one),
    )) {
      if (await restoring.restore({ host, path, hostFiles: filesOf(host) })) count += 1;
    }
    return count === 0 ? found : list();
  };
  const queue = createQueue();
  const recheck = (): Promise<void> => queue(recheckNow);
  const recheckNow = async (): Promise<void> => {
    const after = await restored();
    const before = known ?? after;
    known = after;
    if (isDeepStrictEqual(before, after)) return;
    for (const listener of [...listeners]) listener({ before, after });
  };

  let filesBefore = '';
  let calls = 0;
  const ownPaths = [
    ...Object.values<HostFiles>(HOST_FILES).map(pathOf),
    ...GUARD_FILES.map((name) => join(dirname(launcher), name)),
    memoryPath,
  ];
  /** Changes whenever a hook file or a file of the guard changes. */
  const ownFiles = createFileMarks(home, () => ownPaths);

  return {
    list,
    propose: async (host, kind) => {
      if (platform === 'win32') throw notOnWindows();
      const hooks = filesOf(host);
      const path = pathOf(hooks);
      const before = await readNow(path);
      const after =
        kind === 'connect'
          ? withHooks(before, hooks, launcher)
          : before === undefined
            ? undefined
            : withoutHooks(before, hooks, launcher);
      return { host, kind, path, before, after };
    },
    repair,
    write: async (change) => {
      if (change.kind === 'connect') await repair();
      // Write to the target of a symbolic link instead of replacing the link.
      const path = await files.followLinks(change.path);
      if ((await readNow(path)) !== change.before) throw staleChange(change.path);
      // Remembered before, because every window writes the missing hooks of a connected host again.
      const forgetting = change.kind === 'connect' ? undefined : remember(change.host, false);
      await forgetting?.catch(() => undefined);
      await writeChange(files, path, change);
      if (change.kind === 'connect') await remember(change.host, true);
      await forgetting;
    },
    forget: (host) => remember(host, false),
    recheck,
    recheckIfChanged: async () => {
      const before = filesBefore;
      filesBefore = await ownFiles();
      calls += 1;
      if (filesBefore !== before) await recheck();
      else if (calls % OTHERS_EVERY === 0) await recheckOthers();
    },
    onDidChange: (listener) => {
      // A new function for each subscription, so that subscribing the same listener twice works.
      const own = (change: HostChange): void => {
        listener(change);
      };
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    test: async (host) => {
      const hostFiles = filesOf(host);
      const text = await readNow(pathOf(hostFiles));
      const line =
        text === undefined ? undefined : questionLine(ownHooks(text, hostFiles, launcher));
      if (line !== undefined) return testLine(host as HookHost, line); // checked by `filesOf`
      return {
        isBlocked: false,
        ms: 0,
        text: l10n.t('Its hook file contains no hooks of Rulewright.'),
      };
    },
  };
}

async function folderExists(files: Files, folder: string): Promise<boolean> {
  try {
    return (await files.stat(folder)) !== undefined;
  } catch {
    // The path exists but cannot be read; the state of the host reports this.
    return true;
  }
}

function filesOf(host: string): HostFiles {
  const files = Object.entries<HostFiles>(HOST_FILES).find(([name]) => name === host)?.[1];
  if (files === undefined) {
    const known = Object.keys(HOST_FILES).join(', ');
    throw new RulewrightError('invalid-input', l10n.t('There is no agent host "{0}".', host), {
      hint: l10n.t('Use one of: {0}.', known),
    });
  }
  return files;
}

async function writeChange(
  files: Files,
  path: string,
  { before, after }: HookFileChange,
): Promise<void> {
  const mode = (await files.stat(path))?.mode;
  const how = mode === undefined ? {} : { mode };
  if (before !== undefined) await writeAtomic(files, `${path}${BACKUP}`, Buffer.from(before), how);
  if (after === undefined) {
    await files.remove(path);
    return;
  }
  await files.makeFolder(dirname(path));
  await writeAtomic(files, path, Buffer.from(after), how);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The audit trail has the connected hosts, too.
    return [];
  }
}

function staleChange(path: string): RulewrightError {
  return new RulewrightError('stale-diff', l10n.t('{0} was changed during the review.', path), {
    hint: l10n.t('Review the change again. Nothing was written.'),
  });
}

function notOnWindows(): RulewrightError {
  return new RulewrightError(
    'invalid-input',
    l10n.t('On Windows, hooks have to be installed by hand.'),
    { hint: l10n.t('See docs/agent-hooks.md.') },
  );
}
