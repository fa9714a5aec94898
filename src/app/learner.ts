import type { Learner, QueueEntry } from './ports';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { Clock, EventHistory } from '../core/ports';
import type { UsefulLabel } from '../ml/model/prediction';
import type { Settings } from '../settings';
import { createTrainer, type Trainer } from '../ml/worker/client';
import { createModelStore, type StoredModel } from '../ml/worker/modelStore';
import { ModelThread } from '../ml/worker/modelThread';
import { driftSince, knownModel, type DatedModel } from './knownModel';

/** The dependencies of the learner. */
export interface LearnerOptions {
  readonly files: Files;
  /** The folder of the model store. */
  readonly folder: string;
  readonly clock: Clock;
  readonly history: EventHistory;
  /** `dist/trainer.cjs`. */
  readonly workerPath: string;
  /** Translated texts for worker threads. */
  readonly texts?: Readonly<Record<string, string>>;
  settings(): Settings;
}

/** A learner whose thread ends when it is closed. */
export interface OpenLearner extends Learner {
  close(): Promise<void>;
}

/**
 * Trains in worker threads with the user's settings, and saves the models in the model store. This thread reads only their
 * heads; everything that needs trees runs in worker threads.
 */
export function createLearner(options: LearnerOptions): OpenLearner {
  const store = createModelStore(options.files, options.folder, options.clock);
  const { workerPath, texts = {} } = options;
  const worker = { workerPath, texts };
  const trainer = (): Trainer => createTrainer({ ...worker, workers: options.settings().workers });
  const now = (): string => new Date(options.clock.now()).toISOString();
  const models = new ModelThread(worker);

  const dated = async (stored: StoredModel): Promise<DatedModel> => ({
    model: await store.head(stored),
    trainedAtMs: stored.trainedAt,
  });

  /** The newest model, which has a head that can be read. */
  const needed = async () => {
    const [first] = await store.list();
    if (first !== undefined) return { path: first.path, head: await store.head(first) };
    throw new RulewrightError('not-found', 'There is no model yet.', {
      hint: 'Import command history and run “Rulewright: Train Model”.',
    });
  };

  /** A model to compare with: one that cannot be read is none. */
  const earlier = async (stored: StoredModel | undefined): Promise<DatedModel | undefined> =>
    stored === undefined ? undefined : readable(dated(stored));

  const newest = async () => {
    const [first, second] = await store.list();
    if (first === undefined) return undefined;
    const { path, trainedAt } = first;
    return knownModel(await dated(first), {
      before: await earlier(second),
      drift: await driftSince(trainedAt, options.history, (commands) =>
        models.ask({ type: 'drift', path, commands }),
      ),
    });
  };

  return {
    hasModel: async () => (await store.list()).length > 0,
    newest,
    train: async (commands, run) => {
      const trained = await trainer().train({ commands, seed: options.settings().seed }, run);
      const { trainedAt } = await store.save(trained);
      const [, second] = await store.list();
      return knownModel(
        { model: trained.head, trainedAtMs: trainedAt },
        { before: await earlier(second) },
      );
    },
    suggest: async (asked, run) => {
      const { topN, background } = options.settings();
      const lines = await readLines(options.files, background);
      const input = { ...asked, topN, model: { path: (await needed()).path }, generatedAt: now() };
      return trainer().suggest(lines === undefined ? input : { ...input, background: lines }, run);
    },
    predict: async (command) => {
      const { path } = await needed();
      return models.ask({ type: 'predict', path, command });
    },
    labelQueue: async (history, limit, run) => {
      const { path } = await needed();
      const commands = await history.labelled(run);
      const queue = await models.ask({ type: 'labelQueue', path, commands, limit }, run);
      return withEvents(history, queue);
    },
    starterRules: (commands, run) => trainer().starterRules({ commands, generatedAt: now() }, run),
    close: () => models.close(),
  };
}

/** Undefined for what is foreseen to fail. */
async function readable<T>(model: Promise<T>): Promise<T | undefined> {
  try {
    return await model;
  } catch (error) {
    if (error instanceof RulewrightError) return undefined;
    throw error;
  }
}

/** Finds an event for each command of the queue: a label is given to an event. */
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

/** The lines of the person's own background file; undefined for the bundled one. */
async function readLines(files: Files, path: string): Promise<readonly string[] | undefined> {
  if (path.trim() === '') return undefined;
  const bytes = await files.read(path);
  if (bytes !== undefined) return new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean);
  throw new RulewrightError('not-found', `There is no background file ${path}.`, {
    hint: 'Correct the setting rulewright.learning.background, or empty it.',
  });
}
