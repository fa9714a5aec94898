import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const EVERY = 40;

/** Writes every fortieth of the bundled commands into a folder, so that training is fast. Returns the file. */
export function smallBase(folder: string): string {
  const path = join(folder, 'base.txt.gz');
  const lines = gunzipSync(readFileSync(join('assets', 'base.txt.gz')))
    .toString('utf8')
    .split('\n');
  writeFileSync(path, gzipSync(lines.filter((_, at) => at % EVERY === 0).join('\n')));
  return path;
}

/**
 * Copies the built command line into a folder, with few of the bundled commands, for tests that train and do not depend
 * on them. Returns the folder of its bundles.
 */
export function smallBuild(folder: string): string {
  const [dist, assets] = [join(folder, 'dist'), join(folder, 'assets')];
  cpSync('dist', dist, { recursive: true });
  mkdirSync(assets);
  copyFileSync('assets/background.txt.gz', join(assets, 'background.txt.gz'));
  smallBase(assets);
  return dist;
}
