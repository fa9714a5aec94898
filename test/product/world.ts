import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { openApp, readSettings, type App } from './product';

/** The project, with the built product. */
export const ROOT = resolve(__dirname, '../..');

/** A separate environment for one verification, and the results of earlier stages for later ones. */
export interface World {
  /** The folder that contains everything that the product writes. */
  readonly folder: string;
  /** The folder of the product: `dist`, `assets` and `package.json`. */
  readonly product: string;
  /** The word that the user types. */
  typed: string;
  /** Number of rows of the CSV file, and the labels that the user knows for rows without one, by command. */
  rows: number;
  unlabelled: Record<string, 'safe' | 'unsafe'>;
  /** Number of events without a label, before the user labelled some. */
  unknown: number;
  /** The version of the model that the user trained. */
  trained: string;
  /** The pending suggestions, by id. */
  proposed: string;
  generated: readonly string[];
  /** Applied versions, oldest first, each with the digest of the resulting rules. */
  versions: readonly { readonly version: string; readonly stateHash: string }[];
  /** Commands that the policy denies. */
  denied: readonly string[];
  /** The agent that was registered. */
  agent: string;
  /** Number of exported commands. */
  exported: number;
}

export const AUTHOR = 'Ada';
/** A rule that the user proposes, a command that it stops, and one that no rule may stop. */
export const OWN_RULE = {
  pattern: '\\bterraform\\s+destroy\\b',
  effect: 'deny',
  score: 0.9,
  title: 'Destroys infrastructure',
  reason: 'It removes what runs.',
  instead: 'Show the plan to the user.',
} as const;
export const STOPPED = 'terraform destroy -auto-approve';
export const HARMLESS = 'git status --short';

export function newWorld(folder: string, product: string): World {
  return {
    folder,
    product,
    typed: 'APPLY',
    rows: 0,
    unlabelled: {},
    unknown: 0,
    trained: '',
    proposed: '',
    generated: [],
    versions: [],
    denied: [],
    agent: '',
    exported: 0,
  };
}

export const storageOf = (world: World): string => join(world.folder, 'storage');
export const homeOf = (world: World): string => join(world.folder, 'home');
export const csvOf = (world: World): string => join(world.folder, 'history.csv');
export const diffOf = (world: World): string => join(world.folder, 'suggestions.json');

/** Opens the product as a new window does, and closes it. Also fails if upkeep fails in the meantime. */
export async function inWindow<T>(world: World, work: (app: App) => Promise<T>): Promise<T> {
  const troubles: unknown[] = [];
  process.env['HOME'] = homeOf(world);
  const opened = await openApp({
    folder: storageOf(world),
    extensionFolder: world.product,
    // The sample is older than the default retention time.
    settings: () => ({ ...readSettings(() => undefined), author: AUTHOR, retentionDays: 3650 }),
    onError: (error) => troubles.push(error),
  });
  const whole = async (): Promise<T> => {
    const result = await work(opened.app);
    assert.equal((await opened.app.policies.health()).state, 'good');
    return result;
  };
  const result = await whole().finally(() => opened.close());
  assert.deepEqual(troubles, []);
  return result;
}

/** Runs the command line. Any other exit code is a failure. */
export function cli(world: World, args: readonly string[], code = 0): string {
  const ran = spawnSync(process.execPath, [join(world.product, 'dist', 'cli.cjs'), ...args], {
    encoding: 'utf8',
    maxBuffer: 100e6,
  });
  assert.equal(ran.status, code, `rulewright ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

/** Runs a line of a hook file as Claude Code does. */
export function askHook(line: string, command: string): { decision: string; reason: string } {
  const input = JSON.stringify({
    session_id: 'verification',
    cwd: '/',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: command,
  });
  const ran = spawnSync('/bin/sh', ['-c', line], { input, encoding: 'utf8' });
  assert.equal(ran.status, 0, `the guard ended with ${ran.status}: ${ran.stderr}`);
  const { hookSpecificOutput = {} } = (ran.stdout === '' ? {} : JSON.parse(ran.stdout)) as {
    hookSpecificOutput?: { permissionDecision?: string; permissionDecisionReason?: string };
  };
  const { permissionDecision = 'none', permissionDecisionReason = '' } = hookSpecificOutput;
  return { decision: permissionDecision, reason: permissionDecisionReason };
}
