import type { Learner, QueueEntry } from '../appPorts';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { Clock, EventHistory } from '../core/ports';
import { createLabelQueue, type QueueEntry as UsefulLabel } from '../ml/model/labelQueue';
import { loadModel, type LoadedModel } from '../ml/model/predict';
import { starterDiff } from '../ml/rules/starterRules';
import type { Settings } from '../settings';
import { createTrainer, type Trainer } from '../trainer/client';
import { createModelShelf } from '../trainer/modelShelf';
import { driftSince, knownModel, type DatedModel } from './knownModel';
import { createPause } from './pause';

/** What the learner stands on. */
export interface LearnerOptions {
  readonly files: Files;
  /** The folder of the model shelf. */
  readonly folder: string;
  readonly clock: Clock;
  readonly history: EventHistory;
  /** `dist/trainer.cjs`. */
  readonly workerPath: string;
  settings(): Settings;
}

/** Trains in worker threads by the person's settings, and keeps the models on the shelf. */
export function createLearner(options: LearnerOptions): Learner {
  const shelf = createModelShelf(options.files, options.folder, options.clock);
  const trainer = (): Trainer =>
    createTrainer({ workerPath: options.workerPath, workers: options.settings().workers });
  const now = (): string => new Date(options.clock.now()).toISOString();
  const labelQueue = createLabelQueue(createPause(() => options.clock.now()));
  let unpacked: { readonly name: string; readonly loaded: LoadedModel } | undefined;

  /** The model at a place of the shelf; unpacked once for as long as it stays the newest. */
  const at = async (place: number): Promise<(DatedModel & { loaded: LoadedModel }) | undefined> => {
    const found = (await shelf.list())[place];
    if (found === undefined) return undefined;
    const { name, trainedAt: trainedAtMs } = found;
    if (place === 0 && unpacked?.name === name) {
      return { model: unpacked.loaded.model, loaded: unpacked.loaded, trainedAtMs };
    }
    const model = await shelf.load(name);
    const loaded = loadModel(model);
    if (place === 0) unpacked = { name, loaded };
    return { model, loaded, trainedAtMs };
  };

  const needed = async (): Promise<LoadedModel> => {
    const newest = await at(0);
    if (newest !== undefined) return newest.loaded;
    throw new RulewrightError('not-found', 'There is no model yet.', {
      hint: 'Import command history and run “Rulewright: Train Model”.',
    });
  };

  const newest = async () => {
    const found = await at(0);
    if (found === undefined) return undefined;
    return knownModel(found, {
      before: await readable(at(1)),
      drift: await driftSince(found.trainedAtMs, found.loaded, options.history),
    });
  };

  return {
    newest,
    train: async (commands, run) => {
      const trained = await trainer().train({ commands, seed: options.settings().seed }, run);
      const { trainedAt } = await shelf.keep(trained);
      return knownModel(
        { model: trained.head, trainedAtMs: trainedAt },
        { before: await readable(at(1)) },
      );
    },
    suggest: async (asked, run) => {
      const { topN, background } = options.settings();
      const lines = await readLines(options.files, background);
      const input = { ...asked, topN, model: (await needed()).model, generatedAt: now() };
      return trainer().suggest(lines === undefined ? input : { ...input, background: lines }, run);
    },
    predict: async (command) => trainer().predict((await needed()).model, command),
    labelQueue: async (history, limit) =>
      withEvents(history, await labelQueue(await needed(), await history.labelled(), limit)),
    starterRules: (commands) => Promise.resolve(starterDiff(commands, { generatedAt: now() })),
  };
}

/** An earlier model that cannot be read only means that there is nothing to compare with. */
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
