import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { denseData, sparseData, type ForestData } from './forestData';
import { mean, median, rounded } from './measure';
import type { Figures } from './run';

/** The Python for which Debian's python3-sklearn is installed; another Python has other packages. */
const PYTHON = '/usr/bin/python3';
const SEEDS = [1, 2, 3];

const Ours = z.object({
  cpuSeconds: z.number(),
  peakAboveStartMb: z.number(),
  importances: z.array(z.number()),
});
const Theirs = z.object({
  version: z.string(),
  runs: z.array(z.object({ cpuSeconds: z.number(), importances: z.array(z.number()) })),
});

/**
 * CPU, memory and importances of our kernel compared with scikit-learn's, each in a separate process with one thread.
 */
export function forestVersusSklearn(): Figures {
  const ours = { sparse: SEEDS.map((seed) => grow('sparse', seed)) };
  const cpu = median(ours.sparse.map(({ cpuSeconds }) => cpuSeconds));
  const own = {
    'learn.forest_cpu_seconds': rounded(cpu),
    'learn.forest_peak_mb_above_start': rounded(
      Math.max(...ours.sparse.map(({ peakAboveStartMb }) => peakAboveStartMb)),
    ),
  };
  if (!hasSklearn()) return { ...own, 'learn.sklearn_note': 'no python3-sklearn here' };
  const sparse = sklearn(sparseData());
  const dense = sklearn(denseData());
  const theirs = dense.runs.map(({ importances }) => importances);
  const mine = SEEDS.map((seed) => grow('dense', seed).importances);
  const sklearnCpu = median(sparse.runs.map(({ cpuSeconds }) => cpuSeconds));
  return {
    ...own,
    'learn.sklearn_version': sparse.version,
    'learn.sklearn_cpu_seconds': rounded(sklearnCpu),
    'learn.forest_cpu_ratio_to_sklearn': rounded(cpu / sklearnCpu),
    'learn.importance_spearman_with_sklearn': rounded(
      mean(mine.flatMap((a) => theirs.map((b) => spearman(a, b)))),
    ),
    'learn.importance_spearman_sklearn_seeds': rounded(
      mean(theirs.flatMap((a, at) => theirs.slice(at + 1).map((b) => spearman(a, b)))),
    ),
  };
}

function grow(kind: 'sparse' | 'dense', seed: number): z.infer<typeof Ours> {
  const script = join('test', 'bench', 'forestRun.ts');
  const args = ['--import', 'tsx', script, kind, String(seed)];
  return Ours.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
}

function hasSklearn(): boolean {
  return existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import sklearn, scipy']).status === 0;
}

function sklearn({ rows, labels, columns }: ForestData): z.infer<typeof Theirs> {
  const input = JSON.stringify({ rows, labels: [...labels], columns, seeds: SEEDS });
  const script = join('test', 'bench', 'sklearnForest.py');
  // Limit the linear algebra libraries to one thread.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const output = execFileSync(PYTHON, [script], {
    input,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 26,
  });
  return Theirs.parse(JSON.parse(output));
}

/** Rank correlation; equal values share their mean rank. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const x = ranks(a);
  const y = ranks(b);
  const middle = (x.length - 1) / 2;
  const product = (p: readonly number[], q: readonly number[]): number =>
    p.reduce((sum, value, at) => sum + (value - middle) * ((q[at] ?? 0) - middle), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

function ranks(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}
