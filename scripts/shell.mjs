import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The project folder, so that scripts work from any current folder. */
export const ROOT = resolve(import.meta.dirname, '..');

/**
 * Runs a program without a shell and resolves to its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: options.quiet === true ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', fail);
    child.on('exit', (code) => {
      done(code ?? 1);
    });
  });
}

/**
 * Runs `npm` with the current Node; `npm` does not have to be on the path.
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function npm(args, options = {}) {
  const { program, args: first, env } = npmProgram();
  return run(program, [...first, ...args], { ...options, env });
}

/**
 * Runs `npm` and resolves to its exit code and what it wrote to standard output.
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, stdout: string }>}
 */
export function npmOutput(args) {
  const { program, args: first, env } = npmProgram();
  return new Promise((done, fail) => {
    const child = spawn(program, [...first, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => (stdout += piece));
    child.on('error', fail);
    child.on('close', (code) => {
      done({ code: code ?? 1, stdout });
    });
  });
}

/**
 * The program and arguments to start `npm`.
 * @returns {{ program: string, args: readonly string[], env: NodeJS.ProcessEnv }}
 */
export function npmProgram() {
  const cli = process.env['npm_execpath'];
  const env = Object.fromEntries(
    // Package settings of a script would make a nested install use this project.
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name),
    ),
  );
  return cli?.endsWith('.js') === true
    ? { program: process.execPath, args: [cli], env }
    : { program: 'npm', args: [], env };
}

/**
 * The full path of the first of these programs that is on the path.
 * @param {readonly string[]} names
 */
export function which(...names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // missing and not executable are equivalent here
  }
}

/**
 * Prints the title, and every ten seconds that the work is still in progress. Each line names the work, because two steps
 * may run concurrently.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = Date.now();
  const seconds = () => ((Date.now() - start) / 1000).toFixed(0);
  process.stdout.write(`• ${title}\n`);
  const heartbeat = setInterval(() => {
    process.stdout.write(`  … ${title}: ${seconds()} s\n`);
  }, 10_000);
  try {
    const result = await work();
    process.stdout.write(`  ${title}: done in ${seconds()} s\n`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
