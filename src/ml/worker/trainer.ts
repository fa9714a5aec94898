import { availableParallelism } from 'node:os';
import type { CommandSource } from '../../core/event';
import type { RunControl } from '../../core/ports';
import { NO_REJECTIONS, type Rejections } from '../../core/rejection';
import type { Rule } from '../../core/rule';
import type { GrownPart } from '../forest/growForest';
import type { GrowInput } from '../forest/growTree';
import type { SuggestionReport } from '../rules/suggestionReport';
import { mixSeed } from '../../core/random';
import { assetPath } from './background';
import type { ModelThread } from './modelThread';
import type { ModelSource } from './workerMessages';
import type { TrainedModel } from './trainedModel';
import { WorkerJob, type WorkerOptions } from './workerJob';

/** The input of a training run. */
export interface TrainInput {
  readonly commands: CommandSource;
  /** A 32-bit integer. The same commands and seed give the same model, regardless of the number of workers. */
  readonly seed: number;
  /** Whether to reject a history with too few labels or only one class. Default false. */
  readonly needsLabels?: boolean;
  /** Default: see `Preparation`. */
  readonly trees?: number;
}

/** The input of a suggestion run. */
export interface SuggestInput {
  readonly commands: CommandSource;
  /** Loaded by the worker, because copying its trees would block the caller's thread. */
  readonly model: ModelSource;
  /** The policy in force. Commands that it covers get no new rules. */
  readonly rules: readonly Rule[];
  /** Rules in pending suggestions, which are not proposed again. Default: none. */
  readonly pending?: readonly Pick<Rule, 'pattern' | 'effect'>[];
  /** Rejected rules. Default: none. */
  readonly rejected?: Rejections;
  /** Maximum number of deny rules. Default 20. */
  readonly topN?: number;
  /** Whether to add starter rules for risks that do not occur in the history. Default false. */
  readonly fillUp?: boolean;
  /** ISO 8601; becomes `meta.generated_at`. */
  readonly generatedAt: string;
  /** Harmless commands that replace the bundled list. */
  readonly background?: readonly string[];
}

/** Trains and proposes rules in worker threads, so that the caller's thread is not blocked. */
export interface Trainer {
  /** Trains with the bundled commands as well, so that no labels are required. Throws `missing-part`, `cancelled`. */
  train(input: TrainInput, run?: RunControl): Promise<TrainedModel>;
  /** Throws `old-model`, `cancelled`. */
  suggest(input: SuggestInput, run?: RunControl): Promise<SuggestionReport>;
}

export interface TrainerOptions extends Omit<WorkerOptions, 'inProcess'> {
  /** Number of threads. Default 2, at most the number of processors. */
  readonly workers?: number;
  /** Trains and proposes in this process, which is kept for a while. Default: each job starts threads that end with it. */
  readonly kept?: ModelThread;
  /**
   * The bundled everyday commands. Default: `assets/background.txt.gz` next to the worker's folder.
   */
  readonly backgroundPath?: string;
  /** The bundled labelled commands. Default: `assets/base.txt.gz` next to the worker's folder. */
  readonly basePath?: string;
}

const DEFAULT_TOP_N = 20;
const trainDefaults = { needsLabels: false };
const TRIAL_SEED = 0x7121;

/** Creates a trainer. */
export function createTrainer(options: TrainerOptions): Trainer {
  const workers = Math.max(1, Math.min(options.workers ?? 2, availableParallelism()));
  const { kept } = options;
  return {
    train: (input, run = {}) => {
      const basePath = options.basePath ?? assetPath(options.workerPath, 'base.txt.gz');
      return kept === undefined
        ? withJob(options, run, (job) => trainIn(job, workers, { ...input, basePath }, run))
        : kept.ask({ ...trainDefaults, ...input, type: 'train', workers, basePath }, run);
    },
    suggest: (input, run = {}) => {
      const {
        topN = DEFAULT_TOP_N,
        fillUp = false,
        pending = [],
        rejected = NO_REJECTIONS,
      } = input;
      const { workerPath } = options;
      const backgroundPath = options.backgroundPath ?? assetPath(workerPath, 'background.txt.gz');
      const request = {
        ...input,
        type: 'suggest' as const,
        pending,
        rejected,
        topN,
        fillUp,
        backgroundPath,
      };
      return kept === undefined
        ? withJob(options, run, (job) => job.ask(0, request, run))
        : kept.ask(request, run);
    },
  };
}

async function withJob<T>(
  options: WorkerOptions,
  run: RunControl,
  work: (job: WorkerJob) => Promise<T>,
): Promise<T> {
  const job = new WorkerJob(options);
  try {
    return await work(job);
  } finally {
    const closed = job.close();
    // Terminating a thread takes time. After a cancellation, do not wait for it.
    if (run.signal?.aborted !== true) await closed;
  }
}

async function trainIn(
  job: WorkerJob,
  workers: number,
  {
    commands,
    seed,
    needsLabels = false,
    trees: asked,
    basePath,
  }: TrainInput & { readonly basePath: string },
  run: RunControl,
): Promise<TrainedModel> {
  const prepared = await job.ask(
    0,
    { type: 'prepare', commands, seed, needsLabels, basePath },
    run,
  );
  const trees = asked ?? prepared.trees;
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
