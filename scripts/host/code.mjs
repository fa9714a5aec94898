#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInServer } from './runInServer.mjs';

/**
 * Replaces the desktop `code` executable and accepts the arguments that @vscode/test-electron
 * passes.
 */

/** @param {string} name */
const argument = (name) =>
  process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);

const extension = argument('extensionDevelopmentPath');
const tests = argument('extensionTestsPath');
if (extension === undefined || tests === undefined) {
  process.stderr.write('Needs --extensionDevelopmentPath= and --extensionTestsPath=.\n');
  process.exit(2);
}
const workspace = await mkdtemp(join(tmpdir(), 'rulewright-workspace-'));
try {
  process.exitCode = await runInServer({ extension, tests, workspace });
} finally {
  await rm(workspace, { recursive: true, force: true });
}
