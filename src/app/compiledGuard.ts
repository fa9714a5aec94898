import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { Files } from '../core/files';
import { keepAside } from '../files/keepAside';
import { sha256 } from '../files/sha256';
import { writeAtomic } from '../files/writeAtomic';
import { GUARD_PROGRAM, LAUNCHER } from '../hosts/guardFiles';
import { openList, sealedList, type GuardSeal } from '../hosts/guardSeal';
import type { Tampering } from './tamperWatch';

export interface CompiledGuardOptions {
  readonly files: Files;
  /** The folder in which guards keep what V8 compiled. */
  readonly folder: string;
  /** The folder of the guard's program. */
  readonly programFolder: string;
  readonly seal: GuardSeal;
  readonly clock: { now(): number };
  /** Runs the guard once, which compiles it if it has to. */
  readonly tryOut: (launcher: string) => Promise<void>;
}

/** Keeps the compiled form of the guard as one that this window had made. */
export interface CompiledGuard {
  /** Compares the form with the list of those that were made; resolves to what was found in its place. */
  check(): Promise<Tampering | undefined>;
  /** The files to compare again when one of them changes. */
  paths(): readonly string[];
}

/** The file that lists the forms, signed, in the folder with them. */
export const COMPILED_FILE = 'compiled.json';
const FORM = /^node-.+\.code$/;
/** Larger than any form. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A guard that began before the form was made again may replace it until then. */
const GUARD_LIVES_MS = 15_000;

type Hashes = Readonly<Record<string, string>>;

/** The forms that were made of a program, by its SHA-256. */
interface Made {
  readonly program: string;
  readonly forms: Hashes;
}

/**
 * V8 does not check a form against the program, and a guard has no time to: whoever writes the file decides what guards do.
 * So no form is taken as it is found. The window has the guard make one, and lists its SHA-256.
 */
export function createCompiledGuard(options: CompiledGuardOptions): CompiledGuard {
  const { files, folder, programFolder, seal, clock, tryOut } = options;
  const launcher = join(programFolder, LAUNCHER);
  const listPath = join(folder, COMPILED_FILE);
  /** What was listed last, and when. */
  let known: Made | undefined;
  let madeMs = -Infinity;

  const listed = async (): Promise<Made | undefined> => {
    const bytes = await readSmall(files, listPath);
    const list = await openList(Buffer.from(bytes ?? []).toString('utf8'), seal, 'compiled');
    const isTrusted = list !== undefined && (list.isProved || !(await seal.isKept()));
    return isTrusted ? { program: list.version, forms: list.files } : undefined;
  };
  const makeAgain = async (program: string): Promise<void> => {
    for (const name of await formNames(files, folder)) await files.remove(join(folder, name));
    // A guard that does not run says so where it is called.
    await tryOut(launcher).catch(() => undefined);
    const forms = await formsIn(files, folder);
    known = { program, forms };
    madeMs = clock.now();
    const list = await sealedList({ version: program, files: forms }, seal, 'compiled');
    await writeAtomic(files, listPath, Buffer.from(list));
  };
  return {
    check: async () => {
      const program = await hashOf(files, join(programFolder, GUARD_PROGRAM));
      if (program === undefined || (await files.stat(launcher)) === undefined) return undefined;
      known ??= await listed();
      const forms = known?.program === program ? known.forms : undefined;
      const there = await formsIn(files, folder);
      if (forms !== undefined && isSame(there, forms)) return undefined;
      const isLate = clock.now() - madeMs > GUARD_LIVES_MS;
      const foreign = forms === undefined || !isLate ? [] : changedIn(there, forms);
      const aside: string[] = [];
      for (const name of foreign) {
        const kept = await keepAside(files, join(folder, name));
        if (kept !== undefined) aside.push(kept);
      }
      await makeAgain(program);
      return aside.length === 0 ? undefined : { text: said(aside) };
    },
    paths: () => [
      folder,
      listPath,
      ...Object.keys(known?.forms ?? {}).map((name) => join(folder, name)),
    ],
  };
}

function said(aside: readonly string[]): string {
  return l10n.t(
    'Another program changed the compiled form of the guard, and guards ran it until now. Rulewright had it made again. What was there is kept in {0}.',
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

/** The listed forms that are others now. One that was not listed is removed without a word: Node may be a newer one. */
function changedIn(there: Hashes, listed: Hashes): readonly string[] {
  return Object.keys(listed).filter((name) => name in there && there[name] !== listed[name]);
}

async function formNames(files: Files, folder: string): Promise<readonly string[]> {
  return (await files.list(folder)).filter((name) => FORM.test(name));
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

/** Undefined for what is missing, too large, or no regular file. */
async function readSmall(files: Files, path: string): Promise<Uint8Array | undefined> {
  const stat = await files.stat(path);
  return stat?.isFile === true && stat.sizeBytes <= MAX_BYTES ? files.read(path) : undefined;
}
