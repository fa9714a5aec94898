import type { KnownModel, Learner } from '../appPorts';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { Clock } from '../core/ports';
import { modelVersion, type ModelFile } from '../ml/modelFile';
import type { SuggestionReport } from '../ml/suggestionReport';
import type { Settings } from '../settings';
import { createTrainer, type Trainer } from '../trainer/client';

/** What the learner stands on. */
export interface LearnerOptions {
  readonly files: Files;
  readonly clock: Clock;
  /** `dist/trainer.cjs`. */
  readonly workerPath: string;
  settings(): Settings;
}

interface Shelved {
  readonly model: ModelFile;
  readonly trainedAt: string;
}

/** Trains in worker threads by the person's settings. */
export function createLearner(options: LearnerOptions): Learner {
  let newest: Shelved | undefined;
  const trainer = (): Trainer =>
    createTrainer({ workerPath: options.workerPath, workers: options.settings().workers });
  const now = (): string => new Date(options.clock.now()).toISOString();
  const needed = (): ModelFile => {
    if (newest !== undefined) return newest.model;
    throw new RulewrightError('not-found', 'There is no model yet.', {
      hint: 'Import command history and run “Rulewright: Train Model”.',
    });
  };

  return {
    newest: () => Promise.resolve(newest === undefined ? undefined : known(newest)),
    train: async (commands, run) => {
      const { model } = await trainer().train({ commands, seed: options.settings().seed }, run);
      newest = { model, trainedAt: now() };
      return known(newest);
    },
    suggest: async ({ commands, rules }, run) => {
      const { topN, background } = options.settings();
      const lines = await readLines(options.files, background);
      return whole(
        await trainer().suggest(
          {
            commands,
            rules,
            topN,
            model: needed(),
            generatedAt: now(),
            ...(lines === undefined ? {} : { background: lines }),
          },
          run,
        ),
      );
    },
    predict: (command) => Promise.resolve(trainer().predict(needed(), command)),
    labelQueue: () => Promise.resolve([]),
    starterRules: () => Promise.reject(new RulewrightError('missing-part', 'No starter rules.')),
  };
}

function known({ model, trainedAt }: Shelved): KnownModel {
  const { seed, featureVersion, dataHash, report } = model;
  return { modelVersion: modelVersion(model), trainedAt, seed, featureVersion, dataHash, report };
}

/** The lines of the person's own background file; undefined for the bundled one. */
async function readLines(files: Files, path: string): Promise<readonly string[] | undefined> {
  if (path.trim() === '') return undefined;
  const bytes = await files.read(path);
  if (bytes !== undefined) return new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean);
  throw new RulewrightError('not-found', `There is no background file ${path}.`, {
    hint: 'Correct the setting rulewright.learning.background, or empty it.',
  });
}

function whole(report: SuggestionReport): SuggestionReport {
  const { diffs, merged } = report;
  if (diffs.length > 0 || merged.add.length + merged.remove.length === 0) return report;
  return { ...report, diffs: [merged] };
}
