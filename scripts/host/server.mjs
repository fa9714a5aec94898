import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureHost } from '../install.mjs';
import { ROOT, run } from '../shell.mjs';

/** Packages installed by VS Code, by digest. Only the last one is kept. */
const INSTALLED = join(ROOT, '.vscode-test', 'installed');

/** Settings that prevent a fresh VS Code from asking questions, downloading or covering the view, and animations. */
const QUIET_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'update.mode': 'none',
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
};

/** The extensions that come with VS Code which tests use. */
const USED_BUILT_INS = ['theme-defaults'];

/**
 * @typedef {object} HostServer
 * @property {string} origin where the workbench answers
 * @property {string} authority host:port, as resource addresses spell it
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} ServerOptions
 * @property {string} dataFolder
 * @property {string} [vsix] a package to install first
 * @property {string} [home] the home folder of what runs in it; that of this process unless told otherwise
 * @property {boolean} [testDriver] lets a page run extension tests; hides toasts and modal dialogs
 * @property {boolean} [fewBuiltIns] loads only the standard themes of the extensions that come with VS Code: loading the
 *   others takes a third of the time of opening a window
 * @property {Record<string, unknown>} [settings]
 * @property {number} [port]
 */

/**
 * Starts the VS Code server on 127.0.0.1 and resolves when it listens.
 * @param {ServerOptions} options
 * @returns {Promise<HostServer>}
 */
export async function startServer(options) {
  const host = await ensureHost();
  const extensions = join(options.dataFolder, 'extensions');
  const userFolder = join(options.dataFolder, 'data', 'User');
  await mkdir(userFolder, { recursive: true });
  await mkdir(extensions, { recursive: true });
  const settings = JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, null, 2);
  await writeFile(join(userFolder, 'settings.json'), settings);
  // Settings with the scope `machine`, like all of ours, are only read from this file.
  const machineFolder = join(options.dataFolder, 'data', 'Machine');
  await mkdir(machineFolder, { recursive: true });
  await writeFile(join(machineFolder, 'settings.json'), settings);
  const common = [
    ...['--server-data-dir', options.dataFolder, '--extensions-dir', extensions],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
  ];
  if (options.vsix !== undefined) await installExtension(host, options.vsix, extensions);
  const child = spawn(
    host.node,
    [
      host.server,
      ...common,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
      ...[
        '--disable-workspace-trust',
        '--disable-update-check',
        '--disable-getting-started-override',
      ],
      ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.fewBuiltIns === true ? await fewBuiltIns(host, options.dataFolder) : []),
    ],
    {
      env: { ...cleanEnvironment(), ...(options.home === undefined ? {} : { HOME: options.home }) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log = createWriteStream(join(options.dataFolder, 'server.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const stop = () => endGroup(child);
  try {
    const port = await listeningPort(child);
    return { origin: `http://127.0.0.1:${port}`, authority: `127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Copies the extensions that tests use, of those that come with VS Code. Resolves to the arguments for a server with only
 * these.
 * @param {{ server: string }} host
 * @param {string} dataFolder
 */
async function fewBuiltIns(host, dataFolder) {
  const all = join(dirname(host.server), '..', 'extensions');
  const folder = join(dataFolder, 'built-in');
  for (const name of USED_BUILT_INS) {
    await cp(join(all, name), join(folder, name), { recursive: true });
  }
  return ['--builtin-extensions-dir', folder];
}

/**
 * Installs an extension into an extensions folder. VS Code installs each package once; other servers get a copy.
 * @param {{ node: string, server: string }} host
 * @param {string} vsix
 * @param {string} extensions
 */
async function installExtension(host, vsix, extensions) {
  const digest = createHash('sha256')
    .update(await readFile(vsix))
    .digest('hex')
    .slice(0, 16);
  const installed = join(INSTALLED, digest);
  if (!existsSync(installed)) {
    await mkdir(INSTALLED, { recursive: true });
    for (const old of await readdir(INSTALLED)) {
      if (!old.includes('.')) await rm(join(INSTALLED, old), { recursive: true, force: true });
    }
    const making = `${installed}.${process.pid}`;
    const args = [
      ...[host.server, '--server-data-dir', `${making}.data`, '--extensions-dir', making],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--install-extension', vsix],
    ];
    if ((await run(host.node, args, { env: cleanEnvironment(), quiet: true })) !== 0) {
      throw new Error(`VS Code refused to install ${vsix}.`);
    }
    await rm(`${making}.data`, { recursive: true, force: true });
    try {
      await rename(making, installed);
    } catch (error) {
      if (!existsSync(installed)) throw error;
      await rm(making, { recursive: true, force: true }); // another run finished first
    }
  }
  await cp(installed, extensions, { recursive: true });
}

/** Removes variables of an enclosing VS Code, which would affect the one started here. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)),
  );
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)\s/.exec(output)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => {
      reject(new Error(`The VS Code server stopped with code ${code}:\n${output.slice(-2000)}`));
    });
  });
}

/**
 * Ends the server and the extension hosts it started.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
function endGroup(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      resolve();
      return;
    }
    const group = -child.pid;
    const last = setTimeout(() => {
      signal(group, 'SIGKILL');
    }, 5000);
    child.once('exit', () => {
      clearTimeout(last);
      signal(group, 'SIGKILL');
      resolve();
    });
    signal(group, 'SIGTERM');
  });
}

/**
 * Whether the group still existed.
 * @param {number} group
 * @param {NodeJS.Signals} name
 */
function signal(group, name) {
  try {
    return process.kill(group, name);
  } catch {
    return false; // the group has ended already, as intended
  }
}
