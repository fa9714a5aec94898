import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { ForestPart, GrownPart } from '../forest/growForest';
import type { GrowInput } from '../forest/growTree';
import type { Drift, Prediction, UsefulLabel } from '../model/prediction';
import type { SuggestionReport, SuggestRequest } from '../rules/suggestionReport';
import type { TrainedModel } from './trainedModel';

/** What the client asks of a worker. One question at a time; structured cloning carries it. */
export type TrainerRequest =
  | {
      readonly type: 'prepare';
      readonly commands: readonly LabelledCommand[];
      readonly seed: number;
    }
  | { readonly type: 'grow'; readonly input: GrowInput; readonly part: ForestPart }
  | {
      readonly type: 'finish';
      readonly trial: readonly GrownPart[];
      readonly final: readonly GrownPart[];
      readonly seed: number;
    }
  | ({ readonly type: 'suggest' } & SuggestRequest)
  | {
      readonly type: 'starterRules';
      readonly commands: readonly LabelledCommand[];
      readonly generatedAt: string;
    }
  | ModelQuestion;

/** What a model of the shelf can be asked. The worker reads it from `path`, and keeps the one that it was asked last. */
export type ModelQuestion =
  | { readonly type: 'predict'; readonly path: string; readonly command: string }
  | {
      readonly type: 'drift';
      readonly path: string;
      /** Newer than the model. */
      readonly commands: readonly LabelledCommand[];
    }
  | {
      readonly type: 'labelQueue';
      readonly path: string;
      readonly commands: readonly LabelledCommand[];
      readonly limit: number;
    };

/** On the way to the worker the commands of a request go ahead of it, in slices; its own list is empty. */
export type ToTrainer =
  TrainerRequest | { readonly type: 'commands'; readonly commands: readonly LabelledCommand[] };

/** What each kind of request resolves to. */
export interface TrainerResults {
  prepare: { readonly trial: GrowInput; readonly final: GrowInput };
  grow: GrownPart;
  finish: TrainedModel;
  suggest: SuggestionReport;
  starterRules: PolicyDiff;
  predict: Prediction;
  drift: Drift;
  labelQueue: readonly UsefulLabel[];
}

/** What a worker says. Errors travel as plain fields: classes do not survive cloning. */
export type TrainerReply =
  | {
      readonly type: 'progress';
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'done'; readonly result: TrainerResults[keyof TrainerResults] }
  | {
      readonly type: 'failed';
      readonly code: string | undefined;
      readonly message: string;
      readonly hint: string | undefined;
      readonly stack: string | undefined;
    };
