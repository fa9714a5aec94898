import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the store's thread as the build does. Resolves to the file, which the caller removes. */
export async function bundleStore(): Promise<string> {
  const outfile = join(tmpdir(), `rulewright-store-${randomUUID()}.cjs`);
  await build({
    entryPoints: ['src/store/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
