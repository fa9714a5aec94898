import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isCi } from './isCi.mjs';
import { ROOT, isExecutable, npm, run, step, which } from './shell.mjs';

/**
 * Installs missing dependencies, only inside the project folder (except Chromium, a Debian package). Uses only Node's
 * built-in modules, because it runs before `node_modules` exists.
 */

const CODE_SERVER = '4.139.1';
const HOST_NODE = '24.21.0';
const HOST_FOLDER = join(ROOT, '.vscode-host');
const READY_HOST = join(HOST_FOLDER, `${CODE_SERVER}-node-${HOST_NODE}`);

/** Unused parts of the server: 781 MB become 407 MB. */
const UNUSED_PARTS = [
  'node_modules/code-server/lib/vscode/node_modules/@github',
  'node_modules/code-server/lib/vscode/node_modules/@microsoft/mxc-sdk',
  'node_modules/code-server/lib/vscode/extensions/copilot',
  'node_modules/code-server/lib/vscode/node_modules/node-pty/third_party',
  'node_modules/code-server/lib/vscode/node_modules/@parcel/watcher-linux-x64-musl',
];

/** Chromium with only the headless mode: tests take less processor time in it than in the whole Chromium. */
const HEADLESS_BROWSER = 'chromium-headless-shell';

/** Installs the locked npm packages, once per lock file. */
export async function ensureDependencies() {
  const lock = await readFile(join(ROOT, 'package-lock.json'), 'utf8');
  const stamp = join(ROOT, 'node_modules', '.rulewright-lock');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lock) return;
  if (await matchesInstalled(lock)) return;
  await step('Installing npm packages from the lock file', async () => {
    const code = await npm([
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    if (code !== 0)
      throw new Error(
        `npm ci failed with exit code ${code}. Check the network or the registry setting and run this again.`,
      );
    await writeFile(stamp, lock);
  });
}

/**
 * Whether a manual `npm install` or `npm ci` was completed with this lock file.
 * @param {string} lock
 */
async function matchesInstalled(lock) {
  const hidden = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = versions(lock);
  const present = versions(await readFile(hidden, 'utf8'));
  return (
    [...present].every(([path, version]) => wanted.get(path) === version) &&
    directDependencies(lock).every((name) => present.has(`node_modules/${name}`))
  );
}

/** @param {string} lock @returns {Map<string, string>} */
function versions(lock) {
  const { packages } = JSON.parse(lock);
  return new Map(
    Object.entries(packages)
      .filter(([path]) => path !== '')
      .map(([path, entry]) => [path, entry.version]),
  );
}

/** @param {string} lock */
function directDependencies(lock) {
  const top = JSON.parse(lock).packages[''];
  return [...Object.keys(top.dependencies ?? {}), ...Object.keys(top.devDependencies ?? {})];
}

/**
 * A complete VS Code without a desktop: its server and web workbench, and the Node that runs it.
 * @returns {Promise<{ node: string, server: string }>}
 */
export async function ensureHost() {
  const host = hostIn(READY_HOST);
  if (existsSync(host.server)) return host;
  if (process.platform !== 'linux') {
    throw new Error(
      'The VS Code server host runs on Linux only. Install VS Code, or name its executable in VSCODE_EXECUTABLE_PATH.',
    );
  }
  await mkdir(HOST_FOLDER, { recursive: true });
  await removeAbandonedInstalls();
  const folder = join(HOST_FOLDER, `installing-${process.pid}`);
  await step('Installing the VS Code host into .vscode-host (about 400 MB, once)', () =>
    installHost(folder),
  );
  try {
    await rename(folder, READY_HOST);
  } catch (error) {
    if (!existsSync(host.server)) throw error;
    await rm(folder, { recursive: true, force: true }); // another run finished first
  }
  return host;
}

/**
 * The Node of that VS Code, which may be newer than the current one; undefined if it is not installed.
 * @returns {{ path: string, version: string } | undefined}
 */
export function installedHostNode() {
  const { node } = hostIn(READY_HOST);
  return isExecutable(node) ? { path: node, version: HOST_NODE } : undefined;
}

/** @param {string} folder */
async function installHost(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const inside = join(folder, 'node_modules/code-server/lib/vscode');
  const steps = [
    () =>
      npm(['install', ...quiet, `code-server@${CODE_SERVER}`, `${nodePackage()}@${HOST_NODE}`], {
        cwd: folder,
      }),
    () => npm(['install', '--omit=dev', ...quiet], { cwd: inside }),
  ];
  for (const install of steps) {
    const code = await install();
    if (code !== 0)
      throw new Error(
        `Installing the VS Code host failed (npm exit code ${code}). Check the network and run this again; nothing half-installed is used.`,
      );
  }
  for (const part of [
    ...UNUSED_PARTS,
    `node_modules/${nodePackage()}/include`,
    `node_modules/${nodePackage()}/share`,
  ]) {
    await rm(join(folder, part), { recursive: true, force: true });
  }
  const host = hostIn(folder);
  if ((await run(host.node, [host.server, '--version'], { quiet: true })) !== 0) {
    throw new Error(
      'The VS Code host was installed but does not start. Delete .vscode-host and run this again.',
    );
  }
}

/** @param {string} folder */
function hostIn(folder) {
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin/node'),
    server: join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

function nodePackage() {
  return `node-linux-${process.arch}`;
}

async function removeAbandonedInstalls() {
  for (const name of await readdir(HOST_FOLDER)) {
    const pid = Number(/^installing-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid))
      await rm(join(HOST_FOLDER, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process: its install was interrupted
  }
}

/**
 * The path of a Chromium that Playwright can use. Throws if there is none and it may not be installed.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const install = await agreedBrowser();
  return install();
}

/**
 * Asks what `ensureBrowser` asks, and returns the rest of it. Throws if there is no browser and it may not be installed.
 * @returns {Promise<() => Promise<string>>}
 */
export async function agreedBrowser() {
  const found = browser();
  if (found !== undefined) return () => Promise.resolve(found);
  const root = process.getuid?.() === 0;
  const sudo = which('sudo');
  if (which('apt-get') === undefined || (!root && sudo === undefined)) throw noBrowser();
  const prefix = root ? [] : ['sudo', 'DEBIAN_FRONTEND=noninteractive'];
  const lock = ['-qq', '-o', 'DPkg::Lock::Timeout=600'];
  const update = [...prefix, 'apt-get', 'update', ...lock];
  const install = [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', ...lock];
  const command = [...install, HEADLESS_BROWSER];
  if (!(await mayInstall(`Chromium is missing. Install it with \`${command.join(' ')}\`?`, root)))
    throw noBrowser();
  return async () => {
    await step(`Installing Chromium: ${command.join(' ')}`, async () => {
      await runFirst(update);
      await runFirst(command);
    });
    const installed = browser();
    if (installed === undefined) throw noBrowser();
    return installed;
  };
}

/**
 * Whether a system package may be installed: always in CI; in a terminal if the user agrees; otherwise only as root, as
 * in a container, because no user can be asked.
 * @param {string} question
 * @param {boolean} root
 */
async function mayInstall(question, root) {
  if (isCi()) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY) return root;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** @param {readonly string[]} command */
async function runFirst([program = '', ...args]) {
  return run(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function browser() {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && isExecutable(named)) return named;
  return which(
    HEADLESS_BROWSER,
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  );
}

function noBrowser() {
  return new Error(
    'There is no Chromium, and it was not installed. Run `apt-get install chromium-headless-shell` as root, or name a Chrome or Chromium in CHROME_PATH, and run this again.',
  );
}
