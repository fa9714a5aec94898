import * as l10n from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { shellWord } from '../core/shellQuoted';
import { PROGRAM_TABLE } from '../files/programTable';
import { writeAtomic } from '../files/writeAtomic';
import type { GuardState } from './hostState';

/** The source and the destination of the guard. */
export interface GuardPlace {
  /** The build folder, which is removed with this version of the extension. */
  readonly built: string;
  /** A permanent folder: hooks call the launcher in it. */
  readonly folder: string;
  /** The program that runs it: Node, or VS Code. */
  readonly node: string;
}

export const LAUNCHER = 'guard.sh';
/** The launcher is last, because it refers to the others. */
const NAMES = ['guard.main.js', 'guard.cjs', PROGRAM_TABLE, LAUNCHER];
const PROGRAM = /^node=.*$/m;

/** Installs the guard of this version if it is not installed already. Throws `missing-part`. */
export async function installGuard(files: Files, place: GuardPlace): Promise<void> {
  await files.makeFolder(place.folder);
  for (const name of NAMES) await install(files, place, name);
}

/** Updates an installed guard to this version; does nothing if none is installed. */
export async function renewGuard(files: Files, place: GuardPlace): Promise<void> {
  if ((await files.stat(join(place.folder, LAUNCHER))) !== undefined) {
    await installGuard(files, place);
  }
}

/** Whether the guard's files are there, and are those of this version. Reads them only if one was changed. */
export function createGuardCheck(files: Files, place: GuardPlace): () => Promise<GuardState> {
  let known: { readonly identities: string; readonly state: GuardState } | undefined;
  return async () => {
    const paths = NAMES.flatMap((name) => [join(place.built, name), join(place.folder, name)]);
    const stats = await Promise.all(paths.map((path) => files.stat(path)));
    const identities = stats.map((stat) => stat?.identity).join(' ');
    if (known?.identities !== identities)
      known = { identities, state: await compare(files, place) };
    return known.state;
  };
}

async function compare(files: Files, place: GuardPlace): Promise<GuardState> {
  const states = await Promise.all(
    NAMES.map(async (name): Promise<GuardState> => {
      const stat = await files.stat(join(place.folder, name));
      const wanted = await contentOf(files, place, name);
      if (wanted === undefined) return 'good';
      if (stat?.isFile !== true) return 'missing';
      const there = await files.read(join(place.folder, name));
      if (there === undefined) return 'missing';
      return Buffer.compare(comparable(name, there), comparable(name, wanted)) === 0
        ? 'good'
        : 'changed';
    }),
  );
  return states.find((state) => state !== 'good') ?? 'good';
}

/** Another VS Code on this machine may have written the launcher: the program that it names is left aside. */
function comparable(name: string, content: Uint8Array): Uint8Array {
  return name === LAUNCHER ? launcherFor(content, '') : content;
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

async function install(files: Files, place: GuardPlace, name: string): Promise<void> {
  const { built, folder } = place;
  const content = await contentOf(files, place, name);
  // The guard works without the table.
  if (content === undefined && name === PROGRAM_TABLE) return;
  if (content === undefined) {
    throw new RulewrightError(
      'missing-part',
      l10n.t('The guard is missing: {0}', join(built, name)),
      { hint: l10n.t('Install Rulewright again.') },
    );
  }
  const path = join(folder, name);
  const there = await files.read(path);
  if (there !== undefined && Buffer.compare(there, content) === 0) return;
  await writeAtomic(files, path, content, { mode: name === LAUNCHER ? 0o700 : 0o600 });
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
