import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startServer } from './host/server.mjs';
import { ensureBrowser, ensureDependencies, ensureHost } from './install.mjs';
import { pack } from './package.mjs';
import { ROOT } from './shell.mjs';

/** `npm run host -- install`, or `npm run host -- serve [FOLDER]`: VS Code with the extension, in a browser. */

async function install() {
  await ensureDependencies();
  await ensureHost();
  await ensureBrowser();
  process.stdout.write('Everything needed is installed.\n');
}

/** @param {string} folder */
async function serve(folder) {
  const dataFolder = join(ROOT, '.vscode-test', 'serve');
  await mkdir(dataFolder, { recursive: true });
  const server = await startServer({ dataFolder, vsix: await pack() });
  process.stdout.write(
    `${server.origin}/?folder=${encodeURIComponent(folder)}\nCtrl+C stops it.\n`,
  );
  process.once('SIGINT', () => void server.stop().then(() => process.exit(0)));
}

const [verb = 'install', folder = ROOT] = process.argv.slice(2);
if (verb === 'install') await install();
else if (verb === 'serve') await serve(resolve(folder));
else {
  process.stderr.write('Usage: npm run host -- install | serve [FOLDER]\n');
  process.exitCode = 2;
}
