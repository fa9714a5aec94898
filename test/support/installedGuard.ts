import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the built guard in a folder by hand, as described in docs/agent-hooks.md. Returns the
 * path of its launcher.
 */
export function installGuard(folder: string, node = process.execPath, dist = 'dist'): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ['guard.cjs', 'guard.main.js', 'programs.txt']) {
    copyFileSync(join(dist, name), join(folder, name));
  }
  const launcher = join(folder, 'guard.sh');
  const text = readFileSync(join(dist, 'guard.sh'), 'utf8').replace(
    /^node=.*$/m,
    () => `node='${node}'`,
  );
  writeFileSync(launcher, text, { mode: 0o755 });
  return launcher;
}
