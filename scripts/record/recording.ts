import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The recording of one fixture for `src/history/sources`. */
export interface Recording {
  /** The folder of the files in the home folder. */
  readonly folder: string;
  readonly keep: RegExp;
  /**
   * A home folder that is created for the recording and removed afterwards, for files whose bytes cannot be changed
   * later. If absent, a random one, which is replaced by `/home/ada` in the fixture.
   */
  readonly home?: string;
  /** Resolves to the program and its version. */
  run(home: string): Promise<string>;
}

/** Creates the folder in which a recorded session works: a git repository with one file. */
export async function prepareWorkspace(home: string): Promise<string> {
  const workspace = join(home, 'shop');
  await mkdir(workspace, { recursive: true });
  await writeFile(join(workspace, 'README.md'), 'A shop.\n');
  await ended(spawn('git', ['init', '-q', workspace]));
  return workspace;
}

export function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) =>
    child.on('exit', () => {
      resolve();
    }),
  );
}

export function baseEnvironment(home: string): Record<string, string> & { readonly HOME: string } {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    TERM: 'xterm',
    SHELL: '/bin/bash',
    TMPDIR: join(home, 'tmp'),
    HOME: home,
  };
}
