import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTACKS, type Result } from './attacks';

/*
 * `npm run test:attacks`: what an agent or another program can do to Rulewright, tried on the build in `dist`. The last
 * line counts what came of it.
 */

async function main(): Promise<void> {
  const counts: Record<Result, number> = { stopped: 0, noticed: 0, unnoticed: 0 };
  for (const { name, run } of ATTACKS) {
    const folder = await mkdtemp(join(tmpdir(), 'rulewright-attack-'));
    try {
      const result = await run(folder);
      counts[result] += 1;
      process.stdout.write(`${result.padEnd(9)} ${name}\n`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const { stopped, noticed, unnoticed } = counts;
  const line = `${ATTACKS.length} attacks: ${stopped} stopped, ${noticed} noticed, ${unnoticed} unnoticed`;
  process.stdout.write(`\n${line}\n`);
  if (unnoticed > 0) process.exitCode = 1;
}

void main();
