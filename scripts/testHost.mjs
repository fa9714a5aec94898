import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { smallExtension } from '../test/support/smallBase';
import { desktopExecutable } from './host/desktop.mjs';
import { prepareHostRun } from './host/hostRun.mjs';
import { ROOT } from './shell.mjs';
import { forgetResult, readResult, resultFile, summary } from './testResult.mjs';

/** `npm run test:host [-- --grep TEXT]`: bundles test/host and runs it inside a real extension host. */

/** The extension with few of the bundled commands, because training with all of them takes longer than the other tests. */
const EXTENSION = join(ROOT, '.vscode-test', 'extension');
/** Inside the extension, so that VS Code gives tests and extension the same `vscode`. */
const COMPILED = join(EXTENSION, 'test');

/** Each test file becomes one script that bundles its imports from src; `vscode` is provided by the host. */
async function compile() {
  const files = await readdir(join(ROOT, 'test/host'), { recursive: true });
  const tests = files.filter((name) => name.endsWith('.test.ts'));
  if (tests.length === 0) throw new Error('There is no test in test/host.');
  await build({
    entryPoints: Object.fromEntries(
      tests.map((name) => [
        name.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-'),
        join(ROOT, 'test/host', name),
      ]),
    ),
    outdir: COMPILED,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    mainFields: ['module', 'main'], // as in esbuild.mjs
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** @param {string} script */
async function launch(script) {
  const workspace = await mkdtemp(join(tmpdir(), 'rulewright-workspace-'));
  // A separate home folder also for a desktop VS Code, because tests write and delete files of agent hosts in it.
  const home = await mkdtemp(join(tmpdir(), 'rulewright-home-'));
  const executable = desktopExecutable();
  try {
    await runTests({
      ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: EXTENSION,
      extensionTestsPath: script,
      launchArgs: [workspace, '--disable-extensions'],
      extensionTestsEnv: { HOME: home, USERPROFILE: home },
    });
  } finally {
    for (const folder of [workspace, home]) await rm(folder, { recursive: true, force: true });
  }
}

const grep = process.argv.includes('--grep')
  ? process.argv[process.argv.indexOf('--grep') + 1]
  : undefined;
const start = Date.now();
await forgetResult('host');
await rm(EXTENSION, { recursive: true, force: true });
await mkdir(EXTENSION, { recursive: true });
smallExtension(EXTENSION);
await compile();
const script = await prepareHostRun(COMPILED, { resultFile: resultFile('host'), grep });
try {
  await launch(script);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
const result = await readResult('host');
process.stdout.write(`\n${summary('host', result, (Date.now() - start) / 1000)}\n`);
if (result.failures > 0 || result.passes === 0) process.exitCode = 1;
