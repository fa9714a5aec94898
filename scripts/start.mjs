import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureBrowser, ensureDependencies, ensureHost } from './install.mjs';
import { ROOT, npm, step } from './shell.mjs';
import { suggestionTable } from './suggestionTable.mjs';

/**
 * `npm start`: learns from the bundled sample history, prints its suggestions and their reasons, then opens VS Code
 * with these suggestions pending. Without a terminal, or with `--check`, it verifies this instead and exits.
 */

const SAMPLE = join(ROOT, 'samples', 'history.csv');
const FOLDER = join(ROOT, '.vscode-test', 'start');

/** @param {readonly string[]} args */
async function rulewright(args) {
  const cli = join(ROOT, 'dist', 'cli.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { cwd: ROOT });
  process.stdout.write(stdout);
}

async function learnFromSample() {
  const model = join(FOLDER, 'model.json');
  const diff = join(FOLDER, 'suggestions.policydiff.json');
  await step('Learning from samples/history.csv', () =>
    rulewright(['train', '--csv', SAMPLE, '--out', model, '--seed', '42']),
  );
  await step('Looking for rules worth suggesting', () =>
    rulewright(['suggest', '--csv', SAMPLE, '--model', model, '--out', diff]),
  );
  process.stdout.write(`\n${suggestionTable(JSON.parse(await readFile(diff, 'utf8')))}\n\n`);
}

async function main() {
  const check = process.argv.includes('--check') || !process.stdin.isTTY || !process.stdout.isTTY;
  await ensureDependencies();
  const { installedDesktop } = await import('./host/desktop.mjs');
  const desktop = check ? undefined : installedDesktop();
  if (desktop === undefined) {
    await ensureHost();
    await ensureBrowser();
  }
  await step('Building', async () => {
    if ((await npm(['run', '--silent', 'package'])) !== 0) throw new Error('The build failed.');
  });
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await learnFromSample();
  // These modules need the installed packages, so they are loaded only now.
  if (desktop !== undefined)
    await (await import('./host/demoDesktop.mjs')).openDesktop(desktop, FOLDER);
  else if (check) await (await import('./host/demo.mjs')).checkInBrowser();
  else await (await import('./host/demo.mjs')).serve(FOLDER);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
