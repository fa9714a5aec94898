import { parentPort } from 'node:worker_threads';
import { carryError } from '../../core/carriedError';
import type { LabelledCommand } from '../../core/event';
import { createNodeFiles } from '../../files/nodeFiles';
import { measureDrift } from '../model/drift';
import { growPart, joinParts } from '../forest/growForest';
import { createLabelQueue } from '../model/labelQueue';
import { predict, type LoadedModel } from '../model/predict';
import { starterDiff } from '../rules/starterRules';
import { suggestRules } from '../rules/suggest';
import { finishModel, prepareTraining, type Preparation } from '../model/training';
import type { ToTrainer, TrainerReply, TrainerRequest, TrainerResults } from './messages';
import { packModel, readWholeModel } from './wholeModel';

const port = parentPort;
if (port === null) throw new Error('The trainer runs as a worker thread only.');
const say = (reply: TrainerReply, moved: readonly ArrayBuffer[] = []): void => {
  port.postMessage(reply, moved);
};
const files = createNodeFiles();
const labelQueue = createLabelQueue();
let handedOver: LabelledCommand[] = [];
let preparation: Preparation | undefined;
let asked: { readonly path: string; readonly loaded: LoadedModel } | undefined;

port.on('message', (message: ToTrainer) => {
  if (message.type === 'commands') handedOver.push(...message.commands);
  else void reply(whole(message));
});

/** A request with the commands that came ahead of it. */
function whole(request: TrainerRequest): TrainerRequest {
  if (!('commands' in request)) return request;
  const commands = handedOver;
  handedOver = [];
  return { ...request, commands };
}

async function reply(request: TrainerRequest): Promise<void> {
  try {
    const result = await answer(request);
    // What is text already is handed over, not copied.
    say({ type: 'done', result }, 'json' in result ? [result.json.buffer] : []);
  } catch (error) {
    say(failed(error));
  }
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
    case 'suggest':
      return suggestRules(request, (stage, done, total) => {
        progress(stage)(done, total);
      });
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

/** Read once for as long as the same one is asked. */
async function modelAt(path: string): Promise<LoadedModel> {
  if (asked?.path !== path) asked = { path, loaded: await readWholeModel(files, path) };
  return asked.loaded;
}

function progress(stage: string): (done: number, total: number) => void {
  return (done, total) => {
    say({ type: 'progress', stage, done, total });
  };
}

function failed(error: unknown): TrainerReply {
  return { type: 'failed', ...carryError(error) };
}
