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
  | ({ readonly type: 'suggest'; readonly model: ModelSource } & SuggestRequest)
  | {
      readonly type: 'starterRules';
      readonly commands: readonly LabelledCommand[];
      readonly generatedAt: string;
    }
  | ModelQuestion;

/** Where the worker finds a model: in a file of the shelf, or in the JSON text of a whole `ModelFile`. */
export type ModelSource = { readonly path: string } | { readonly json: Uint8Array };

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

/** What a worker can be asked. One question at a time. */
export interface WorkerFunctions {
  /** The commands of the next request go ahead of it, in slices; its own list is then empty. */
  handOver(commands: readonly LabelledCommand[]): void;
  answer(request: TrainerRequest): Promise<TrainerResults[TrainerRequest['type']]>;
}

/** What a worker tells the one that asked. */
export interface AskerFunctions {
  progress(stage: string, done: number, total: number): void;
}
