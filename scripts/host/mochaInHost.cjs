'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Runs inside the extension host. `run.json` in this folder contains the reporter and mocha's
 * options.
 */
exports.run = async function run() {
  const settings = JSON.parse(readFileSync(join(__dirname, 'run.json'), 'utf8'));
  const { default: Mocha } = await import('mocha');
  const { default: reporter } = await import(settings.reporter);
  const mocha = new Mocha({ ...settings.mocha, reporter });
  const tests = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
  for (const name of tests.sort()) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} of the tests in the extension host failed.`);
};
