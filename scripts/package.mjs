import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './shell.mjs';

export const LIMIT_BYTES = 3_000_000;

/**
 * Builds and packs the extension with vsce. Everything it needs at run time is bundled, so the package contains no dependencies.
 * @returns {Promise<string>} the path of the package
 */
export async function pack() {
  const file = await packagePath();
  const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
  await promisify(execFile)(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', file],
    { cwd: ROOT, maxBuffer: 10_000_000 },
  );
  const { size } = await stat(file);
  if (size >= LIMIT_BYTES)
    throw new Error(`${file} has ${size} bytes; the limit is ${LIMIT_BYTES}.`);
  return file;
}

/** The path of the package of this version, which may not exist yet. */
export async function packagePath() {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  return join(ROOT, `rulewright-${version}.vsix`);
}
