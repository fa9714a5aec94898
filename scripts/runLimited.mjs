import { spawn } from 'node:child_process';
import { killTree } from './processTree.mjs';
import { ROOT } from './shell.mjs';

/** The running process groups. */
const running = new Set();
const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/**
 * Runs a Node script in the project's folder and resolves to its exit code. It is ended with all its descendants after
 * `limitMs`, or when this process receives a signal to end.
 * @param {readonly string[]} args
 * @param {{ limitMs: number, env?: NodeJS.ProcessEnv, output?: number | 'inherit' }} options `output`: a file that is
 *   open for writing, else the output of this process
 * @returns {Promise<number>}
 */
export function runLimited(args, { limitMs, env = {}, output = 'inherit' }) {
  return new Promise((resolve) => {
    // In a separate process group, so that processes which outlive their parent are found.
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      detached: process.platform !== 'win32',
    });
    const { pid } = child;
    if (pid !== undefined) watch(pid);
    let stopped = false;
    const limit = setTimeout(() => {
      stopped = true;
      if (pid !== undefined) killTree(pid);
    }, limitMs);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(limit);
      if (pid !== undefined) forget(pid);
      if (stopped) {
        process.stdout.write(`Stopped after ${limitMs / 1000} s, with all that it started.\n`);
      }
      resolve(code);
    };
    child.on('error', () => {
      finish(1);
    });
    child.on('exit', (code) => {
      finish(code ?? 1);
    });
  });
}

/** @param {number} pid */
function watch(pid) {
  if (running.size === 0) for (const name of Object.keys(SIGNALS)) process.on(name, endAll);
  running.add(pid);
}

/** @param {number} pid */
function forget(pid) {
  running.delete(pid);
  if (running.size === 0) for (const name of Object.keys(SIGNALS)) process.off(name, endAll);
}

/** @param {keyof typeof SIGNALS} signal */
function endAll(signal) {
  for (const pid of running) killTree(pid);
  process.exit(SIGNALS[signal]);
}
