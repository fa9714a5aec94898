import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from './attack';
import { ATTACKS } from './attacks';
import { beforeOf, readBefore } from './before';
import {
  CALLER_ATTACKS,
  callerAttackName,
  RESULTS_VARIABLE,
  takeCallerResults,
} from './callerAttacks';

/*
 * `npm run test:attacks`: runs attacks of an agent or another program on the build in `dist`, and those of another
 * extension in VS Code. Prints the result of each attack and its result before it was fixed, from
 * test/fixtures/attacks/before.log. The last line counts the results.
 */

async function main(): Promise<void> {
  const counts: Record<Result, number> = { stopped: 0, noticed: 0, unnoticed: 0 };
  const log = readBefore();
  const attacks = ATTACKS.map((attack) => ({ ...attack, before: beforeOf(log, attack.name) }));
  for (const { name, run, before } of attacks) {
    const folder = await mkdtemp(join(tmpdir(), 'rulewright-attack-'));
    try {
      const result = await run(folder);
      counts[result] += 1;
      process.stdout.write(`${result.padEnd(9)} ${name} (before: ${before})\n`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  for (const [attack, result] of await resultsInHost()) {
    counts[result] += 1;
    const name = callerAttackName(attack);
    process.stdout.write(`${result.padEnd(9)} ${name} (before: ${beforeOf(log, name)})\n`);
  }
  const succeeded = [...log.values()].filter((before) => before.startsWith('succeeded')).length;
  process.stdout.write(`\nbefore: ${succeeded} of ${log.size} succeeded\n`);
  const { stopped, noticed, unnoticed } = counts;
  const total = ATTACKS.length + CALLER_ATTACKS.length;
  const line = `${total} attacks: ${stopped} stopped, ${noticed} noticed, ${unnoticed} unnoticed`;
  process.stdout.write(`${line}\n`);
  if (unnoticed > 0) process.exitCode = 1;
}

/** Runs the attacks of another extension. Throws if VS Code did not run them. */
async function resultsInHost(): Promise<ReturnType<typeof takeCallerResults>> {
  const folder = await mkdtemp(join(tmpdir(), 'rulewright-attack-'));
  try {
    const path = join(folder, 'results.json');
    const test = ['--grep', 'commands that other extensions call'];
    const args = ['--import', 'tsx', 'scripts/testHost.mjs', ...test];
    const { stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, [RESULTS_VARIABLE]: path },
    });
    process.stdout.write(`\n${stdout}\n`);
    return takeCallerResults(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
