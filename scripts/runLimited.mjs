import { spawn } from 'node:child_process';
import { killTree } from './processTree.mjs';
import { ROOT } from './shell.mjs';

/**
 * Runs a Node script in the project's folder and resolves to its exit code. After `limitMs` it ends, with everything
 * that it started; so it does when this process is told to end.
 * @param {readonly string[]} args
 * @param {{ limitMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runLimited(args, { limitMs, env = {} }) {
  return new Promise((resolve) => {
    // In a process group of its own, so that what outlives its parent is still found.
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    const end = () => {
      if (child.pid !== undefined) killTree(child.pid);
    };
    const limit = setTimeout(() => {
      process.stdout.write(`Stopped after ${limitMs / 1000} s, with all that it started.\n`);
      end();
    }, limitMs);
    const forget = onTold(end);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(limit);
      forget();
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

/**
 * Calls `end` when this process is told to end, which it then does. Returns what takes that back.
 * @param {() => void} end
 */
function onTold(end) {
  const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
  const handlers = Object.entries(signals).map(([name, code]) => {
    const handler = () => {
      end();
      process.exit(code);
    };
    process.once(name, handler);
    return () => process.off(name, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
