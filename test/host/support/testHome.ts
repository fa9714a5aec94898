import * as assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { sep } from 'node:path';

/** The home folder of this VS Code. Throws unless it is a temporary one: tests write and delete files in it. */
export function testHome(): string {
  const home = realpathSync(homedir());
  const isTemporary = home.startsWith(`${realpathSync(tmpdir())}${sep}`);
  assert.ok(isTemporary, `Tests would delete files in ${home}. Start them by npm run test:host.`);
  return homedir();
}
