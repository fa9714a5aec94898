import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createPerson, type Step } from './person';

export interface Ended {
  /** The exit code, or the name of the signal that ended it. */
  readonly exit: number | string;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** Why it was ended prematurely. */
  readonly stopped?: string;
}

export interface Running {
  /** Ends the program and everything that it started. */
  stop(why: string): void;
  /** Resolves when the program and everything that it started has ended. */
  readonly ended: Promise<Ended>;
}

const GRACE_MS = 5_000;
const trees = new Set<Running>();

/** Ends everything that was started and is still running. */
export async function stopAll(why: string): Promise<void> {
  for (const tree of trees) tree.stop(why);
  await Promise.all([...trees].map(({ ended }) => ended));
}

/**
 * Starts a program in a separate process group, with a time limit. When it ends, remaining processes (hooks that nobody
 * waits for) get a few seconds to finish and are then killed. On Linux, they are found even in other groups by their
 * `HOME`, which must therefore be unique to this run.
 */
export function startTree(
  [program = '', ...args]: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>> & { readonly HOME: string };
    readonly limitMs: number;
    /** The keys to type in response to output; without it, stdin is empty. */
    readonly steps?: readonly Step[];
  },
): Running {
  const { cwd, env, limitMs, steps } = options;
  const start = Date.now();
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: [steps === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const person = createPerson(steps ?? [], (keys) => child.stdin?.write(keys));
  child.stdin?.on('error', () => undefined); // it has ended in the meantime
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (piece: string) => {
      output[name] += piece;
      if (name === 'stdout') person.sees(piece);
    });
  }
  let stopped: string | undefined;
  const stop = (why: string): void => {
    stopped ??= why;
    if (child.pid !== undefined) kill(-child.pid);
  };
  const timer = setTimeout(() => {
    stop(`it still ran after ${limitMs / 1000} s`);
  }, limitMs);
  const exited = new Promise<number | string>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const ended = exited.then(async (exit): Promise<Ended> => {
    clearTimeout(timer);
    person.leaves();
    const ms = Date.now() - start;
    await endDescendants(env.HOME, child.pid, stopped === undefined ? GRACE_MS : 0);
    trees.delete(tree);
    return { exit, ...output, ms, ...(stopped === undefined ? {} : { stopped }) };
  });
  const tree = { stop, ended };
  trees.add(tree);
  return tree;
}

/** Waits until no process of the run remains, and kills those that remain after `graceMs`. */
async function endDescendants(home: string, group: number | undefined, graceMs: number) {
  const end = Date.now() + graceMs;
  while (Date.now() < end) {
    if (!isThere(group) && (await processesAt(home)).length === 0) break;
    await wait(50);
  }
  if (group !== undefined) kill(-group);
  for (let left = await processesAt(home); left.length > 0; left = await processesAt(home)) {
    for (const pid of left) kill(pid);
    await wait(20);
  }
}

/** Whether a group still has processes. */
function isThere(group: number | undefined): boolean {
  try {
    return group !== undefined && process.kill(-group, 0);
  } catch {
    return false; // there are none
  }
}

/** The processes whose environment has this `HOME`. Empty without `/proc`. */
async function processesAt(home: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    if (await isStartedAt(home, name)) found.push(Number(name));
  }
  return found;
}

async function isStartedAt(home: string, pid: string): Promise<boolean> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    return environment.split('\0').includes(`HOME=${home}`);
  } catch {
    return false; // it has ended, or belongs to another user
  }
}

/** False if it has already ended. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
