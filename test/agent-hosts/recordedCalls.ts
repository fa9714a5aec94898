import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWord } from '../../src/core/shellQuoted';
import type { RunFolders } from './host';
import { LAUNCHER, type Installation } from './product';

/** One call of the launcher, in the format of the fixtures. */
interface RecordedCall {
  /** Its command line. */
  readonly call: string;
  readonly input: unknown;
}

/** Records the input that the host sends to the launcher in `folder`. */
export async function startRecording(folder: string, { guard }: Installation): Promise<void> {
  await mkdir(folder);
  const launcher = join(guard, LAUNCHER);
  await rename(launcher, join(guard, 'guard.real.sh'));
  const lines = [
    '#!/bin/sh',
    `at=$(date +%s%N)-$$`,
    `cd ${shellWord(folder)} || exit 2`,
    'cat >"$at.json"',
    'echo "$*" >"$at.call"',
    'exec "${0%/*}/guard.real.sh" "$@" <"$at.json"',
  ];
  await writeFile(launcher, `${lines.join('\n')}\n`);
  await chmod(launcher, 0o700);
}

/** The calls in the order in which they started, with the folder names of the fixtures. */
export async function recordedCalls(
  folder: string,
  { home, workspace }: RunFolders,
): Promise<readonly RecordedCall[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.call')).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const input = await readFile(path.replace(/\.call$/, '.json'), 'utf8');
      const moved = input
        .replaceAll(workspace, '/repo')
        .replaceAll(home, '/home/bob')
        .replaceAll(nameOf(workspace), '-repo')
        .replaceAll(nameOf(home), '-home-bob');
      return {
        call: (await readFile(path, 'utf8')).trim(),
        input: JSON.parse(moved) as unknown,
      };
    }),
  );
}

/** Hosts name their own folders after the working directory. */
const nameOf = (path: string): string => path.replaceAll('/', '-');
