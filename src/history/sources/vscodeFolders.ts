import { join } from 'node:path';
import type { Machine } from './source';

const PRODUCTS = ['Code', 'Code - Insiders', 'VSCodium'];
const SERVERS = ['.vscode-server', '.vscode-server-insiders', '.vscodium-server'];

/** The `User` folders of VS Code, Insiders and VSCodium, and of their servers. */
export function vscodeUserFolders({ home, env, platform }: Machine): readonly string[] {
  const onMac = join(home, 'Library/Application Support');
  const onWindows = env['APPDATA'] ?? join(home, 'AppData/Roaming');
  const elsewhere = env['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const roots: Readonly<Record<string, readonly string[]>> = {
    darwin: [onMac],
    win32: [onWindows],
    any: [elsewhere, onMac, onWindows],
  };
  const products = (roots[platform] ?? [elsewhere]).flatMap((root) =>
    PRODUCTS.map((name) => join(root, name, 'User')),
  );
  return [...products, ...SERVERS.map((name) => join(home, name, 'data/User'))];
}
