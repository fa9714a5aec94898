import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STAGES, type Stage } from './stages';
import { homeOf, newWorld, ROOT, type World } from './world';
import { smallBuild } from '../support/smallBase';

/**
 * `npm run verify:product`: goes through every stage of the product through its public interfaces – command line,
 * hooks, and windows in which a person types APPLY – and prints counts, times and the pass rate.
 *
 * `-- --break STAGE` damages the input of this stage, which must fail. `-- --break each` does so for every stage, each
 * time on a copy of the results of the previous stages, and succeeds if every stage detects it. It uses a copy of the
 * product with few of the bundled commands, because most of the time of training is spent on these.
 */

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly text: string;
  readonly ms: number;
}

async function attempt(stage: Stage, world: World, isBroken: boolean): Promise<Result> {
  const start = performance.now();
  const result = (passed: boolean, text: string): Result => ({
    name: stage.name,
    passed,
    text,
    ms: performance.now() - start,
  });
  // Distinguishes a failed sabotage from a detected one.
  const sabotage = { failed: false };
  const damage = async (): Promise<void> => {
    if (!isBroken) return;
    try {
      await stage.sabotage(world);
    } catch (error) {
      sabotage.failed = true;
      throw error;
    }
  };
  try {
    return result(true, await stage.run(world, damage));
  } catch (error) {
    const text = shortened(error);
    return sabotage.failed ? result(true, `the sabotage failed: ${text}`) : result(false, text);
  }
}

function shortened(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, 150);
}

/** Stops at the first stage that fails, because later stages depend on it. */
async function verify(world: World, broken: string | undefined): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const stage of STAGES) {
    const result = await attempt(withPreparation(stage), world, stage.name === broken);
    print(result);
    results.push(result);
    if (!result.passed) break;
  }
  return results;
}

/** The stage including its preparation. */
function withPreparation(stage: Stage): Stage {
  const run: Stage['run'] = async (world, damage) => {
    await stage.prepare?.(world);
    return stage.run(world, damage);
  };
  return { ...stage, run };
}

/** Runs each stage with its sabotage first, and then undamaged. A result passes if the stage detected it. */
async function verifyBreaks(world: World): Promise<readonly Result[]> {
  const results: Result[] = [];
  const kept = `${world.folder}.kept`;
  for (const stage of STAGES) {
    await stage.prepare?.(world);
    cpSync(world.folder, kept, { recursive: true });
    const broken = await attempt(stage, structuredClone(world), true);
    rmSync(world.folder, { recursive: true });
    cpSync(kept, world.folder, { recursive: true });
    rmSync(kept, { recursive: true });
    const whole = await attempt(stage, world, false);
    const isNoticed = !broken.passed && whole.passed;
    const text = whole.passed ? `noticed: ${broken.text}` : `fails unbroken: ${whole.text}`;
    const result = {
      ...broken,
      passed: isNoticed,
      text: broken.passed ? `not noticed: ${broken.text}` : text,
    };
    print(result);
    results.push(result);
    if (!whole.passed) break;
  }
  return results;
}

/** A copy of the product with few of the bundled commands. */
function smallProduct(folder: string): string {
  smallBuild(folder);
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  return folder;
}

function print({ name, passed, text, ms }: Result): void {
  const seconds = (ms / 1000).toFixed(1).padStart(5);
  process.stdout.write(
    `${passed ? '✓ pass' : '✗ FAIL'}  ${name.padEnd(10)} ${seconds} s  ${text}\n`,
  );
}

async function main(): Promise<number> {
  const [flag, broken, ...rest] = process.argv.slice(2);
  const known = ['each', ...STAGES.map(({ name }) => name)];
  const isUsage =
    flag === undefined ||
    (flag === '--break' && broken !== undefined && known.includes(broken) && rest.length === 0);
  if (!isUsage) {
    process.stderr.write(
      `Usage: npm run verify:product [-- --break STAGE]\nStages: ${known.join(', ')}\n`,
    );
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-verify-'));
  try {
    const world = newWorld(folder, broken === 'each' ? smallProduct(`${folder}.product`) : ROOT);
    mkdirSync(homeOf(world));
    const results = broken === 'each' ? await verifyBreaks(world) : await verify(world, broken);
    const passed = results.filter((result) => result.passed).length;
    const seconds = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
    const rate = ((100 * passed) / STAGES.length).toFixed(0);
    process.stdout.write(
      `${passed} of ${STAGES.length} stages passed (${rate} %) in ${seconds.toFixed(1)} s\n`,
    );
    return passed === STAGES.length ? 0 : 1;
  } finally {
    for (const one of [folder, `${folder}.product`]) rmSync(one, { recursive: true, force: true });
  }
}

void main().then((code) => {
  process.exitCode = code;
});
