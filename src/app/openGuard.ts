import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HostConnections, RestoredHooks } from '../core/agentHost';
import type { CommandEvent } from '../core/event';
import type { Files } from '../core/fileAccess';
import { LAYOUT } from '../core/layout';
import type { Clock, PolicyStore } from '../core/ports';
import { createQueue } from '../core/queue';
import { GUARD_SETTINGS_FILE } from '../guard/guardSettings';
import { guardOwnFiles } from '../guard/guardOwnFiles';
import { CONNECTED_FILE, createConnections } from '../hosts/connections';
import {
  createGuardCheck,
  guardPaths,
  installGuard,
  LAUNCHER,
  type GuardPlace,
} from '../hosts/guardFiles';
import { earlierGuardFolderIn, guardFolderIn } from '../hosts/guardFolder';
import { createHostEnvironment } from '../hosts/hostEnvironment';
import { compileGuard, tryGuard } from '../hosts/tryGuard';
import type { SnapshotPublisher } from '../policy/publishedPolicy';
import { hasRuleInForce } from '../policy/ruleInForce';
import type { Settings } from '../settings';
import type { AnchorStorage } from '../store/anchor';
import { createCompiledGuard } from './compiledGuard';
import { createGuardRepairs } from './guardRepair';
import { createGuardSeal } from './createGuardSeal';
import { guardSettingsOf } from './guardSettingsOf';
import { createRestoring } from './hookRestoring';
import type { Pause } from './pause';
import { createNotedHosts } from './notedHosts';
import type { AppPorts } from './ports';
import { createTamperWatch, type Tampering, type TamperWatch } from './tamperWatch';

export interface OpenGuardOptions {
  /** The storage folder that all windows of this machine share. */
  readonly folder: string;
  /** The extension's folder, with the guard's program in `dist/`. */
  readonly extensionFolder: string;
  /** The version of the extension. */
  readonly version: string;
  readonly anchor: AnchorStorage;
  readonly files: Files;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly publisher: SnapshotPublisher;
  readonly policies: Pick<PolicyStore, 'listAudit' | 'note' | 'onDidChange'>;
  /** The name of the user, for entries of the audit trail. */
  author(): Promise<string>;
  settings(): Settings;
  /** The workspace folders of this window. Default: none. */
  folders?(): readonly string[];
  /** The latest events of the history, newest first. */
  readonly recent: (limit: number) => Promise<readonly CommandEvent[]>;
  /** Called after a file that another program changed was repaired. */
  onTampering(found: Tampering): Promise<void>;
  /** Called after hooks that another program removed or changed were written again. */
  readonly onHooksRestored: (found: RestoredHooks) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** The guard on this machine: the hosts that call it, and the watch over its files. */
export interface OpenGuard extends Pick<AppPorts, 'ownFiles' | 'sign'> {
  readonly connections: HostConnections;
  readonly tampering: TamperWatch;
}

/** Installs, connects and repairs the guard that agent hosts start. Writes nothing before the first call. */
export function openGuard(options: OpenGuardOptions): OpenGuard {
  const { files, clock, pause, publisher } = options;
  const seal = createGuardSeal(options.anchor);
  const guard: GuardPlace = {
    built: join(options.extensionFolder, 'dist'),
    version: options.version,
    folder: guardFolderIn(options.folder),
    node: process.execPath,
    seal,
  };
  const earlierFolder = earlierGuardFolderIn(options.folder);
  const hosts = { home: homedir(), env: process.env };
  // Serialized, because a partly installed guard would appear to be foreign.
  const queue = createQueue();
  const compiled = createCompiledGuard({
    files,
    folder: earlierFolder,
    programFolder: guard.folder,
    seal,
    clock,
    compile: compileGuard,
  });
  const repairGuards = createGuardRepairs({
    ...{ files, place: guard, earlierFolder, hosts },
    // The launcher is a Unix shell script.
    ...(process.platform === 'win32' ? {} : { checkCompiled: () => compiled.check() }),
  });
  const tampering = createTamperWatch({
    files,
    folder: options.folder,
    guardFolder: earlierFolder,
    programFolder: guard.folder,
    paths: () => [
      ...compiled.paths(),
      ...[LAYOUT.publishedPolicy, LAYOUT.database, LAYOUT.databaseLog].map((name) =>
        join(options.folder, name),
      ),
      ...[guard.folder, earlierFolder].flatMap((folder) => guardPaths(folder)),
      join(earlierFolder, GUARD_SETTINGS_FILE),
    ],
    repairGuard: () => queue(repairGuards),
    ...{ publisher, clock },
    guardSettings: async () =>
      guardSettingsOf(options.settings(), await pause.untilMs(clock.now())),
    onTampering: (found) => options.onTampering(found),
    onError: options.onError,
  });
  const checkGuard = createGuardCheck(files, guard);
  let firstCheck: Promise<void> | undefined;
  const connections = createConnections({
    ...{ files, ...hosts, platform: process.platform },
    launcher: join(guard.folder, LAUNCHER),
    memoryPath: join(earlierFolder, CONNECTED_FILE),
    noted: createNotedHosts(options.policies, () => options.author()),
    install: async () => {
      await queue(() => installGuard(files, guard));
      // Record the new guard immediately, so that its deletion is noticed.
      await tampering.check().catch(options.onError);
    },
    tryOut: tryGuard,
    restoring: createRestoring({
      ...{ files, guard, folder: earlierFolder, clock, pause },
      onRestored: options.onHooksRestored,
    }),
    environment: createHostEnvironment({
      files,
      policyPath: join(options.folder, LAYOUT.publishedPolicy),
      hasRules: hasRuleInForce,
      folders: () => options.folders?.() ?? [],
      recent: options.recent,
      guard: async () => {
        // Check first: after an update the guard of the previous version would appear to be changed.
        await (firstCheck ??= tampering.check()).catch(() => undefined);
        return checkGuard();
      },
    }),
  });
  const kept = { storage: options.folder, guard: guard.folder };
  return {
    connections,
    tampering,
    ownFiles: async () =>
      (await pause.untilMs(clock.now())) > 0 ? undefined : guardOwnFiles(kept, process.env),
    sign: (bytes) => seal.sign(bytes),
  };
}
