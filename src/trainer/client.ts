import type { LabelledCommand } from '../core/event';
import type { RunControl } from '../core/ports';
import type { Rule } from '../core/rule';
import type { ModelFile } from '../ml/modelFile';
import type { Prediction } from '../ml/prediction';
import type { LearningReport } from '../ml/report';
import type { SuggestionReport } from '../ml/suggestionReport';

/** What to learn from. */
export interface TrainInput {
  readonly commands: readonly LabelledCommand[];
  /** A 32-bit integer. Same commands and seed, same model, on any number of workers. */
  readonly seed: number;
  /** 200 unless told otherwise. */
  readonly trees?: number;
}

export interface TrainedModel {
  readonly model: ModelFile;
  readonly report: LearningReport;
}

/** What to propose from. */
export interface SuggestInput {
  readonly commands: readonly LabelledCommand[];
  readonly model: ModelFile;
  /** The policy in force: what it covers already is not proposed again. */
  readonly rules: readonly Rule[];
  /** At most this many deny rules; 20 unless told otherwise. */
  readonly topN?: number;
  /** ISO 8601, written into `meta.generated_at`. */
  readonly generatedAt: string;
  /** Harmless commands that replace the built-in background, one a line. */
  readonly background?: readonly string[];
}

/** Learns in worker threads, so that the caller's thread stays free. */
export interface Trainer {
  /** Throws `too-few-labels`, `one-class`, `cancelled`. */
  train(input: TrainInput, run?: RunControl): Promise<TrainedModel>;
  /** Throws `old-model`, `cancelled`. */
  suggest(input: SuggestInput, run?: RunControl): Promise<SuggestionReport>;
  /** Runs here, in about a millisecond. Throws `old-model`. */
  predict(model: ModelFile, command: string): Prediction;
}
