import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const EVERY = 40;

/** Writes every fortieth of the bundled commands into a folder, so that training is fast. Returns the file. */
export function smallBase(folder: string): string {
  return baseOf(folder, everyFortieth('base.txt.gz'));
}

/** The same with every two hundredth, for tests of which the commands are not the subject. */
export function tinyBase(folder: string): string {
  const lines = everyFortieth('base.txt.gz').split('\n');
  return baseOf(folder, lines.filter((_, at) => at % 5 === 0).join('\n'));
}

function baseOf(folder: string, text: string): string {
  const path = join(folder, 'base.txt.gz');
  writeFileSync(path, gzipSync(text));
  return path;
}

/**
 * Writes every fortieth of the bundled everyday commands into a folder, so that proposing rules is fast. Returns the
 * file.
 */
export function smallBackground(folder: string): string {
  const path = join(folder, 'background.txt');
  writeFileSync(path, everyFortieth('background.txt.gz'));
  return path;
}

const KEPT = new Map<string, string>();

/** Every fortieth line of an asset, read once. */
function everyFortieth(asset: string): string {
  const kept = KEPT.get(asset);
  if (kept !== undefined) return kept;
  const lines = gunzipSync(readFileSync(join('assets', asset)))
    .toString('utf8')
    .split('\n');
  const few = lines.filter((_, at) => at % EVERY === 0).join('\n');
  KEPT.set(asset, few);
  return few;
}

/**
 * Copies the built command line into a folder, with few of the bundled commands and everyday commands, for tests that
 * train and do not depend on them. Returns the folder of its bundles.
 */
export function smallBuild(folder: string): string {
  const [dist, assets] = [join(folder, 'dist'), join(folder, 'assets')];
  cpSync('dist', dist, { recursive: true });
  mkdirSync(assets);
  smallAssets(assets);
  return dist;
}

/** The same with only every two hundredth of the bundled commands. */
export function tinyBuild(folder: string): string {
  const dist = smallBuild(folder);
  tinyBase(join(folder, 'assets'));
  return dist;
}

/** What the extension reads at run time, beside `assets`. */
const EXTENSION = [
  'package.json',
  'package.nls.json',
  'dist',
  'images',
  'l10n',
  'samples',
  'schemas',
];

/** Copies the built extension into an empty folder, with few of the bundled commands and everyday commands. */
export function smallExtension(folder: string): void {
  for (const name of EXTENSION) cpSync(name, join(folder, name), { recursive: true });
  const assets = join(folder, 'assets');
  mkdirSync(assets);
  smallAssets(assets);
}

/** Replaces the bundled lists in the `assets` folder of an installed product by every fortieth of their commands. */
export function smallAssets(folder: string): void {
  smallBase(folder);
  writeFileSync(join(folder, 'background.txt.gz'), gzipSync(everyFortieth('background.txt.gz')));
}
