import * as l10n from '@vscode/l10n';
import type { Learner, QueueEntry } from './ports';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { CommandSource } from '../core/event';
import type { Clock, EventHistory, RunControl } from '../core/ports';
import type { UsefulLabel } from '../ml/model/prediction';
import type { Settings } from '../settings';
import { createTrainer, type Trainer } from '../ml/worker/trainer';
import { createModelStore, type StoredModel } from '../ml/worker/modelStore';
import { ModelThread } from '../ml/worker/modelThread';
import { driftSince, knownModel, type DatedModel } from './knownModel';
import { sharedRun } from './sharedRun';

/** The dependencies of the learner. */
export interface LearnerOptions {
  readonly files: Files;
  /** The folder of the model store. */
  readonly folder: string;
  readonly clock: Clock;
  readonly history: EventHistory;
  /** `dist/trainer.cjs`. */
  readonly workerPath: string;
  /** The bundled labelled commands. Default: see `TrainerOptions`. */
  readonly basePath?: string;
  /** Translated texts for worker threads. */
  readonly texts?: Readonly<Record<string, string>>;
  settings(): Settings;
}

/** A learner with worker processes, which end on `close`. */
export interface OpenLearner extends Learner {
  close(): Promise<void>;
}

/**
 * Trains in worker threads with the user's settings, and saves the models in the model store. This thread reads only the
 * heads of models: every task that needs the trees runs in a worker thread.
 */
export function createLearner(options: LearnerOptions): OpenLearner {
  const store = createModelStore(options.files, options.folder, options.clock);
  const { workerPath, texts = {} } = options;
  const worker = { workerPath, texts, inProcess: true };
  const base = options.basePath === undefined ? {} : { basePath: options.basePath };
  const kept = new ModelThread(worker);
  const trainer = (): Trainer =>
    createTrainer({ workerPath, texts, ...base, kept, workers: options.settings().workers });
  const now = (): string => new Date(options.clock.now()).toISOString();
  const models = new ModelThread(worker);
  // Testing rules on a long history takes seconds, and must not delay the evaluation of a command.
  const starterTests = new ModelThread(worker);

  const dated = async (stored: StoredModel): Promise<DatedModel> => ({
    model: await store.head(stored),
    trainedAtMs: stored.trainedAt,
  });

  const trainAndSave = async (commands: CommandSource, run: RunControl) => {
    const trained = await trainer().train({ commands, seed: options.settings().seed }, run);
    return { trained, stored: await store.save(trained) };
  };

  /** Trains on the history and the bundled commands. Concurrent callers share one training. */
  const trainFirst = sharedRun(async (run) => {
    const { stored } = await trainAndSave(await options.history.labelled(), run);
    return stored.path;
  });

  /** The path of the newest model; undefined if there is none or it is from an earlier version. */
  const newestPath = async (): Promise<string | undefined> => {
    const [first] = await store.list();
    if (first === undefined) return undefined;
    try {
      await store.head(first);
      return first.path;
    } catch (error) {
      if (error instanceof RulewrightError && error.code === 'old-model') return undefined;
      throw error;
    }
  };

  const requireModel = async (run: RunControl = {}): Promise<string> =>
    (await newestPath()) ?? trainFirst(run);

  /** A model for comparison; undefined if it cannot be read. */
  const previousModel = async (stored: StoredModel | undefined): Promise<DatedModel | undefined> =>
    stored === undefined ? undefined : readable(dated(stored));

  const newest = async () => {
    const [first, second] = await store.list();
    if (first === undefined || (await newestPath()) === undefined) return undefined;
    const { path, trainedAt } = first;
    return knownModel(await dated(first), {
      before: await previousModel(second),
      drift: await driftSince(trainedAt, options.history, (commands) =>
        models.ask({ type: 'drift', path, commands }),
      ),
    });
  };

  return {
    hasModel: async () => (await newestPath()) !== undefined,
    newest,
    train: async (commands, run) => {
      const { trained, stored } = await trainAndSave(commands, run);
      const [, second] = await store.list();
      return knownModel(
        { model: trained.head, trainedAtMs: stored.trainedAt },
        { before: await previousModel(second) },
      );
    },
    suggest: async (asked, run) => {
      const { topN, background } = options.settings();
      const lines = await readLines(options.files, background);
      const input = {
        ...asked,
        topN,
        model: { path: await requireModel(run) },
        generatedAt: now(),
      };
      return trainer().suggest(lines === undefined ? input : { ...input, background: lines }, run);
    },
    predict: async (command, run) => {
      const path = await requireModel(run);
      return models.ask({ type: 'predict', path, command });
    },
    labelQueue: async (history, limit, run) => {
      const path = await requireModel(run);
      const commands = await history.labelled();
      const queue = await models.ask({ type: 'labelQueue', path, commands, limit }, run);
      return withEvents(history, queue);
    },
    starterRules: (commands, run, categories) => {
      const chosen = categories === undefined ? {} : { categories };
      const request = { type: 'starterRules' as const, commands, generatedAt: now(), ...chosen };
      return starterTests.ask(request, run);
    },
    starterMatches: (command, context) => models.ask({ type: 'starterMatches', command, context }),
    starterChoices: (commands, run) => starterTests.ask({ type: 'starterChoices', commands }, run),
    close: async () => {
      await Promise.all([kept, models, starterTests].map((thread) => thread.close()));
    },
  };
}

/** The model; undefined after an expected error. */
async function readable<T>(model: Promise<T>): Promise<T | undefined> {
  try {
    return await model;
  } catch (error) {
    if (error instanceof RulewrightError) return undefined;
    throw error;
  }
}

/** Adds an event to each command of the queue, because labels belong to events. */
async function withEvents(
  history: EventHistory,
  queue: readonly UsefulLabel[],
): Promise<readonly QueueEntry[]> {
  const wanted = new Set(queue.map(({ command }) => command));
  const ids = new Map<string, string>();
  for await (const { id, command } of history.all()) {
    if (wanted.has(command)) ids.set(command, id);
  }
  return queue.flatMap(({ command, count, probability }) => {
    const eventId = ids.get(command);
    return eventId === undefined ? [] : [{ eventId, command, seen: count, risk: probability }];
  });
}

/** The lines of the background file in the settings; undefined if the built-in list is used. */
async function readLines(files: Files, path: string): Promise<readonly string[] | undefined> {
  if (path.trim() === '') return undefined;
  const bytes = await files.read(path);
  if (bytes !== undefined) return new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean);
  throw new RulewrightError('not-found', l10n.t('There is no background file {0}.', path), {
    hint: l10n.t('Correct the setting rulewright.learning.background, or leave it empty.'),
  });
}
