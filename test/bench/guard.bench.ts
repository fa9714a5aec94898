import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MatchRule } from '../../src/matcher/matcher';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { installGuard } from '../support/installedGuard';
import { beforeFigures } from './beforeBuild';
import { median, option, rounded, timedProcess } from './measure';
import { workload } from './workload';

const SIZES = [1000, 10_000];
/** Longer than the clock resolution of the file system, so that a guard treats the policy as settled. Milliseconds. */
const SETTLE_MS = 200;

/** Without the options set by the launcher. */
const PLAIN = [process.execPath, resolve('dist/guard.cjs')];

/**
 * CPU time of a guard, including its launcher, relative to a bare Node process: medians over alternating pairs, with
 * another command of the workload each time. `--pairs N` sets their number. `--before FOLDER` compares with the build
 * of another checkout instead.
 */
export async function bench(argv: readonly string[]): Promise<Record<string, number>> {
  const { rules, commands } = workload(argv);
  const before = option(argv, 'before');
  if (before !== undefined) {
    return beforeFigures(before, { rules, commands }, Number(option(argv, 'pairs') ?? 400));
  }
  const pairs = Number(option(argv, 'pairs') ?? 41);
  const figures: Record<string, number> = {};
  for (const size of SIZES.filter((one) => rules.length >= one)) {
    const storage = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
    try {
      publish(storage, rules.slice(0, size));
      const launcher = [installGuard(join(storage, 'bin'))];
      const first = measure(launcher, storage, commands, Math.min(7, pairs), () => {
        rmSync(join(storage, 'guard'), { recursive: true, force: true });
      });
      await new Promise((done) => setTimeout(done, SETTLE_MS));
      // Creates the code cache; the first guard afterwards verifies the policy.
      measure([...launcher, '--compile'], storage, commands, 1);
      measure(launcher, storage, commands, 1);
      const usual = measure(launcher, storage, commands, pairs);
      measure([...PLAIN, '--compile'], storage, commands, 1);
      measure(PLAIN, storage, commands, 1);
      const plain = measure(PLAIN, storage, commands, pairs);
      figures[`guard.cpu_ratio_vs_node_${size}`] = rounded(usual.ratio);
      figures[`guard.cpu_ms_over_node_${size}`] = rounded(usual.guardMs - usual.bareMs);
      figures[`guard.bare_node_cpu_ms_${size}`] = rounded(usual.bareMs);
      figures[`guard.without_launcher_cpu_ratio_vs_node_${size}`] = rounded(plain.ratio);
      figures[`guard.first_run_cpu_ratio_vs_node_${size}`] = rounded(first.ratio);
    } finally {
      rmSync(storage, { recursive: true, force: true });
    }
  }
  return figures;
}

function publish(storage: string, rules: readonly MatchRule[]): void {
  const full = rules.map((rule) => ({
    ...rule,
    addedBy: '',
    confidence: null,
    ts: '',
    mode: 'enforce' as const,
    reason: '',
  }));
  const bytes = snapshotBytes({ rules: full, version: 'v', seq: 1 }, 1);
  writeFileSync(join(storage, 'policy.snapshot'), bytes);
}

function measure(
  guard: readonly string[],
  storage: string,
  commands: readonly string[],
  pairs: number,
  before: () => void = () => undefined,
): { readonly ratio: number; readonly guardMs: number; readonly bareMs: number } {
  const called = [...guard, '--storage', storage, '--host', 'claude', 'pre'];
  const taken = Array.from({ length: pairs }, (_, at) => {
    const command = commands[Math.floor((at * commands.length) / pairs)] ?? '';
    before();
    return {
      bare: timedProcess([process.execPath, '-e', '0'], '').cpuMs,
      guard: timedProcess(called, inputOf(command)).cpuMs,
    };
  });
  const bareMs = median(taken.map(({ bare }) => bare));
  const guardMs = median(taken.map(({ guard }) => guard));
  return { ratio: guardMs / bareMs, guardMs, bareMs };
}

const inputOf = (command: string): string =>
  JSON.stringify({ tool_name: 'Bash', tool_input: { command } });
