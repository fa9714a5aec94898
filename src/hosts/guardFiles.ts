import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { shellWord } from '../core/shellQuoted';
import { PROGRAM_TABLE } from '../files/programTable';
import { writeAtomic } from '../files/writeAtomic';
import type { GuardState } from './hostState';

/** Where the guard comes from and where it goes. */
export interface GuardPlace {
  /** The folder of the build: it carries the version of the extension and goes with it. */
  readonly built: string;
  /** A folder that stays: hosts are told of the launcher in it. */
  readonly folder: string;
  /** The program that runs it: Node, or VS Code's own. */
  readonly node: string;
}

export const LAUNCHER = 'guard.sh';
/** The launcher last: it names the others. */
const NAMES = ['guard.main.js', 'guard.cjs', PROGRAM_TABLE, LAUNCHER];
const PROGRAM = /^node=.*$/m;

/** Puts the guard of this version in place, where it is not there already. Throws `missing-part`. */
export async function installGuard(files: Files, place: GuardPlace): Promise<void> {
  await files.makeFolder(place.folder);
  for (const name of NAMES) await install(files, place, name);
}

/** Renews a guard that hosts may have been told of; does nothing where none was installed. */
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
  // Without the table the guard still decides.
  if (content === undefined && name === PROGRAM_TABLE) return;
  if (content === undefined) {
    throw new RulewrightError('missing-part', `The guard is missing: ${join(built, name)}`, {
      hint: 'Install Rulewright again.',
    });
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

const PATIENCE_MS = 10_000;
/** A tool that runs no command, of no session: every guard lets it pass, and nothing is recorded. */
const QUESTION = {
  hook_event_name: 'PreToolUse',
  tool_name: 'Read',
  tool_input: { file_path: 'none' },
};

/** Starts the launcher as a host would, and throws `missing-part` with what it says where it does not run. */
export function tryGuard(launcher: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--host', 'claude', 'pre'];
    const child = execFile(launcher, args, { timeout: PATIENCE_MS }, (error, _, said) => {
      if (error === null) resolve();
      else reject(doesNotRun(launcher, said.trim() === '' ? error.message : said.trim(), error));
    });
    // A program that does not start takes no question.
    child.stdin?.on('error', () => undefined).end(JSON.stringify(QUESTION));
  });
}

function doesNotRun(launcher: string, said: string, cause: unknown): RulewrightError {
  return new RulewrightError('missing-part', `The guard does not run: ${said}`, {
    hint: `No host was told of it. Run ${launcher} --host claude pre in a terminal to see more.`,
    cause,
  });
}
