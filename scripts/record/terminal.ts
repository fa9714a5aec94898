import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { shellQuoted } from '../../src/core/shellQuoted';

const ESCAPE = '\u001B';
const QUIET_MS = 700;
const LIMIT_MS = 60_000;

/** A program in a pseudo-terminal, and a user who reads and types. */
export interface Terminal {
  /** Waits until new output matches and the screen no longer changes. */
  until(shown: RegExp): Promise<void>;
  /** Waits until there was no output for a while. */
  quiet(): Promise<void>;
  type(keys: string): void;
  /** The output since the last call, without control sequences. */
  seen(): string;
  /** Ends the program. */
  close(): Promise<void>;
  readonly exited: Promise<void>;
}

/** Starts a program in a pseudo-terminal of `script`. */
export function openTerminal(
  program: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Terminal {
  const sized = `stty rows 50 cols 160; exec ${program.map(shellQuoted).join(' ')}`;
  const child = spawn('script', ['-qec', sized, '/dev/null'], {
    ...options,
    detached: true, // a separate process group, which can be ended as a whole
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let last = Date.now();
  child.stdout.on('data', (piece: Buffer) => {
    last = Date.now();
    const written = piece.toString('utf8');
    text += written;
    // Send the responses of a terminal: its type and the cursor position.
    if (written.includes(`${ESCAPE}[c`) || written.includes(`${ESCAPE}[0c`))
      child.stdin.write(`${ESCAPE}[?62;c`);
    if (written.includes(`${ESCAPE}[6n`)) child.stdin.write(`${ESCAPE}[1;1R`);
  });
  const exited = new Promise<void>((resolve) =>
    child.on('exit', () => {
      resolve();
    }),
  );
  const seen = (): string => plain(text);
  const quiet = async (): Promise<void> => {
    const start = Date.now();
    do await wait(100);
    while (Date.now() - Math.max(last, start) < QUIET_MS);
  };
  return {
    quiet,
    seen,
    exited,
    async until(shown) {
      const end = Date.now() + LIMIT_MS;
      while (!shown.test(seen())) {
        await wait(100);
        if (Date.now() > end) throw new Error(`${shown} was not shown: ${seen().slice(-3000)}`);
      }
      await wait(QUIET_MS);
      text = '';
    },
    type(keys) {
      child.stdin.write(keys);
    },
    async close() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Removes control sequences and white space, which vary. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\s+/g, '');
}
