import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { isStored, type CommandSource, type LabelledCommand } from '../../core/event';
import type { RecentCommand } from '../../core/foreignPolicy';
import { isObject } from '../../core/isObject';
import type { Rule } from '../../core/rule';
import { connectThreads } from '../../core/threadCalls';
import { PROGRAM_TABLE, programTableAt } from '../../files/programTable';
import { createNodeFiles } from '../../files/nodeFiles';
import { parentProcess } from '../../files/ownProcess';
import { readLabelled } from '../../history/readLabelled';
import { measureDrift } from '../model/drift';
import { growPart, joinParts } from '../forest/growForest';
import { createLabelQueue } from '../model/labelQueue';
import { predict, type LoadedModel } from '../model/predict';
import { openLiveHistory, type LiveHistory } from '../rules/liveBacktest';
import { parseBackground, type Background } from '../dataset/analyzedHistory';
import type { KnownViews } from '../dataset/placedCommand';
import { createStarterMatcher, type StarterMatcher } from '../rules/starterMatches';
import { starterChoices, starterDiff } from '../rules/starterRules';
import { suggestRules } from '../rules/suggest';
import { everydayCommands } from './background';
import { shippedCommands } from './baseCommands';
import { createTrainer } from './trainer';
import { finishModel, prepareTraining, type Preparation } from '../model/training';
import { foreignPolicyEffect } from '../../policy/foreignPolicy';
import { useProgramTable } from '../../shell/table';
import type {
  BacktestRequest,
  ClientFunctions,
  ForeignPolicyPart,
  ForeignPolicyRequest,
  ModelSource,
  WorkerSuggestRequest,
  TrainerRequest,
  TrainerResults,
  TrainRequest,
  WorkerFunctions,
} from './workerMessages';
import type { TrainedModel } from './trainedModel';
import { packModel, readWholeModel, unpackModel } from './wholeModel';

const port = parentPort ?? parentProcess();
if (port === undefined) throw new Error('The trainer must run as a worker.');
let texts: Readonly<Record<string, string>> = {};
useProgramTable(programTableAt(join(__dirname, PROGRAM_TABLE)));
const files = createNodeFiles();
/** Larger than the policy of 10 000 rules. */
const MAX_POLICY_BYTES = 32 * 1024 * 1024;
const labelQueue = createLabelQueue();
let addedCommands: LabelledCommand[] = [];
let preparation: Preparation | undefined;
let live: LiveHistory | undefined;
/** Of the last history that was tested or analyzed. */
const knownViews: KnownViews = new Map();
let starterMatcher: StarterMatcher | undefined;
let everyday: { readonly path: string; readonly background: Background } | undefined;
let lastModel: { readonly path: string; readonly loaded: LoadedModel } | undefined;

const client = connectThreads<ClientFunctions, WorkerFunctions>(
  port,
  {
    useTexts: (given) => {
      texts = given;
      l10n.config({ contents: given });
    },
    addCommands: (commands) => {
      addedCommands.push(...commands);
    },
    answer: async (request) => answer(await withCommands(request)),
  },
  transferablesOf,
);

/** JSON bytes are transferred instead of copied. */
function transferablesOf(result: unknown): readonly ArrayBuffer[] {
  const json = isObject(result) ? result['json'] : undefined;
  return json instanceof Uint8Array && json.buffer instanceof ArrayBuffer ? [json.buffer] : [];
}

/** A request with its commands at hand. */
type ReadRequest<T = TrainerRequest> = T extends { readonly commands: CommandSource }
  ? Omit<T, 'commands'> & { readonly commands: readonly LabelledCommand[] }
  : T;

/** Adds the commands that were sent before the request, or reads the history that it names. */
async function withCommands(request: TrainerRequest): Promise<ReadRequest> {
  if (!('commands' in request)) return request;
  const { commands: source } = request;
  if (isStored(source)) return { ...request, commands: await readLabelled(files, source, report) };
  const commands = addedCommands;
  addedCommands = [];
  return { ...request, commands };
}

async function answer(request: ReadRequest): Promise<TrainerResults[TrainerRequest['type']]> {
  if (isBacktest(request)) return answerBacktest(request);
  if (isAboutForeignPolicy(request)) return compareForeignPolicy(request);
  switch (request.type) {
    case 'train':
      return train(request);
    case 'prepare': {
      preparation = prepareTraining(request.commands, {
        seed: request.seed,
        needsLabels: request.needsLabels,
        base: await shippedCommands(request.basePath),
        onRow: progress(l10n.t('Reading commands')),
      });
      const { trial, final, trees } = preparation;
      return { trial, final, trees };
    }
    case 'grow': {
      const count = progress(l10n.t('Growing trees'));
      return growPart(request.input, request.part, () => {
        count(1, 1);
      });
    }
    case 'finish':
      return finish(request);
    case 'suggest': {
      progress(l10n.t('Reading the model'))(0, 1);
      const background = await backgroundOf(request);
      const model = await modelFrom(request.model);
      return suggestRules({ ...request, background }, model, report, knownViews);
    }
    case 'starterRules':
    case 'starterChoices':
    case 'starterMatches':
      return answerStarter(request);
    case 'predict':
      return predict(await modelAt(request.path), request.command);
    case 'drift':
      return measureDrift(await modelAt(request.path), request.commands);
    case 'labelQueue': {
      const { path, commands, limit } = request;
      return labelQueue(await modelAt(path), commands, limit, progress(l10n.t('Reading commands')));
    }
  }
}

function isAboutForeignPolicy(
  request: ReadRequest,
): request is ForeignPolicyPart | ForeignPolicyRequest {
  return request.type === 'foreignPolicyPart' || request.type === 'foreignPolicy';
}

/** The rules in force and the recent commands that were received so far. */
const comparedRules: Rule[] = [];
const comparedCommands: RecentCommand[] = [];

async function compareForeignPolicy(
  request: ForeignPolicyPart | ForeignPolicyRequest,
): Promise<TrainerResults[(typeof request)['type']]> {
  if (request.type === 'foreignPolicyPart') {
    comparedRules.push(...request.rules);
    comparedCommands.push(...request.recent);
    return undefined;
  }
  const { path, maxMs, ownFiles } = request;
  const foreign = await files.read(path, MAX_POLICY_BYTES);
  if (foreign === undefined) throw new Error(`${path} was removed.`);
  const end = performance.now() + maxMs;
  return foreignPolicyEffect(
    { foreign, rules: comparedRules, commands: comparedCommands, ownFiles },
    () => performance.now() >= end,
  );
}

/** Trains in threads of this worker, which share the memory of the trees. */
function train({ workers, basePath, ...input }: ReadRequest<TrainRequest>): Promise<TrainedModel> {
  const trainer = createTrainer({ workerPath: __filename, workers, basePath, texts });
  return trainer.train(input, { onProgress: report });
}

function finish(request: Extract<TrainerRequest, { type: 'finish' }>): TrainedModel {
  if (preparation === undefined) throw new Error('"finish" requires "prepare" in the same thread.');
  const forests = { trial: joinParts(request.trial), final: joinParts(request.final) };
  return packModel(finishModel(preparation, forests, request.seed));
}

function isBacktest(request: ReadRequest): request is ReadRequest<BacktestRequest> {
  return BACKTESTS.has(request.type);
}

const BACKTESTS: ReadonlySet<TrainerRequest['type']> = new Set<BacktestRequest['type']>([
  'openHistory',
  'readHistory',
  'testRules',
  'ruleHits',
  'testBypasses',
  'excludeCommand',
  'decide',
  'labelCommand',
]);

function answerBacktest(
  request: ReadRequest<BacktestRequest>,
): TrainerResults[BacktestRequest['type']] {
  switch (request.type) {
    case 'openHistory': {
      const { commands, others } = request;
      live = openLiveHistory(commands, others, knownViews);
      return undefined;
    }
    case 'readHistory': {
      const end = performance.now() + request.maxMs;
      return openedHistory().read(() => performance.now() >= end);
    }
    case 'testRules':
      return openedHistory().test(request.edits);
    case 'ruleHits':
      return openedHistory().hits(request.edit, request.from, request.limit);
    case 'testBypasses':
      return openedHistory().testBypasses(request.rule, request.examples);
    case 'excludeCommand':
      return openedHistory().exclude(request.rule, request.command);
    case 'decide':
      return openedHistory().decide(request.before, request.after);
    case 'labelCommand':
      openedHistory().label(request.command, request.label);
      return undefined;
  }
}

function answerStarter(
  request: Extract<ReadRequest, { type: `starter${string}` }>,
): TrainerResults[(typeof request)['type']] {
  const onProgress = progress(l10n.t('Reading commands'));
  switch (request.type) {
    case 'starterRules': {
      const { commands, ...more } = request;
      return starterDiff(commands, { ...more, onProgress }, knownViews);
    }
    case 'starterChoices':
      return starterChoices(request.commands, { onProgress }, knownViews);
    case 'starterMatches':
      starterMatcher ??= createStarterMatcher();
      return starterMatcher(request.command, request.context);
  }
}

function openedHistory(): LiveHistory {
  if (live === undefined) throw new Error('The history must be opened in the same thread first.');
  return live;
}

/** Rules are proposed with a model that can still be read, so it is not taken from the cache. */
async function modelFrom(source: ModelSource): Promise<LoadedModel> {
  return 'path' in source ? readWholeModel(files, source.path) : unpackModel(source.json);
}

/** The everyday commands of the user, or the bundled ones, which are parsed once. */
async function backgroundOf({
  background,
  backgroundPath: path,
}: Pick<WorkerSuggestRequest, 'background' | 'backgroundPath'>): Promise<Background> {
  if (background !== undefined) return parseBackground(background);
  if (everyday?.path !== path) {
    everyday = { path, background: parseBackground(await everydayCommands(path)) };
  }
  return everyday.background;
}

/** Loads a model. The last one is cached. */
async function modelAt(path: string): Promise<LoadedModel> {
  if (lastModel?.path !== path) lastModel = { path, loaded: await readWholeModel(files, path) };
  return lastModel.loaded;
}

function progress(stage: string): (done: number, total: number) => void {
  return (done, total) => {
    report(stage, done, total);
  };
}

function report(stage: string, done: number, total: number): void {
  void client.$callEvent('progress', stage, done, total);
}
