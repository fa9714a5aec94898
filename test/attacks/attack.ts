import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openApp, type OpenApp } from '../../src/app/openApp';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { readSettings } from '../../src/settings';
import type { AnchorStorage } from '../../src/store/anchor';
import { aKey } from '../support/signingKeys';
import { anAnchor } from '../support/corruption';
import { installGuard } from '../support/installedGuard';
import type { Result } from './callerAttacks';
import { HOME } from './ownFileCommands';

export type { Result } from './callerAttacks';

/** A way in which another program or an agent could change Rulewright's decisions. */
export interface Attack {
  readonly name: string;
  /** `folder` is empty and used only by this attack. */
  readonly run: (folder: string) => Promise<Result> | Result;
}

export const DENIED = 'touch denied-mark';
export const POLICY = { rules: [], version: 'v1', seq: 1 };

/** An installed guard with an empty policy. */
export function guardIn(folder: string): { readonly storage: string; readonly launcher: string } {
  const storage = join(folder, 'storage');
  mkdirSync(join(folder, 'home'), { recursive: true });
  const launcher = installGuard(join(storage, 'guard'));
  writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(POLICY, 1));
  return { storage, launcher };
}

/** The guard's answer to a call of a host's tool; undefined if there was none in time. */
export function decisionOf(
  launcher: string,
  host: string,
  call: object,
  env: Readonly<Record<string, string>> = {},
): string | undefined {
  const { stdout, status } = spawnSync('/bin/sh', [launcher, '--host', host, 'pre'], {
    input: JSON.stringify({ session_id: 's', hook_event_name: 'PreToolUse', ...call }),
    encoding: 'utf8',
    timeout: 15_000,
    env: { PATH: process.env['PATH'], HOME, ...env },
  });
  if (status !== 0) return status === 2 ? 'deny' : undefined;
  return /"(?:permissionDecision|permission|decision)":"(\w+)"/.exec(stdout)?.[1] ?? 'none';
}

/** Lets the guard create its code cache. */
export function compileIn(launcher: string): void {
  const args = [launcher, '--host', 'claude', '--compile', 'pre'];
  spawnSync('/bin/sh', args, { input: JSON.stringify(bash('ls')), env: { HOME } });
}

export const bash = (command: string): object => ({
  cwd: `${HOME}/app`,
  tool_name: 'Bash',
  tool_input: { command },
});
export const stoppedIf = (isStopped: boolean): Result => (isStopped ? 'stopped' : 'unnoticed');

export interface OpenWindow {
  readonly app: OpenApp;
  readonly notices: string[];
  readonly anchor: AnchorStorage;
}

/** Opens a window and records its warnings. `anchor`: what VS Code keeps for it from session to session. */
export async function openWindow(
  folder: string,
  anchor: AnchorStorage = anAnchor(aKey()),
  folders: readonly string[] = [],
): Promise<OpenWindow> {
  const notices: string[] = [];
  const app = await openApp({
    folder,
    extensionFolder: resolve('.'),
    anchor,
    settings: () => readSettings(() => undefined),
    folders: () => folders,
    onTampering: (text) => notices.push(text),
    onHooksRestored: ({ path }) => notices.push(path),
    onError: () => undefined,
  });
  return { app, notices, anchor };
}

/** Maximum time until a window notices an attack. */
const NOTICED_WITHIN_MS = 10_000;

/** Whether something happens in time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const start = Date.now();
  while (Date.now() - start < NOTICED_WITHIN_MS) {
    if (await holds()) return true;
    await wait(50);
  }
  return false;
}

/** An attack on the files of a window. `isRepaired`: whether they were restored. */
type FileAttack = (
  name: string,
  attack: (folder: string) => void,
  isRepaired: (folder: string) => boolean,
) => Attack;

/** While it is open. */
export const onWindow: FileAttack = (name, attack, isRepaired) => ({
  name,
  run: async (folder) => {
    const { app, notices } = await openWindow(folder);
    try {
      const ready = (): boolean =>
        existsSync(join(folder, 'policy.snapshot')) && existsSync(join(folder, 'guard/guard.json'));
      if (!(await until(ready))) return 'unnoticed';
      await app.app.publish();
      await app.app.connections.repair();
      await wait(500);
      attack(folder);
      const isNoticed = await until(() => notices.length > 0);
      return isNoticed && (await until(() => isRepaired(folder))) ? 'noticed' : 'unnoticed';
    } finally {
      await app.close();
    }
  },
});

/** While none is open. */
export const onClosed: FileAttack = (name, attack, isRepaired) => ({
  name,
  run: async (folder) => {
    const first = await openWindow(folder);
    await until(() => existsSync(join(folder, 'guard/guard.json')));
    await first.app.app.publish();
    await first.app.close();
    attack(folder);
    const { app, notices } = await openWindow(folder, first.anchor);
    try {
      const isNoticed = await until(() => notices.length > 0 && isRepaired(folder));
      return isNoticed ? 'noticed' : 'unnoticed';
    } finally {
      await app.close();
    }
  },
});
