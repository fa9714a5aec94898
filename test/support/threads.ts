import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the store's thread as the build does. Resolves to the file, which the caller removes. */
export function bundleStore(): Promise<string> {
  return bundleThread('store');
}

/** The same of the process that imports. */
export function bundleImporter(): Promise<string> {
  return bundleThread('history/process');
}

/** The same of the trainer. */
export function bundleTrainer(): Promise<string> {
  return bundleThread('ml/worker');
}

async function bundleThread(room: 'store' | 'history/process' | 'ml/worker'): Promise<string> {
  const outfile = join(tmpdir(), `rulewright-thread-${randomUUID()}.cjs`);
  await build({
    entryPoints: [`src/${room}/main.ts`],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'], // the UMD form of jsonc-parser hides its parts from bundlers
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
