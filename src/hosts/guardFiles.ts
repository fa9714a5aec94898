import * as l10n from '@vscode/l10n';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { shellWord } from '../core/shellQuoted';
import { PROGRAM_TABLE } from '../files/programTable';
import { createFileMarks } from '../files/fileMarks';
import { sha256 } from '../files/sha256';
import { makeWay, ownStat } from '../files/keepAside';
import { writeAtomic } from '../files/writeAtomic';
import { INSTALLED_FILE, openList, sealedList, type GuardSeal } from './guardSeal';
import type { GuardState } from './hostState';

/** The source and the destination of the guard. */
export interface GuardPlace {
  /** The build folder, which is removed when this version of the extension is uninstalled. */
  readonly built: string;
  /** The version of the extension. */
  readonly version: string;
  /** A permanent folder that contains the launcher called by hooks. */
  readonly folder: string;
  /**
   * Proves which files this extension installed. Without it, the list of installed files is
   * trusted.
   */
  readonly seal?: GuardSeal;
  /** The program that runs the guard: Node, or VS Code as Node. */
  readonly node: string;
}

export const LAUNCHER = 'guard.sh';
/** The program that guards load from V8's code cache. */
export const GUARD_PROGRAM = 'guard.main.js';
/** The launcher is last, because it refers to the other files. */
export const GUARD_FILES = [GUARD_PROGRAM, 'guard.cjs', PROGRAM_TABLE, LAUNCHER];
/** The paths of all files installed in a folder. */
export function guardPaths(folder: string): readonly string[] {
  return [...GUARD_FILES, INSTALLED_FILE].map((name) => join(folder, name));
}

const PROGRAM = /^node=.*$/m;

/**
 * Installs this version's guard unless it is installed already, and replaces changed files. A newer
 * guard with a valid seal is kept, unless one of its files is missing or changed. Throws
 * `missing-part`.
 */
export async function installGuard(files: Files, place: GuardPlace): Promise<void> {
  if ((await findGuard(files, place)).state === 'newer') return;
  await files.makeFolder(place.folder);
  const hashes: Record<string, string> = {};
  for (const name of GUARD_FILES) {
    const content = await install(files, place, name);
    if (content !== undefined) hashes[name] = hashOf(name, content);
  }
  const path = join(place.folder, INSTALLED_FILE);
  const list = await sealedList({ version: place.version, files: hashes }, place.seal);
  await replaceIfDifferent(files, path, Buffer.from(list), 0o600);
}

/** Whether a newer version installed its guard, here or in the folder of a newer format. It then also wrote the hooks. */
export async function hasNewerGuard(files: Files, place: GuardPlace): Promise<boolean> {
  const formats = await files.list(dirname(place.folder));
  const isNewer = (format: string): boolean =>
    /^v\d+$/.test(format) && isNewerThan(format, basename(place.folder));
  if (formats.some(isNewer)) return true;
  const list = await readList(files, place);
  return list !== undefined && isNewerThan(list.version, place.version);
}

/** The result of examining the installed guard. */
export interface FoundGuard {
  /**
   * - `good`: the guard of this version.
   * - `newer`: the guard of a newer version, installed by a window of that version.
   * - `older`: the guard of an older version or of another build, installed by such a window.
   * - `foreign`: files that no window installed, or that were changed or deleted.
   * - `absent`: no guard.
   */
  readonly state: 'good' | 'newer' | 'older' | 'foreign' | 'absent';
  /** The files that no window installed. */
  readonly foreign: readonly string[];
}

/** Compares the installed guard with this build, and with the list that the last window wrote. */
async function findGuard(files: Files, place: GuardPlace): Promise<FoundGuard> {
  const [built, found, list] = await Promise.all([
    builtFiles(files, place),
    installedFiles(files, place),
    readList(files, place),
  ]);
  const isNewer = list !== undefined && isNewerThan(list.version, place.version);
  if (isNewer && list.isProved) return foundAs('newer', differing(found, list.files));
  const changed = differing(found, built);
  if (isNewer) return { state: 'foreign', foreign: [...changed, INSTALLED_FILE] };
  if (changed.length === 0) return foundAs('good', []);
  if (list === undefined && Object.keys(found).length === 0) return foundAs('absent', []);
  const mayBeUnproved = place.seal === undefined || !(await place.seal.isKept());
  // The first versions did not write a list.
  const isListed = list === undefined || differing(found, list.files).length === 0;
  return isListed && (list?.isProved === true || mayBeUnproved)
    ? foundAs('older', [])
    : { state: 'foreign', foreign: changed };
}

function foundAs(state: FoundGuard['state'], foreign: readonly string[]): FoundGuard {
  return foreign.length === 0 ? { state, foreign } : { state: 'foreign', foreign };
}

function isNewerThan(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) > 0;
}

type Hashes = Readonly<Record<string, string>>;

function differing(found: Hashes, wanted: Hashes): readonly string[] {
  return Object.keys(wanted).filter((name) => found[name] !== wanted[name]);
}

/** The list of installed files; undefined before the first installation or if it is invalid. */
async function readList(files: Files, { folder, seal }: GuardPlace) {
  const bytes = await readFile(files, join(folder, INSTALLED_FILE));
  return openList(Buffer.from(bytes ?? []).toString('utf8'), seal);
}

/** The hashes of the existing files. Anything but a regular file never has the right hash. */
async function installedFiles(files: Files, { folder }: GuardPlace): Promise<Hashes> {
  const entries = await Promise.all(
    GUARD_FILES.map(async (name) => {
      const path = join(folder, name);
      if ((await ownStat(files, path)) === undefined) return [];
      const content = await readFile(files, path);
      return [[name, content === undefined ? '' : hashOf(name, content)] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/**
 * Another window may be installing the guard, so foreign files are examined again until they stop
 * changing.
 */
const SECOND_LOOK_MS = 300;
const MAX_LOOKS = 10;

/**
 * Examines the guard as `findGuard` does, but reads files only if one has changed or was foreign
 * before.
 */
export function createGuardFinder(
  files: Files,
  place: GuardPlace,
  pauseMs = SECOND_LOOK_MS,
): () => Promise<FoundGuard> {
  let known: { readonly marks: string; readonly found: FoundGuard } | undefined;
  const marksNow = createFileMarks(place.folder, () => guardPaths(place.folder));
  return async () => {
    let marks = await marksNow();
    if (known?.marks === marks) return known.found;
    let found = await findGuard(files, place);
    for (let look = 1; look < MAX_LOOKS; look += 1) {
      if (found.state === 'good' || found.state === 'newer') break;
      const before = marks;
      await setTimeout(pauseMs);
      marks = await marksNow();
      if (marks === before) break;
      found = await findGuard(files, place);
    }
    known = { marks, found };
    return found;
  };
}

/**
 * Whether the installed guard is complete and belongs to this version or to a newer one installed
 * by another window.
 */
export function createGuardCheck(
  files: Files,
  place: GuardPlace,
  pauseMs?: number,
): () => Promise<GuardState> {
  const find = createGuardFinder(files, place, pauseMs);
  return async () => {
    const { state, foreign } = await find();
    if (state === 'good' || state === 'newer') return 'good';
    const names = state === 'foreign' ? foreign : GUARD_FILES;
    const stats = await Promise.all(names.map((name) => ownStat(files, join(place.folder, name))));
    return stats.includes(undefined) && state !== 'older' ? 'missing' : 'changed';
  };
}

/** Larger than any file of the guard. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Undefined if it is missing, not a regular file, or too large to be one of the guard. */
async function readFile(files: Files, path: string): Promise<Uint8Array | undefined> {
  const stat = await ownStat(files, path);
  return stat?.isFile === true && stat.sizeBytes <= MAX_BYTES ? files.read(path) : undefined;
}

/** The hashes of this build's files. */
async function builtFiles(files: Files, place: GuardPlace): Promise<Hashes> {
  const entries = await Promise.all(
    GUARD_FILES.map(async (name) => {
      const content = await contentOf(files, place, name);
      return content === undefined ? [] : [[name, hashOf(name, content)] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/**
 * SHA-256. The program named in the launcher is excluded, because another VS Code on this machine
 * may have written the launcher.
 */
function hashOf(name: string, content: Uint8Array): string {
  const hash = sha256(name === LAUNCHER ? launcherFor(content, '') : content);
  return Buffer.from(hash).toString('hex');
}

/** The expected content of a guard file; undefined if this build does not contain it. */
async function contentOf(
  files: Files,
  { built, node }: GuardPlace,
  name: string,
): Promise<Uint8Array | undefined> {
  const source = await files.read(join(built, name));
  return source !== undefined && name === LAUNCHER ? launcherFor(source, node) : source;
}

async function install(
  files: Files,
  place: GuardPlace,
  name: string,
): Promise<Uint8Array | undefined> {
  const { built, folder } = place;
  const content = await contentOf(files, place, name);
  // The guard works without the table.
  if (content === undefined && name === PROGRAM_TABLE) return undefined;
  if (content === undefined) {
    throw new RulewrightError(
      'missing-part',
      l10n.t('The guard is missing: {0}', join(built, name)),
      { hint: l10n.t('Install Rulewright again.') },
    );
  }
  await replaceIfDifferent(files, join(folder, name), content, name === LAUNCHER ? 0o700 : 0o600);
  return content;
}

async function replaceIfDifferent(
  files: Files,
  path: string,
  content: Uint8Array,
  mode: number,
): Promise<void> {
  const there = await readFile(files, path);
  if (there !== undefined && Buffer.compare(there, content) === 0) return;
  await makeWay(files, path);
  await writeAtomic(files, path, content, { mode });
}

function launcherFor(template: Uint8Array, node: string): Uint8Array {
  const text = Buffer.from(template).toString('utf8');
  return Buffer.from(text.replace(PROGRAM, () => `node=${shellWord(node)}`));
}
