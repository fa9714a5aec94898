import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Files } from '../core/fileAccess';
import { CODE_CACHES_FILE } from '../core/layout';
import { keepAside, moveFolderAside, ownStat } from '../files/keepAside';
import { readMarked } from '../files/markedFile';
import { sha256 } from '../files/sha256';
import { writeAtomic } from '../files/writeAtomic';
import { GUARD_PROGRAM, LAUNCHER } from '../hosts/guardFiles';
import { openList, sealedList, type GuardSeal } from '../hosts/guardSeal';
import type { Tampering } from './tamperWatch';

export interface CompiledGuardOptions {
  readonly files: Files;
  /** The folder in which guards store V8's code cache. */
  readonly folder: string;
  /** The folder of the guard's program. */
  readonly programFolder: string;
  readonly seal: GuardSeal;
  readonly clock: { now(): number };
  /** Runs the guard once; it creates and lists its code cache. */
  readonly compile: (launcher: string) => Promise<void>;
  /** Time in milliseconds after which a difference is examined again. Another window may be creating a cache. */
  readonly pauseMs?: number;
}

/** Keeps the code caches that guards may use. */
export interface CompiledGuard {
  /**
   * Compares the code caches with the list of created ones, and creates what guards lack; resolves to foreign files that
   * were replaced, if any.
   */
  check(): Promise<Tampering | undefined>;
  /** The files to compare again when one of them changes. */
  paths(): readonly string[];
}

/** The code cache of one version of Node, and a file that guards of this version write when they use the folder. */
const CACHE_NAME = /^node-.+\.code$/;
const USED_NAME = /^(node-.+)\.json$/;
/** Larger than any code cache. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
const SECOND_LOOK_MS = 300;
/** Time in which another window may create the same code caches. */
const OTHERS_MS = 15_000;
/** Maximum number of looks until the marks of new files are settled. */
const MAX_LOOKS = 10;
/** Maximum number of attempts to create the code caches while another window does the same. */
const MAX_ATTEMPTS = 3;

/** Texts by file name. */
type ByName = Readonly<Record<string, string>>;

/** The code caches that are listed as created from a program, which is identified by its SHA-256. */
interface ListedCaches {
  /** The content of the list. */
  readonly text: string;
  readonly program: string;
  /** SHA-256 of the code caches. */
  readonly hashes: ByName;
  /** The marks of the code caches and of the program when they were hashed: with them, guards need not hash them. */
  readonly marks: ByName;
}

/** What is in the folders; `text` is empty if there is no list. */
interface FoundCaches extends ListedCaches {
  /** Whether any later write changes the marks. */
  readonly isSettled: boolean;
  /** The code caches that guards looked for. */
  readonly used: readonly string[];
}

/**
 * V8 does not verify a code cache against the source, so whoever writes the file controls what guards do. Guards
 * therefore use only a cache whose hash is listed. An existing cache is never trusted: the window lets the guard create
 * one and signs the list.
 */
export function createCompiledGuard(options: CompiledGuardOptions): CompiledGuard {
  const { files, folder, programFolder, seal, clock, compile, pauseMs = SECOND_LOOK_MS } = options;
  const launcher = join(programFolder, LAUNCHER);
  const listPath = join(folder, CODE_CACHES_FILE);
  /** The last list of this window or of another one, and when this window wrote one. */
  let known: ListedCaches | undefined;
  let createdMs = -Infinity;
  /** Guards of another Node than that of the launcher, or with other options, looked for these. */
  const unavailable = new Set<string>();

  const findCaches = async (): Promise<FoundCaches | undefined> => {
    const program = await readMarked(join(programFolder, GUARD_PROGRAM), MAX_BYTES);
    if (program === undefined || (await ownStat(files, launcher)) === undefined) return undefined;
    const list = await readMarked(listPath, MAX_BYTES);
    const names = await files.list(folder);
    const hashes: Record<string, string> = {};
    const marks: Record<string, string> = { [GUARD_PROGRAM]: program.mark };
    let { isSettled } = program;
    for (const name of names.filter((one) => CACHE_NAME.test(one))) {
      const cache = await readMarked(join(folder, name), MAX_BYTES);
      hashes[name] = cache === undefined ? '' : hashOf(cache.bytes);
      marks[name] = cache?.mark ?? '';
      isSettled &&= cache?.isSettled ?? true;
    }
    const used = names
      .flatMap((name) => USED_NAME.exec(name)?.[1] ?? [])
      .map((name) => `${name}.code`)
      .filter((name) => !unavailable.has(name));
    return {
      text: list?.bytes.toString('utf8') ?? '',
      program: hashOf(program.bytes),
      ...{ hashes, marks, isSettled, used },
    };
  };
  /** Without a key that is kept, windows cannot prove their lists to each other. */
  const mayBeUnproved = async ({ program }: FoundCaches): Promise<boolean> =>
    !(await seal.isKept()) && (known?.program !== program || clock.now() - createdMs < OTHERS_MS);
  /** The list in the folder; undefined if no window wrote it. */
  const listIn = async (found: FoundCaches): Promise<ListedCaches | undefined> => {
    const { text } = found;
    if (text === known?.text) return known;
    const list = await openList(text, seal, 'compiled');
    if (list === undefined || !(list.isProved || (await mayBeUnproved(found)))) return undefined;
    const { version, files: hashes, marks = {} } = list;
    return { text, program: version, hashes, marks };
  };
  /** The list, if it has what is in the folder and what guards need. */
  const agreeing = async (found: FoundCaches): Promise<ListedCaches | undefined> => {
    const { program, hashes, used } = found;
    const list = await listIn(found);
    const agrees = list?.program === program && isSame(hashes, list.hashes);
    return agrees && used.every((name) => name in hashes) ? list : undefined;
  };
  const writeList = async (found: FoundCaches): Promise<void> => {
    const { program, hashes } = found;
    const marks = found.isSettled ? found.marks : {};
    const list = { version: program, files: hashes, marks };
    const text = await sealedList(list, seal, 'compiled');
    await moveFolderAside(files, listPath);
    await writeAtomic(files, listPath, Buffer.from(text));
    known = { text, program, hashes, marks };
  };
  /** The folders, once the marks are settled. */
  const findSettled = async (): Promise<FoundCaches | undefined> => {
    for (let look = 0; ; look += 1) {
      const found = await findCaches();
      if (found === undefined || found.isSettled || look === MAX_LOOKS) return found;
      await setTimeout(pauseMs);
    }
  };
  /** Resolves to whether no other window created code caches at the same time. */
  const create = async (): Promise<boolean> => {
    for (const name of await files.list(folder)) {
      if (!CACHE_NAME.test(name)) continue;
      await moveFolderAside(files, join(folder, name));
      await files.remove(join(folder, name));
    }
    await moveFolderAside(files, listPath);
    // A guard that does not run is reported by its caller.
    await compile(launcher).catch(() => undefined);
    const found = await findSettled();
    if (found === undefined) return true;
    await writeList(found);
    createdMs = clock.now();
    for (const name of found.used.filter((one) => !(one in found.hashes))) {
      unavailable.add(name);
      await files.remove(join(folder, name.replace(/code$/, 'json')));
    }
    const after = await findCaches();
    return after === undefined || isSame(after.hashes, found.hashes);
  };
  const createUntilAgreed = async (): Promise<void> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) if (await create()) return;
  };
  /** The names of the files that another program changed or deleted. */
  const foreignIn = async (found: FoundCaches): Promise<readonly string[]> => {
    const list = await listIn(found);
    const listed = list?.program === found.program ? list : known;
    if (listed?.program !== found.program) return [];
    const caches = changedIn(found.hashes, listed.hashes);
    return list === undefined ? [...caches, CODE_CACHES_FILE] : caches;
  };
  return {
    check: async () => {
      let found = await findCaches();
      if (found === undefined) return undefined;
      let list = await agreeing(found);
      if (list === undefined) {
        await setTimeout(pauseMs);
        found = await findCaches();
        if (found === undefined) return undefined;
        list = await agreeing(found);
      }
      if (list !== undefined) {
        known = list;
        // Restoring a backup or copying the storage changes the marks.
        if (found.isSettled && !isSame(found.marks, list.marks)) await writeList(found);
        return undefined;
      }
      const foreign = await foreignIn(found);
      const movedTo: string[] = [];
      for (const name of foreign) {
        const kept = await keepAside(files, join(folder, name));
        if (kept !== undefined) movedTo.push(kept);
      }
      await createUntilAgreed();
      return foreign.length === 0
        ? undefined
        : { text: warningText(movedTo, foreign.includes(CODE_CACHES_FILE)) };
    },
    paths: () => [
      folder,
      listPath,
      ...Object.keys(known?.hashes ?? {}).map((name) => join(folder, name)),
    ],
  };
}

function warningText(movedTo: readonly string[], isListForeign: boolean): string {
  if (movedTo.length === 0) {
    return l10n.t(
      'Another program deleted the list of code caches of the guard. Guards compiled their program themselves until now. Rulewright created the list again.',
    );
  }
  // A guard uses only a listed cache.
  return isListForeign && movedTo.length > 1
    ? l10n.t(
        'Another program changed the code cache of the guard and the list of its hashes, and guards may have run it until now. Rulewright created both again. The replaced files are kept: {0}',
        movedTo.join(', '),
      )
    : l10n.t(
        'Another program changed the code cache of the guard or the list of its hashes. Guards did not run it. Rulewright created them again. The replaced files are kept: {0}',
        movedTo.join(', '),
      );
}

function isSame(actual: ByName, listed: ByName): boolean {
  const names = Object.keys(actual);
  return (
    names.length === Object.keys(listed).length &&
    names.every((name) => actual[name] === listed[name])
  );
}

/** The listed caches whose content has changed. An unlisted one is removed without a report: guards do not use it. */
function changedIn(actual: ByName, listed: ByName): readonly string[] {
  return Object.keys(listed).filter((name) => name in actual && actual[name] !== listed[name]);
}

function hashOf(bytes: Uint8Array): string {
  return Buffer.from(sha256(bytes)).toString('hex');
}
