import type { LabelledCommand } from '../core/event';
import type { ForestPart, GrownPart } from '../ml/forest/growForest';
import type { GrowInput } from '../ml/forest/growTree';
import type { SuggestionReport, SuggestRequest } from '../ml/rules/suggestionReport';
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
  | ({ readonly type: 'suggest' } & SuggestRequest);

/** What each kind of request resolves to. */
export interface TrainerResults {
  prepare: { readonly trial: GrowInput; readonly final: GrowInput };
  grow: GrownPart;
  finish: TrainedModel;
  suggest: SuggestionReport;
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
