import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the program of the store as the build does. Resolves to the file, which the caller
 * removes.
 */
export function bundleStore(): Promise<string> {
  return bundleThread('store');
}

/** The same for the import process. */
export function bundleImporter(): Promise<string> {
  return bundleThread('history/process');
}

/** The same for the trainer. */
export function bundleTrainer(): Promise<string> {
  return bundleThread('ml/worker');
}

/** Bundles the trainer for the tests of the surrounding `describe`, and removes it afterwards. Returns its path. */
export function useTrainer(): () => string {
  let path = '';
  before(async () => {
    path = await bundleTrainer();
  });
  after(() => rm(path));
  return () => path;
}

function bundleThread(room: 'store' | 'history/process' | 'ml/worker'): Promise<string> {
  return bundleProgram(`src/${room}/main.ts`);
}

/** The bundles of this run by entry point: many files of tests use the same. */
const BUNDLES = new Map<string, Promise<Uint8Array>>();

/**
 * The same for any program, so that each of its processes starts without translating TypeScript: that takes seven times
 * as long as starting a bundle.
 */
export async function bundleProgram(entryPoint: string, folder = tmpdir()): Promise<string> {
  const bundle = BUNDLES.get(entryPoint) ?? bundled(entryPoint);
  BUNDLES.set(entryPoint, bundle);
  const outfile = join(folder, `rulewright-thread-${randomUUID()}.cjs`);
  await writeFile(outfile, await bundle);
  return outfile;
}

async function bundled(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'], // bundlers cannot follow the UMD form of jsonc-parser
    write: false,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`No bundle of ${entryPoint}.`);
  return file.contents;
}
