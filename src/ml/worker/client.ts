import { availableParallelism } from 'node:os';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { RunControl } from '../../core/ports';
import type { Rule } from '../../core/rule';
import type { GrownPart } from '../forest/growForest';
import type { GrowInput } from '../forest/growTree';
import type { SuggestionReport } from '../rules/suggestionReport';
import { mixSeed } from '../../core/random';
import { everydayCommands } from './background';
import type { ModelSource } from './messages';
import type { TrainedModel } from './trainedModel';
import { WorkerJob } from './workerJob';

/** What to learn from. */
export interface TrainInput {
  readonly commands: readonly LabelledCommand[];
  /** A 32-bit integer. Same commands and seed, same model, on any number of workers. */
  readonly seed: number;
  /** 200 unless told otherwise. */
  readonly trees?: number;
}

/** What to propose from. */
export interface SuggestInput {
  readonly commands: readonly LabelledCommand[];
  /** Read in the thread that proposes: its trees would take the caller's a long time to copy. */
  readonly model: ModelSource;
  /** The policy in force: what it covers already is not proposed again. */
  readonly rules: readonly Rule[];
  /** Rules that pending suggestions would add: they are not proposed again. None unless told. */
  readonly pending?: readonly Pick<Rule, 'pattern' | 'effect'>[];
  /** At most this many deny rules; 20 unless told otherwise. */
  readonly topN?: number;
  /** Whether starter rules for dangers that the history does not show may fill up that number; not unless told. */
  readonly fillUp?: boolean;
  /** ISO 8601, written into `meta.generated_at`. */
  readonly generatedAt: string;
  /** Harmless commands that replace the built-in background, one a line. */
  readonly background?: readonly string[];
}

/** Learns in worker threads, so that the caller's thread stays free. */
export interface Trainer {
  /** Throws `too-few-labels`, `one-class`, `cancelled`. */
  train(input: TrainInput, run?: RunControl): Promise<TrainedModel>;
  /** Throws `old-model`, `cancelled`. */
  suggest(input: SuggestInput, run?: RunControl): Promise<SuggestionReport>;
  /** The bundled rules with their backtest on these commands. Throws `cancelled`. */
  starterRules(
    input: Pick<SuggestInput, 'commands' | 'generatedAt'>,
    run?: RunControl,
  ): Promise<PolicyDiff>;
}

/** Where the trainer's code is, and how many threads it may use (2, but never more than the machine has). */
export interface TrainerOptions {
  readonly workerPath: string;
  readonly workers?: number;
  /** The built-in everyday commands; `assets/background.txt.gz` beside the worker's folder unless told otherwise. */
  readonly backgroundPath?: string;
}

const DEFAULT_TREES = 200;
const DEFAULT_TOP_N = 20;
const TRIAL_SEED = 0x7121;

/** A trainer whose every job has threads of its own, ended with the job. */
export function createTrainer(options: TrainerOptions): Trainer {
  const workers = Math.max(1, Math.min(options.workers ?? 2, availableParallelism()));
  return {
    train: (input, run = {}) =>
      withJob(options.workerPath, run, (job) => trainIn(job, workers, input, run)),
    suggest: async (input, run = {}) => {
      const { topN = DEFAULT_TOP_N, fillUp = false, pending = [] } = input;
      const background = input.background ?? (await everydayCommands(options));
      const request = {
        ...input,
        type: 'suggest' as const,
        pending,
        topN,
        fillUp,
        background,
      };
      return withJob(options.workerPath, run, (job) => job.ask(0, request, run));
    },
    starterRules: (input, run = {}) =>
      withJob(options.workerPath, run, (job) =>
        job.ask(0, { type: 'starterRules', ...input }, run),
      ),
  };
}

async function withJob<T>(
  path: string,
  run: RunControl,
  work: (job: WorkerJob) => Promise<T>,
): Promise<T> {
  const job = new WorkerJob(path);
  try {
    return await work(job);
  } finally {
    const closed = job.close();
    // A thread may take a moment to die: whoever cancelled need not wait for it.
    if (run.signal?.aborted !== true) await closed;
  }
}

async function trainIn(
  job: WorkerJob,
  workers: number,
  { commands, seed, trees = DEFAULT_TREES }: TrainInput,
  run: RunControl,
): Promise<TrainedModel> {
  const prepared = await job.ask(0, { type: 'prepare', commands, seed }, run);
  let grown = 0;
  const count = (stage: string): void => {
    grown += 1;
    run.onProgress?.(stage, grown, 2 * trees);
  };
  const grow = (input: GrowInput, forestSeed: number): Promise<GrownPart[]> =>
    Promise.all(
      Array.from({ length: workers }, (_, first) =>
        job.ask(
          first,
          { type: 'grow', input, part: { seed: forestSeed, first, step: workers, trees } },
          { ...run, onProgress: count },
        ),
      ),
    );
  const trial = await grow(prepared.trial, mixSeed(seed, TRIAL_SEED));
  const final = await grow(prepared.final, seed);
  return job.ask(0, { type: 'finish', trial, final, seed }, run);
}
