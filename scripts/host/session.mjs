import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage } from './browser.mjs';
import { startServer } from './server.mjs';
import { Workbench } from './workbench.mjs';

/**
 * @typedef {object} Session a VS Code of its own: own data, own extensions, own empty workspace
 * @property {Workbench} workbench
 * @property {import('playwright-core').BrowserContext} context
 * @property {string} dataFolder
 * @property {string} home the home folder of whoever sits there, empty at first
 * @property {string} workspace
 * @property {string} origin
 * @property {() => Promise<void>} close
 */

/**
 * Starts a VS Code, with the package installed if given, and opens it in a headless browser.
 * @param {{
 *   vsix?: string,
 *   project?: string,
 *   settings?: Record<string, unknown>,
 *   fewBuiltIns?: boolean,
 *   width?: number,
 *   height?: number,
 *   prepare?: (before: Pick<Session, 'context' | 'dataFolder'>) => Promise<void>,
 * }} options `project`: the name of the folder that is opened; `fewBuiltIns`: see `startServer`; `prepare` runs after the package is installed and before the workbench opens
 * @returns {Promise<Session>}
 */
export async function openSession(options) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rulewright-host-'));
  const parent = await mkdtemp(join(tmpdir(), 'rulewright-workspace-'));
  const workspace = join(parent, options.project ?? '.');
  /** @type {(() => Promise<unknown>)[]} */
  const undo = [dataFolder, parent].map(
    // A process that is ending may still be writing files.
    (folder) => () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
  );
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { vsix, settings, fewBuiltIns } = options;
    const home = join(dataFolder, 'home');
    await mkdir(home);
    await mkdir(workspace, { recursive: true });
    const server = await startServer({
      dataFolder,
      home,
      ...(vsix === undefined ? {} : { vsix }),
      ...(settings === undefined ? {} : { settings }),
      ...(fewBuiltIns === undefined ? {} : { fewBuiltIns }),
    });
    undo.push(server.stop);
    const browser = await openPage(options);
    undo.push(browser.close);
    await options.prepare?.({ context: browser.context, dataFolder });
    const workbench = new Workbench(browser.page);
    await workbench.open(server.origin, workspace);
    return {
      workbench,
      context: browser.context,
      dataFolder,
      home,
      workspace,
      origin: server.origin,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
