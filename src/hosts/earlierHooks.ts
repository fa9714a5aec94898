import { canonicalJson } from '../core/canonicalJson';
import { sha256Hex } from '../core/hash';
import { shellQuoted } from '../core/shellQuoted';
import type { HookEntry } from './hostHooks';

/**
 * The prints of the hooks that earlier versions wrote, by host. They go on asking the guard, whose launcher each version
 * renews; but they lack what came later. Whoever changes a host's hooks adds the print of those that were written until
 * then, and keeps their file in test/fixtures/hooks.
 */
const EARLIER: ReadonlySet<string> = new Set([
  'da589285a49381451069e11ac631986be958fb64847a94963a27be9dda31acd9',
  'ca501ee0aa5e35f05144254bfb218706756a72e5e724802cf8d838c2c41ee3c7',
  '23cb23ea840a630a84919cfeeeb0e3f2fca99a9a6f67b6d41fcc9e6854b18178',
  'd382852e65950b5055f53dd9b4f3749b27a22a78dcb4f9c9c53ad303ed79a941',
  '0d0bf022125ee1e0c300350f26ec65d923f4729896dfc2a01bcb5dbb85ac91bd',
]);

/** Whether an earlier version wrote these hooks, and nobody changed them since. */
export function isEarlier(found: readonly HookEntry[], launcher: string): boolean {
  return EARLIER.has(printOf(found, launcher));
}

/** SHA-256 of hooks, wherever their launcher lies and in whichever order they stand. */
function printOf(entries: readonly HookEntry[], launcher: string): string {
  // In a line of JSON; earlier versions quoted it where its path has other characters than now.
  const quoted = JSON.stringify(shellQuoted(launcher)).slice(1, -1);
  const plain = JSON.stringify(launcher).slice(1, -1);
  const texts = entries.map(({ event, value }) =>
    canonicalJson({ event, value })
      .replaceAll(quoted, '<launcher>')
      .replaceAll(plain, '<launcher>'),
  );
  return sha256Hex(texts.sort().join('\n'));
}
