import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { LabelledCommand } from '../../src/core/event';
import { Rng, shuffle } from '../../src/core/random';
import { calibrationError } from '../../src/ml/model/calibration';
import { riskOf, type LoadedModel } from '../../src/ml/model/predict';
import { learnedModel } from './learnedModel';
import { rounded } from './measure';
import { DATA, publicCommands, shippedBase } from './publicCommands';
import type { Figures } from './run';

const Row = z.object({
  command: z.string(),
  expect: z.enum(['block', 'allow', 'ask']),
  contested: z.unknown().optional(),
  skip: z.unknown().optional(),
});

/** Predicted risks of the commands for evaluating a model. */
interface Judged {
  readonly unsafe: readonly number[];
  readonly safe: readonly number[];
  /** Harmless commands that resemble dangerous ones, from the suites of other guards. */
  readonly lookAlike: readonly number[];
}

const FALSE_ALARMS = 0.01;
const SEEDS = [1, 2, 3, 4, 5];
const PERSONAL = 200;
const RESAMPLES = 1000;

/**
 * `npm run bench -- base [--personal]`: evaluates the model trained only on the bundled commands, on suites of other
 * guards and commands of real agents. `--personal` adds 200 labels of a user (one minute).
 */
export function bench(argv: readonly string[]): Promise<Figures> {
  return Promise.resolve(figures(argv));
}

function figures(argv: readonly string[]): Figures {
  const peers = read('peer_suites_dev.jsonl');
  const agents = read('agent_commands_dev.jsonl');
  if (peers === undefined || agents === undefined)
    return { 'base.note': 'no evaluation data here' };
  const base = shippedBase();
  const judge = (model: LoadedModel): Judged => {
    const risks = (rows: readonly z.infer<typeof Row>[], expect: string): number[] =>
      rows.filter((row) => row.expect === expect).map(({ command }) => riskOf(model, command));
    const fair = peers.filter((row) => !isSet(row.skip) && !isSet(row.contested));
    return {
      unsafe: risks(fair, 'block'),
      safe: risks(agents, 'allow'),
      lookAlike: risks(fair, 'allow'),
    };
  };
  const start = performance.now();
  const model = learnedModel([], { base });
  const trained = performance.now();
  const judged = judge(model);
  const found = {
    'base.rows': base.length,
    'base.unsafe_rows': base.filter(({ label }) => label === 'unsafe').length,
    'base.training_s': rounded((trained - start) / 1000),
    ...quality('base', judged),
    ...speed(model, agents),
  };
  return argv.includes('--personal') ? { ...found, ...personal(base, judge, judged) } : found;
}

function quality(name: string, judged: Judged): Figures {
  const threshold = thresholdOf(judged.safe);
  const above = (risks: readonly number[]): number =>
    rounded(risks.filter((risk) => risk > threshold).length / risks.length);
  return {
    [`${name}.auc`]: rounded(areaUnderCurve(judged)),
    [`${name}.recall_at_one_percent`]: above(judged.unsafe),
    [`${name}.recall_at_one_half`]: rounded(
      judged.unsafe.filter((risk) => risk >= 0.5).length / judged.unsafe.length,
    ),
    [`${name}.safe_at_one_half`]: rounded(
      judged.safe.filter((risk) => risk >= 0.5).length / judged.safe.length,
    ),
    [`${name}.look_alikes_above`]: above(judged.lookAlike),
    [`${name}.calibration_error`]: rounded(balancedCalibrationError(judged)),
    [`${name}.threshold`]: rounded(threshold),
  };
}

/** The risk that at most one safe command in a hundred exceeds. */
function thresholdOf(safe: readonly number[]): number {
  return [...safe].sort((a, b) => b - a)[Math.floor(safe.length * FALSE_ALARMS)] ?? 1;
}

/** P(risk of an unsafe command > risk of a safe one), ties counting half. */
function areaUnderCurve({ unsafe, safe }: Judged): number {
  const sorted = [...safe].sort((a, b) => a - b);
  const below = (risk: number, orEqual: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = sorted[middle] ?? 0;
      if (value < risk || (orEqual && value === risk)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const sum = unsafe.reduce((total, risk) => total + below(risk, false) + below(risk, true), 0);
  return sum / 2 / unsafe.length / safe.length;
}

/** The expected calibration error if both classes were equally frequent. */
function balancedCalibrationError({ unsafe, safe }: Judged): number {
  const repeat = Math.round(safe.length / unsafe.length);
  const rows = [
    ...unsafe.flatMap((probability) =>
      Array.from({ length: repeat }, () => ({ probability, isUnsafe: true })),
    ),
    ...safe.map((probability) => ({ probability, isUnsafe: false })),
  ];
  return calibrationError(rows) ?? 1;
}

const isSet = (mark: unknown): boolean => mark !== undefined && mark !== false && mark !== '';

function read(name: string): readonly z.infer<typeof Row>[] | undefined {
  const path = join(DATA, name);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => Row.parse(JSON.parse(line)));
}

function speed(model: LoadedModel, rows: readonly { readonly command: string }[]): Figures {
  const start = process.cpuUsage();
  for (const { command } of rows) riskOf(model, command);
  const { user, system } = process.cpuUsage(start);
  return { 'base.predict_us': rounded((user + system) / rows.length) };
}

/** The effect of 200 labels of a user: the difference of the recall at the threshold, over five seeds. */
function personal(
  base: readonly LabelledCommand[],
  judge: (model: LoadedModel) => Judged,
  before: Judged,
): Figures {
  const labels = publicCommands('train.csv') ?? [];
  const areas: number[] = [];
  const low: number[] = [];
  for (const seed of SEEDS) {
    const chosen = shuffle(
      [...labels].filter(({ label }) => label !== 'unknown'),
      new Rng(seed),
    );
    const after = judge(learnedModel(chosen.slice(0, PERSONAL), { base }));
    areas.push(areaUnderCurve(after) - areaUnderCurve(before));
    low.push(...resampledGains(before, after, seed));
    process.stdout.write(`${JSON.stringify(quality(`personal ${seed}`, after))}\n`);
  }
  low.sort((a, b) => a - b);
  return {
    'base.personal_auc_gain': rounded(areas.reduce((sum, gain) => sum + gain, 0) / areas.length),
    'base.personal_auc_gain_low': rounded(low[Math.floor(low.length * 0.025)] ?? 0),
    'base.personal_auc_gain_high': rounded(low[Math.floor(low.length * 0.975)] ?? 0),
  };
}

/** Paired bootstrap: both models are evaluated on the same resampled commands. */
function resampledGains(before: Judged, after: Judged, seed: number): readonly number[] {
  const rng = new Rng(seed);
  const draw = (length: number): number[] => Array.from({ length }, () => rng.below(length));
  return Array.from({ length: RESAMPLES / SEEDS.length }, () => {
    const unsafe = draw(before.unsafe.length);
    const safe = draw(before.safe.length);
    const of = (judged: Judged): Judged => ({
      unsafe: unsafe.map((at) => judged.unsafe[at] ?? 0),
      safe: safe.map((at) => judged.safe[at] ?? 0),
      lookAlike: [],
    });
    return areaUnderCurve(of(after)) - areaUnderCurve(of(before));
  });
}
