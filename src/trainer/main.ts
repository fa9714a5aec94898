import { parentPort } from 'node:worker_threads';
import { carryError } from '../core/carriedError';
import { growPart, joinParts } from '../ml/forest/growForest';
import { suggestRules } from '../ml/rules/suggest';
import { finishModel, prepareTraining, type Preparation } from '../ml/model/training';
import { packModel } from './trainedModel';
import type { TrainerReply, TrainerRequest, TrainerResults } from './messages';

const port = parentPort;
if (port === null) throw new Error('The trainer runs as a worker thread only.');
const say = (reply: TrainerReply): void => {
  port.postMessage(reply);
};
let preparation: Preparation | undefined;

port.on('message', (request: TrainerRequest) => {
  try {
    const result = answer(request);
    // What is text already is handed over, not copied.
    const moved = 'json' in result ? [result.json.buffer] : [];
    port.postMessage({ type: 'done', result } satisfies TrainerReply, moved);
  } catch (error) {
    say(failed(error));
  }
});

function answer(request: TrainerRequest): TrainerResults[TrainerRequest['type']] {
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
  }
}

function progress(stage: string): (done: number, total: number) => void {
  return (done, total) => {
    say({ type: 'progress', stage, done, total });
  };
}

function failed(error: unknown): TrainerReply {
  return { type: 'failed', ...carryError(error) };
}
