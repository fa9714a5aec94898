import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** A module bundled as in the package: run from source, calls across files would dominate the measurement. */
export function bundled(entry: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  const outfile = join(folder, 'subject.cjs');
  try {
    buildSync({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
      // For a checkout of another build without node_modules.
      nodePaths: [resolve('node_modules')],
    });
    return createRequire(__filename)(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
