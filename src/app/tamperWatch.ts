import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import {
  GUARD_SETTINGS_FILE,
  parseGuardSettings,
  type GuardSettings,
} from '../guard/guardSettings';
import { createFileMarks } from '../files/fileMarks';
import { keepAside, moveFolderAside, ownStat } from '../files/keepAside';
import { writeAtomic } from '../files/writeAtomic';
import type { SnapshotPublisher } from '../policy/publishedPolicy';
import { watchFolders } from '../store/changeNotice';
import { areWeaker } from './guardSettingsOf';

/** A foreign file that was found in place of a file that guards read, after the repair. */
export interface Tampering {
  /** Message for users, with the new path of the foreign file. */
  readonly text: string;
  /** Where the file is kept that was found in place of the published policy. */
  readonly foreignPolicy?: string;
}

export interface TamperOptions {
  readonly files: Files;
  /** The storage folder. */
  readonly folder: string;
  /** The folder with the settings of the guard. */
  readonly guardFolder: string;
  /** The folder of the guard's program. */
  readonly programFolder: string;
  /** All files that are compared, and those that define the policy, at this moment. */
  paths(): readonly string[];
  /** Compares the guard's program and repairs it. */
  repairGuard(): Promise<Tampering | undefined>;
  readonly publisher: SnapshotPublisher;
  readonly clock: { now(): number };
  /** The current settings for guards. */
  guardSettings(): Promise<GuardSettings>;
  /** Called once for each foreign file, after the repair. */
  onTampering(found: Tampering): Promise<void> | void;
  onError(error: unknown): void;
}

/** Keeps the files that guards read as this extension wrote them. */
export interface TamperWatch {
  /** Compares all files and repairs those that differ. */
  check(): Promise<void>;
  /** Stops watching and waits for a check in progress. */
  close(): Promise<void>;
}

/** Changed settings reach windows at different times, so a difference is foreign only if it persists for this time. */
const SETTLE_MS = 400;

/**
 * After this many calls without a change, all files are compared again, because a disk error may have been temporary.
 */
const COMPARE_EVERY = 60;

/**
 * Compares the files by content: at the first call, when a file changes, and at each call of `check` that finds a
 * changed file status. Call it each second, because not every system reports changes of files.
 */
export function createTamperWatch(options: TamperOptions): TamperWatch {
  const { files, folder, guardFolder, programFolder, publisher } = options;
  const settingsPath = join(guardFolder, GUARD_SETTINGS_FILE);
  let written: string | undefined;
  let running: Promise<void> | undefined;

  const wanted = async (): Promise<string> => `${JSON.stringify(await options.guardSettings())}\n`;
  const found = async (): Promise<string | undefined> => {
    const bytes = await readAny(files, settingsPath);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
  };
  const marksNow = createFileMarks(folder, () => options.paths());
  const compareSettings = async (): Promise<void> => {
    const [text, actual] = [await wanted(), await found()];
    if (actual === text) {
      written = text;
      return;
    }
    // A file that this window wrote earlier is outdated, not foreign. Before its first write, the same may apply to
    // files of other windows; they are reported only if they allow more than the user's settings.
    const isSuspect =
      written === undefined
        ? areWeaker(parseGuardSettings(actual ?? ''), parseGuardSettings(text), options.clock.now())
        : actual !== written;
    const isForeign = isSuspect && (await isStillForeign(wanted, found));
    const wasOpen = written !== undefined;
    const movedTo = isForeign ? await keepAside(files, settingsPath) : undefined;
    const now = await wanted();
    await files.makeFolder(guardFolder);
    await moveFolderAside(files, settingsPath);
    await writeAtomic(files, settingsPath, Buffer.from(now));
    written = now;
    if (!isForeign) return;
    const path = movedTo ?? settingsPath;
    await options.onTampering({
      text: wasOpen
        ? l10n.t(
            'Another program changed the settings of the guard. Rulewright wrote them again. The replaced file is kept in {0}.',
            path,
          )
        : l10n.t(
            'While no window was open, the settings of the guard allowed more than yours. Another program may have changed them. Rulewright wrote them again. The replaced file is kept in {0}.',
            path,
          ),
    });
  };
  let lastVerified: { readonly text: string; readonly marks: string; left: number } | undefined;
  const checkAll = async (): Promise<void> => {
    // The settings include the pause, which a damaged store does not tell. The other files are compared nevertheless.
    const [marks, text] = [await marksNow(), await wanted().catch(() => undefined)];
    if (text !== undefined && lastVerified?.text === text && lastVerified.marks === marks) {
      lastVerified.left -= 1;
      if (lastVerified.left > 0) return;
    }
    lastVerified = undefined;
    await compareAll();
    // Files that were written are compared at the next call, because another program may have replaced them.
    if (text !== undefined && (await marksNow()) === marks) {
      lastVerified = { text, marks, left: COMPARE_EVERY };
    }
  };
  /**
   * Whether there is a folder, which is created if nothing is there: another window may create it at the same time, so
   * what is found missing must not be moved aside later.
   */
  const isFolder = async (path: string): Promise<boolean> => {
    const stat = await ownStat(files, path);
    if (stat !== undefined) return stat.isFolder;
    return files.makeFolder(path).then(
      () => true,
      // A link without a target is in its place.
      () => false,
    );
  };
  /** Resolves to whether a folder was replaced; the files that were in it are missing then, too. */
  const compareFolders = async (): Promise<boolean> => {
    let isReplaced = false;
    for (const path of [guardFolder, programFolder]) {
      if (await isFolder(path)) continue;
      const movedTo = await keepAside(files, path);
      if (movedTo === undefined) continue;
      isReplaced = true;
      written = undefined;
      await options.onTampering({
        text: l10n.t(
          'Another program put a file in the place of a folder of the guard. Rulewright moved it to {0}.',
          movedTo,
        ),
      });
    }
    return isReplaced;
  };
  const comparePolicy = async (): Promise<void> => {
    const foreign = await publisher.repair();
    if (foreign === undefined) return;
    const { movedTo } = foreign;
    await options.onTampering(
      movedTo === undefined
        ? {
            text: l10n.t(
              'Another program deleted the published policy. Rulewright published it again.',
            ),
          }
        : {
            text: l10n.t(
              'Another program changed the published policy. Rulewright published the policy in force again. The replaced file is kept in {0}.',
              movedTo,
            ),
            foreignPolicy: movedTo,
          },
    );
  };
  const compareGuard = async (wasReplaced: boolean): Promise<void> => {
    const guard = await options.repairGuard();
    if (guard !== undefined && !wasReplaced) await options.onTampering(guard);
  };
  /** Each comparison runs, even if another program prevents an earlier one. Rejects with the first error. */
  const compareAll = async (): Promise<void> => {
    let wasReplaced = false;
    const errors: unknown[] = [];
    for (const compare of [
      async () => void (wasReplaced = await compareFolders()),
      comparePolicy,
      compareSettings,
      () => compareGuard(wasReplaced),
    ]) {
      await compare().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  };
  const check = (): Promise<void> =>
    (running ??= checkAll().finally(() => {
      running = undefined;
    }));
  let hasFailed = false;
  const schedule = (): void => {
    check().then(
      () => {
        hasFailed = false;
      },
      (error: unknown) => {
        // Of consecutive errors, only the first is reported.
        if (!hasFailed) options.onError(error);
        hasFailed = true;
      },
    );
  };
  const stop = watchFolders([folder, guardFolder, programFolder], schedule);
  return {
    check,
    close: async () => {
      stop();
      // The caller of the check receives its error.
      await running?.catch(() => undefined);
    },
  };
}

async function isStillForeign(
  wanted: () => Promise<string>,
  found: () => Promise<string | undefined>,
): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return (await wanted()) !== (await found());
}

/** Larger than any settings of the guard. */
const MAX_SETTINGS_BYTES = 64 * 1024;

/** The bytes of a file; undefined if it is missing, empty if it cannot be read. */
async function readAny(files: Files, path: string): Promise<Uint8Array | undefined> {
  try {
    return await files.read(path, MAX_SETTINGS_BYTES);
  } catch {
    // A pipe, a folder, a large file or missing permission: treat it as different.
    return new Uint8Array();
  }
}
