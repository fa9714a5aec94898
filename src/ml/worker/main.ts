import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { LabelledCommand } from '../../core/event';
import { isObject } from '../../core/isObject';
import { connectThreads } from '../../core/threadCalls';
import { PROGRAM_TABLE, programTableAt } from '../../files/programTable';
import { createNodeFiles } from '../../files/nodeFiles';
import { measureDrift } from '../model/drift';
import { growPart, joinParts } from '../forest/growForest';
import { createLabelQueue } from '../model/labelQueue';
import { predict, type LoadedModel } from '../model/predict';
import { starterDiff } from '../rules/starterRules';
import { suggestRules } from '../rules/suggest';
import { finishModel, prepareTraining, type Preparation } from '../model/training';
import { useProgramTable } from '../../shell/table';
import type {
  AskerFunctions,
  ModelSource,
  TrainerRequest,
  TrainerResults,
  WorkerFunctions,
} from './messages';
import { packModel, readWholeModel, unpackModel } from './wholeModel';

const port = parentPort;
if (port === null) throw new Error('The trainer runs as a worker thread only.');
useProgramTable(programTableAt(join(__dirname, PROGRAM_TABLE)));
const files = createNodeFiles();
const labelQueue = createLabelQueue();
let handedOver: LabelledCommand[] = [];
let preparation: Preparation | undefined;
let asked: { readonly path: string; readonly loaded: LoadedModel } | undefined;

const asker = connectThreads<AskerFunctions, WorkerFunctions>(
  port,
  {
    handOver: (commands) => {
      handedOver.push(...commands);
    },
    answer: (request) => answer(whole(request)),
  },
  transferablesOf,
);

/** JSON bytes are transferred instead of copied. */
function transferablesOf(result: unknown): readonly ArrayBuffer[] {
  const json = isObject(result) ? result['json'] : undefined;
  return json instanceof Uint8Array && json.buffer instanceof ArrayBuffer ? [json.buffer] : [];
}

/** A request with the commands that came ahead of it. */
function whole(request: TrainerRequest): TrainerRequest {
  if (!('commands' in request)) return request;
  const commands = handedOver;
  handedOver = [];
  return { ...request, commands };
}

async function answer(request: TrainerRequest): Promise<TrainerResults[TrainerRequest['type']]> {
  switch (request.type) {
    case 'prepare':
      preparation = prepareTraining(
        request.commands,
        request.seed,
        progress('looking at commands'),
      );
      return { trial: preparation.trial, final: preparation.final };
    case 'grow': {
      const count = progress('growing trees');
      return growPart(request.input, request.part, () => {
        count(1, 1);
      });
    }
    case 'finish':
      if (preparation === undefined) throw new Error('Nothing was prepared.');
      return packModel(
        finishModel(
          preparation,
          { trial: joinParts(request.trial), final: joinParts(request.final) },
          request.seed,
        ),
      );
    case 'suggest': {
      progress('reading the model')(0, 1);
      return suggestRules(request, await modelFrom(request.model), (stage, done, total) => {
        progress(stage)(done, total);
      });
    }
    case 'starterRules': {
      const { commands, generatedAt } = request;
      return starterDiff(commands, { generatedAt, onProgress: progress('looking at commands') });
    }
    case 'predict':
      return predict(await modelAt(request.path), request.command);
    case 'drift':
      return measureDrift(await modelAt(request.path), request.commands);
    case 'labelQueue': {
      const { path, commands, limit } = request;
      return labelQueue(await modelAt(path), commands, limit, progress('looking at commands'));
    }
  }
}

async function modelFrom(source: ModelSource): Promise<LoadedModel> {
  return 'path' in source ? modelAt(source.path) : unpackModel(source.json);
}

/** Read once for as long as the same one is asked. */
async function modelAt(path: string): Promise<LoadedModel> {
  if (asked?.path !== path) asked = { path, loaded: await readWholeModel(files, path) };
  return asked.loaded;
}

function progress(stage: string): (done: number, total: number) => void {
  return (done, total) => {
    void asker.$callEvent('progress', stage, done, total);
  };
}
