import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { keepAside, makeWay, ownStat } from '../files/keepAside';
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
  /** Runs the guard once; it compiles its program if necessary. */
  readonly tryOut: (launcher: string) => Promise<void>;
}

/** Ensures that guards use only code caches created at the request of this extension. */
export interface CompiledGuard {
  /** Compares the code cache with the list of created ones; resolves to a foreign cache that was replaced, if any. */
  check(): Promise<Tampering | undefined>;
  /** The files to compare again when one of them changes. */
  paths(): readonly string[];
}

/** The file that lists the code caches and is signed. It is in the same folder. */
export const COMPILED_FILE = 'compiled.json';
const CACHE_NAME = /^node-.+\.code$/;
/** Larger than any code cache. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Maximum lifetime of a guard process. A guard started before the cache was replaced may overwrite it. */
const MAX_GUARD_LIFETIME_MS = 15_000;

type Hashes = Readonly<Record<string, string>>;

/** The code caches created from a program, which is identified by its SHA-256. */
interface CreatedCaches {
  readonly program: string;
  readonly forms: Hashes;
}

/**
 * V8 does not verify a code cache against the source, and a guard has no time for it, so whoever writes the file
 * controls what guards do. Therefore an existing cache is never trusted: the window lets the guard create one and lists
 * its SHA-256.
 */
export function createCompiledGuard(options: CompiledGuardOptions): CompiledGuard {
  const { files, folder, programFolder, seal, clock, tryOut } = options;
  const launcher = join(programFolder, LAUNCHER);
  const listPath = join(folder, COMPILED_FILE);
  /** The last list, and when it was read. */
  let known: CreatedCaches | undefined;
  let createdMs = -Infinity;

  const listed = async (): Promise<CreatedCaches | undefined> => {
    const bytes = await readSmall(files, listPath);
    const list = await openList(Buffer.from(bytes ?? []).toString('utf8'), seal, 'compiled');
    const isTrusted = list !== undefined && (list.isProved || !(await seal.isKept()));
    return isTrusted ? { program: list.version, forms: list.files } : undefined;
  };
  const recreate = async (program: string): Promise<void> => {
    for (const name of await formNames(files, folder)) {
      await makeWay(files, join(folder, name));
      await files.remove(join(folder, name));
    }
    // A guard that does not run is reported by its caller.
    await tryOut(launcher).catch(() => undefined);
    const forms = await formsIn(files, folder);
    known = { program, forms };
    createdMs = clock.now();
    const list = await sealedList({ version: program, files: forms }, seal, 'compiled');
    await makeWay(files, listPath);
    await writeAtomic(files, listPath, Buffer.from(list));
  };
  return {
    check: async () => {
      const program = await hashOf(files, join(programFolder, GUARD_PROGRAM));
      if (program === undefined || (await ownStat(files, launcher)) === undefined) return undefined;
      known ??= await listed();
      const forms = known?.program === program ? known.forms : undefined;
      const there = await formsIn(files, folder);
      if (forms !== undefined && isSame(there, forms)) return undefined;
      const isLate = clock.now() - createdMs > MAX_GUARD_LIFETIME_MS;
      const foreign = forms === undefined || !isLate ? [] : changedIn(there, forms);
      const aside: string[] = [];
      for (const name of foreign) {
        const kept = await keepAside(files, join(folder, name));
        if (kept !== undefined) aside.push(kept);
      }
      await recreate(program);
      return aside.length === 0 ? undefined : { text: warningText(aside) };
    },
    paths: () => [
      folder,
      listPath,
      ...Object.keys(known?.forms ?? {}).map((name) => join(folder, name)),
    ],
  };
}

function warningText(aside: readonly string[]): string {
  return l10n.t(
    'Another program changed the code cache of the guard, and guards ran it until now. Rulewright recreated it. The replaced file is kept in {0}.',
    aside.join(', '),
  );
}

function isSame(there: Hashes, listed: Hashes): boolean {
  const names = Object.keys(there);
  return (
    names.length === Object.keys(listed).length &&
    names.every((name) => there[name] === listed[name])
  );
}

/**
 * The listed caches whose content has changed. An unlisted one is removed without a report: it may be from a newer
 * version of Node.
 */
function changedIn(there: Hashes, listed: Hashes): readonly string[] {
  return Object.keys(listed).filter((name) => name in there && there[name] !== listed[name]);
}

async function formNames(files: Files, folder: string): Promise<readonly string[]> {
  return (await files.list(folder)).filter((name) => CACHE_NAME.test(name));
}

async function formsIn(files: Files, folder: string): Promise<Hashes> {
  const found: Record<string, string> = {};
  for (const name of await formNames(files, folder)) {
    found[name] = (await hashOf(files, join(folder, name))) ?? '';
  }
  return found;
}

async function hashOf(files: Files, path: string): Promise<string | undefined> {
  const bytes = await readSmall(files, path);
  return bytes === undefined ? undefined : Buffer.from(sha256(bytes)).toString('hex');
}

/** Undefined if the file is missing, too large, or not a regular file. */
async function readSmall(files: Files, path: string): Promise<Uint8Array | undefined> {
  const stat = await ownStat(files, path);
  return stat?.isFile === true && stat.sizeBytes <= MAX_BYTES ? files.read(path) : undefined;
}
