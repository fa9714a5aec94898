import { resolve } from 'node:path';
import type { LabelledCommand } from '../../src/core/event';
import type { RunControl } from '../../src/core/ports';
import { createTrainer } from '../../src/ml/worker/trainer';
import { rounded } from './measure';
import type { Figures } from './run';

const TREES = 200;
const TURNS = 2;
const DELAY_MS = 10;

type Work = (run: RunControl) => Promise<unknown>;
type Moment = (stage: string, done: number) => boolean;

/** Moments of a training run, defined by its progress. It grows twice as many trees as the model has. */
const MOMENTS: Readonly<Record<string, Moment>> = {
  reading: (stage, done) => stage === 'Reading commands' && done > 0,
  first_tree: (stage, done) => stage === 'Growing trees' && done === 1,
  half_of_the_trees: (stage, done) => stage === 'Growing trees' && done === TREES,
  making_the_model: (stage, done) => stage === 'Growing trees' && done === 2 * TREES,
};

/**
 * Wall milliseconds from Cancel until the promise settles, at several moments of a training run and during the test of
 * rules: the longer of two runs each.
 */
export async function cancelling(commands: readonly LabelledCommand[]): Promise<Figures> {
  const trainer = createTrainer({ workerPath: resolve('dist', 'trainer.cjs') });
  const input = { commands, seed: 1, trees: TREES };
  const figures: Record<string, number> = {};
  for (const [name, moment] of Object.entries(MOMENTS)) {
    figures[`learn.cancel_ms_${name}`] = await longest((run) => trainer.train(input, run), moment);
  }
  const { json } = await trainer.train(input);
  const request = { commands, model: { json }, rules: [], generatedAt: '2026-01-01T00:00:00.000Z' };
  figures['learn.cancel_ms_testing_rules'] = await longest(
    (run) => trainer.suggest(request, run),
    (stage, done) => stage === 'Testing rules' && done > 0,
  );
  return { ...figures, 'learn.cancel_ms_max': Math.max(...Object.values(figures)) };
}

async function longest(work: Work, moment: Moment): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) times.push(await millisToStop(work, moment));
  return rounded(Math.max(...times));
}

/**
 * Cancels just after the moment, so that the next step has started. Measures from when Cancel was due, so that a thread
 * too busy to receive it counts.
 */
async function millisToStop(work: Work, moment: Moment): Promise<number> {
  const controller = new AbortController();
  let askedAt: number | undefined;
  const onProgress = (stage: string, done: number): void => {
    if (askedAt !== undefined || !moment(stage, done)) return;
    askedAt = performance.now() + DELAY_MS;
    setTimeout(() => {
      controller.abort();
    }, DELAY_MS);
  };
  const error = await work({ signal: controller.signal, onProgress }).then(
    () => new Error('The work ended before it was cancelled.'),
    (cause: unknown) => cause,
  );
  if (askedAt === undefined || !controller.signal.aborted) throw error;
  return performance.now() - askedAt;
}
