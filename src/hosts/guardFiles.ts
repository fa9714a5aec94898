import * as l10n from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { shellWord } from '../core/shellQuoted';
import { PROGRAM_TABLE } from '../files/programTable';
import { sha256 } from '../files/sha256';
import { writeAtomic } from '../files/writeAtomic';
import type { GuardState } from './hostState';

/** The source and the destination of the guard. */
export interface GuardPlace {
  /** The build folder, which is removed with this version of the extension. */
  readonly built: string;
  /** The version of the extension. */
  readonly version: string;
  /** A permanent folder: hooks call the launcher in it. */
  readonly folder: string;
  /** The program that runs it: Node, or VS Code. */
  readonly node: string;
}

export const LAUNCHER = 'guard.sh';
/** The launcher is last, because it refers to the others. */
export const GUARD_FILES = ['guard.main.js', 'guard.cjs', PROGRAM_TABLE, LAUNCHER];
const PROGRAM = /^node=.*$/m;

/** Lists what is installed: windows of several versions may be open. */
const INSTALLED_FILE = 'installed.json';
const Installed = z.object({
  version: z.string(),
  /** SHA-256 by file name. */
  files: z.record(z.string().regex(/^\w[\w.-]*$/), z.string()),
});
type Installed = z.infer<typeof Installed>;

/**
 * Installs the guard of this version if it is not installed already, and replaces changed files. A newer one stays, unless
 * a file of it is missing or changed. Throws `missing-part`.
 */
export async function installGuard(files: Files, place: GuardPlace): Promise<void> {
  if (isNewer(await installedGuard(files, place), place)) {
    if ((await compare(files, place)) === 'good') return;
  }
  await files.makeFolder(place.folder);
  const hashes: Record<string, string> = {};
  for (const name of GUARD_FILES) {
    const content = await install(files, place, name);
    if (content !== undefined) hashes[name] = hashOf(name, content);
  }
  const installed: Installed = { version: place.version, files: hashes };
  const bytes = Buffer.from(`${JSON.stringify(installed)}\n`);
  await replaceIfDifferent(files, join(place.folder, INSTALLED_FILE), bytes, 0o600);
}

/** Updates an installed guard to this version, unless it is of a newer one; does nothing if none is installed. */
export async function renewGuard(files: Files, place: GuardPlace): Promise<void> {
  if (isNewer(await installedGuard(files, place), place)) return;
  if ((await files.stat(join(place.folder, LAUNCHER))) !== undefined) {
    await installGuard(files, place);
  }
}

/** Another window may be installing the guard. */
const SECOND_LOOK_MS = 300;

/**
 * Whether the guard's files are there, and are those of this version, or of a newer one that another window installed.
 * Reads them only if one was changed.
 */
export function createGuardCheck(
  files: Files,
  place: GuardPlace,
  pauseMs = SECOND_LOOK_MS,
): () => Promise<GuardState> {
  let known: { readonly identities: string; readonly state: GuardState } | undefined;
  const paths = [
    ...GUARD_FILES.flatMap((name) => [join(place.built, name), join(place.folder, name)]),
    join(place.folder, INSTALLED_FILE),
  ];
  return async () => {
    const stats = await Promise.all(paths.map((path) => files.stat(path)));
    const identities = stats.map((stat) => stat?.identity).join(' ');
    if (known?.identities === identities) return known.state;
    let state = await compare(files, place);
    if (state !== 'good') {
      await setTimeout(pauseMs);
      state = await compare(files, place);
    }
    known = { identities, state };
    return state;
  };
}

async function compare(files: Files, place: GuardPlace): Promise<GuardState> {
  const installed = await installedGuard(files, place);
  const wanted = isNewer(installed, place) ? installed.files : await builtFiles(files, place);
  const states = await Promise.all(
    Object.entries(wanted).map(async ([name, hash]): Promise<GuardState> => {
      const content = await readFile(files, join(place.folder, name));
      if (content === undefined) return 'missing';
      return hashOf(name, content) === hash ? 'good' : 'changed';
    }),
  );
  return states.find((state) => state !== 'good') ?? 'good';
}

function isNewer(
  installed: Installed | undefined,
  { version }: GuardPlace,
): installed is Installed {
  if (installed === undefined) return false;
  return installed.version.localeCompare(version, 'en', { numeric: true }) > 0;
}

/** What the last window wrote; undefined before the first installation, and if the file is not valid. */
async function installedGuard(
  files: Files,
  { folder }: GuardPlace,
): Promise<Installed | undefined> {
  const bytes = await readFile(files, join(folder, INSTALLED_FILE));
  try {
    return Installed.safeParse(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Undefined for what is no regular file: reading a pipe would wait for a writer. */
async function readFile(files: Files, path: string): Promise<Uint8Array | undefined> {
  return (await files.stat(path))?.isFile === true ? files.read(path) : undefined;
}

/** The hashes of this build's files. */
async function builtFiles(
  files: Files,
  place: GuardPlace,
): Promise<Readonly<Record<string, string>>> {
  const entries = await Promise.all(
    GUARD_FILES.map(async (name) => {
      const content = await contentOf(files, place, name);
      return content === undefined ? [] : [[name, hashOf(name, content)] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/** SHA-256. Another VS Code on this machine may have written the launcher: the program that it names is left out. */
function hashOf(name: string, content: Uint8Array): string {
  const hash = sha256(name === LAUNCHER ? launcherFor(content, '') : content);
  return Buffer.from(hash).toString('hex');
}

/** What a file of the guard has to contain; undefined where this build does not have it. */
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
  await writeAtomic(files, path, content, { mode });
}

function launcherFor(template: Uint8Array, node: string): Uint8Array {
  const text = Buffer.from(template).toString('utf8');
  return Buffer.from(text.replace(PROGRAM, () => `node=${shellWord(node)}`));
}

const TEST_TIMEOUT_MS = 10_000;
/** A call of a tool that runs no command: the guard answers it without recording anything. */
const TEST_CALL = {
  hook_event_name: 'PreToolUse',
  tool_name: 'Read',
  tool_input: { file_path: 'none' },
};

/** Runs the launcher as a host does. Throws `missing-part` with its output if it fails. */
export function tryGuard(launcher: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--host', 'claude', 'pre'];
    const child = execFile(launcher, args, { timeout: TEST_TIMEOUT_MS }, (error, _, stderr) => {
      if (error === null) resolve();
      else
        reject(doesNotRun(launcher, stderr.trim() === '' ? error.message : stderr.trim(), error));
    });
    // Writing fails if the program did not start.
    child.stdin?.on('error', () => undefined).end(JSON.stringify(TEST_CALL));
  });
}

function doesNotRun(launcher: string, output: string, cause: unknown): RulewrightError {
  return new RulewrightError('missing-part', l10n.t('The guard does not run: {0}', output), {
    hint: l10n.t(
      'No hook was written. Run {0} in a terminal to see the error.',
      [launcher, '--host', 'claude', 'pre'].join(' '),
    ),
    cause,
  });
}
