import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { shellWord } from '../core/shellQuoted';
import { PROGRAM_TABLE } from '../files/programTable';
import { writeAtomic } from '../files/writeAtomic';

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

async function install(files: Files, { built, folder, node }: GuardPlace, name: string) {
  const source = await files.read(join(built, name));
  // Without the table the guard still decides.
  if (source === undefined && name === PROGRAM_TABLE) return;
  if (source === undefined) {
    throw new RulewrightError('missing-part', `The guard is missing: ${join(built, name)}`, {
      hint: 'Install Rulewright again.',
    });
  }
  const isLauncher = name === LAUNCHER;
  const content = isLauncher ? launcherFor(source, node) : source;
  const path = join(folder, name);
  const there = await files.read(path);
  if (there !== undefined && Buffer.compare(there, content) === 0) return;
  await writeAtomic(files, path, content, { mode: isLauncher ? 0o700 : 0o600 });
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
