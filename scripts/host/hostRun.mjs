import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FORBIDDEN } from '../forbidden.mjs';
import { ROOT } from '../shell.mjs';

/**
 * Adds the script that runs mocha inside the extension host to the compiled tests in `folder`.
 * @param {string} folder
 * @param {{ resultFile: string, grep?: string | undefined }} options
 * @returns {Promise<string>} the script that the extension host is to load
 */
export async function prepareHostRun(folder, { resultFile, grep }) {
  const script = join(folder, 'index.cjs');
  await copyFile(join(ROOT, 'scripts/host/mochaInHost.cjs'), script);
  const mocha = {
    ...FORBIDDEN,
    timeout: 180_000,
    reporterOptions: { resultFile },
    ...(grep === undefined ? {} : { grep }),
  };
  const reporter = pathToFileURL(join(ROOT, 'scripts/testReporter.mjs')).href;
  await writeFile(join(folder, 'run.json'), JSON.stringify({ reporter, mocha }));
  return script;
}
