import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../shell.mjs';
import { openPage } from './browser.mjs';
import { startServer } from './server.mjs';

const LIMIT_MS = 20 * 60_000;
const LOG = join(ROOT, 'test-results', 'host.log');

/**
 * Runs an extension's tests in the server host, as `code --extensionTestsPath` does on a desktop. The exit code is not
 * sufficient (it is 0 for a crashed extension host), so callers read the result file of the tests.
 * @param {{ extension: string, tests: string, workspace: string }} paths
 * @returns {Promise<number>}
 */
export async function runInServer(paths) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rulewright-host-'));
  // A separate home folder, so that tests do not see the user's files.
  const home = join(dataFolder, 'home');
  await mkdir(home);
  const server = await startServer({ dataFolder, home, testDriver: true, fewBuiltIns: true });
  try {
    const browser = await openPage();
    try {
      return await drive(browser.page, address(server, paths));
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    // A process that is ending may still be writing files.
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/**
 * @param {import('./server.mjs').HostServer} server
 * @param {{ extension: string, tests: string, workspace: string }} paths
 */
function address(server, paths) {
  /** @param {string} path */
  const remote = (path) => `vscode-remote://${server.authority}${path}`;
  const url = new URL(server.origin);
  url.searchParams.set('folder', paths.workspace);
  url.searchParams.set(
    'payload',
    JSON.stringify([
      ['extensionDevelopmentPath', remote(paths.extension)],
      ['extensionTestsPath', remote(paths.tests)],
      ['skipWelcome', 'true'],
    ]),
  );
  return url.href;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @returns {Promise<number>}
 */
async function drive(page, url) {
  /** @type {(code: number) => void} */
  let finish = () => undefined;
  const finished = new Promise((/** @type {(code: number) => void} */ resolve) => {
    finish = resolve;
  });
  // Both must exist before the workbench loads, because it checks for them only once.
  await mkdir(dirname(LOG), { recursive: true });
  const log = createWriteStream(LOG);
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      log.write(`${type}: ${args.map(String).join(' ')}\n`);
    },
  );
  await page.exposeFunction('codeAutomationExit', finish);
  await page.goto(url);
  const limit = setTimeout(() => {
    process.stderr.write(
      `The extension host reported nothing for ${LIMIT_MS / 60_000} minutes; see ${LOG}.\n`,
    );
    finish(1);
  }, LIMIT_MS);
  try {
    return await finished;
  } finally {
    clearTimeout(limit);
    log.end();
  }
}
