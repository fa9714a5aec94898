import type { PolicyDiff } from '../../core/diff';
import type { CommandSource, LabelledCommand } from '../../core/event';
import type { ForeignPolicyEffect } from '../../core/foreignPolicy';
import type { Label } from '../../core/label';
import type {
  DecidedBoth,
  HistoryRead,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  OtherRule,
  RuleToTest,
  TestedEdit,
  BypassTest,
} from '../../core/liveBacktest';
import type { ForestPart, GrownPart } from '../forest/growForest';
import type { GrowInput } from '../forest/growTree';
import type { Drift, Prediction, UsefulLabel } from '../model/prediction';
import type { ComparedPolicies } from '../../policy/foreignPolicy';
import type { ViewOptions } from '../../shell/views';
import type { StarterChoices } from '../rules/starterChoices';
import type { StarterMatch } from '../rules/starterMatches';
import type { SuggestionReport, SuggestRequest } from '../rules/suggestionReport';
import type { TrainedModel } from './trainedModel';

/** A request to a worker, in a form that can be cloned. It reads a stored history by itself. */
export type TrainerRequest =
  | TrainRequest
  | {
      readonly type: 'prepare';
      readonly commands: CommandSource;
      readonly seed: number;
      /** Whether to reject a history with too few labels. */
      readonly needsLabels: boolean;
      /** The file of the bundled labelled commands. */
      readonly basePath: string;
    }
  | { readonly type: 'grow'; readonly input: GrowInput; readonly part: ForestPart }
  | {
      readonly type: 'finish';
      readonly trial: readonly GrownPart[];
      readonly final: readonly GrownPart[];
      readonly seed: number;
    }
  | WorkerSuggestRequest
  | BacktestRequest
  | ModelRequest
  | StarterRequest
  | ForeignPolicyPart
  | ForeignPolicyRequest;

/** A complete training run, for a worker that starts its own threads. */
export interface TrainRequest {
  readonly type: 'train';
  readonly commands: CommandSource;
  readonly seed: number;
  /** Number of threads. */
  readonly workers: number;
  /** Default: see `Preparation`. */
  readonly trees?: number;
  readonly needsLabels: boolean;
  /** The file of the bundled labelled commands. */
  readonly basePath: string;
}

/** A suggestion run, for a worker that reads the files itself. */
export interface WorkerSuggestRequest extends Omit<SuggestRequest, 'background' | 'commands'> {
  readonly type: 'suggest';
  readonly model: ModelSource;
  /** The file of the everyday commands. */
  readonly backgroundPath: string;
  /** Harmless commands that replace those of the file. */
  readonly background?: readonly string[];
  readonly commands: CommandSource;
}

/** A request about the starter rules. The worker compiles them once. */
export type StarterRequest =
  /** Those that match a command. */
  | { readonly type: 'starterMatches'; readonly command: string; readonly context: ViewOptions }
  /** As a diff with their backtest on these commands. */
  | {
      readonly type: 'starterRules';
      readonly commands: CommandSource;
      readonly generatedAt: string;
      /** Default: all. */
      readonly categories?: readonly string[];
    }
  /** The hits of each category. */
  | { readonly type: 'starterChoices'; readonly commands: CommandSource };

/** Adds to the rules in force and the recent commands of the next "foreignPolicy". */
export interface ForeignPolicyPart {
  readonly type: 'foreignPolicyPart';
  readonly rules: ComparedPolicies['rules'];
  readonly recent: ComparedPolicies['commands'];
}

/** Evaluates recent commands with the foreign policy in a file, at most for `maxMs` milliseconds. */
export interface ForeignPolicyRequest extends Pick<ComparedPolicies, 'ownFiles'> {
  readonly type: 'foreignPolicy';
  readonly path: string;
  readonly maxMs: number;
}

/** A request about the history that the worker holds. The first request must be "openHistory". */
export type BacktestRequest =
  | {
      readonly type: 'openHistory';
      readonly commands: CommandSource;
      readonly others: readonly OtherRule[];
    }
  /** Reads on for this time in milliseconds, at least one command. */
  | { readonly type: 'readHistory'; readonly maxMs: number }
  | { readonly type: 'testRules'; readonly edits: readonly TestedEdit[] }
  | {
      readonly type: 'ruleHits';
      readonly edit: TestedEdit;
      readonly from: number;
      readonly limit: number;
    }
  | {
      readonly type: 'testBypasses';
      readonly rule: RuleToTest;
      readonly examples: readonly string[];
    }
  | { readonly type: 'excludeCommand'; readonly rule: RuleToTest; readonly command: string }
  | {
      readonly type: 'decide';
      readonly before: readonly RuleToTest[];
      readonly after: readonly RuleToTest[];
    }
  | { readonly type: 'labelCommand'; readonly command: string; readonly label: Label };

/** A model for the worker: a file of the model store, or a `ModelFile` as JSON. */
export type ModelSource = { readonly path: string } | { readonly json: Uint8Array };

/** A request about a stored model. The worker reads it from `path` and caches the last one. */
export type ModelRequest =
  | { readonly type: 'predict'; readonly path: string; readonly command: string }
  | {
      readonly type: 'drift';
      readonly path: string;
      /** Commands newer than the model. */
      readonly commands: CommandSource;
    }
  | {
      readonly type: 'labelQueue';
      readonly path: string;
      readonly commands: CommandSource;
      readonly limit: number;
    };

/** The result of each type of request. */
export interface TrainerResults {
  train: TrainedModel;
  prepare: { readonly trial: GrowInput; readonly final: GrowInput; readonly trees: number };
  grow: GrownPart;
  finish: TrainedModel;
  suggest: SuggestionReport;
  starterRules: PolicyDiff;
  starterChoices: StarterChoices;
  starterMatches: readonly StarterMatch[];
  predict: Prediction;
  drift: Drift;
  labelQueue: readonly UsefulLabel[];
  openHistory: undefined;
  readHistory: HistoryRead;
  testRules: readonly LiveBacktest[];
  ruleHits: HitPage;
  testBypasses: BypassTest;
  excludeCommand: NarrowedRule;
  decide: DecidedBoth;
  labelCommand: undefined;
  foreignPolicyPart: undefined;
  foreignPolicy: ForeignPolicyEffect;
}

/** The functions of a worker, which handles one request at a time. */
export interface WorkerFunctions {
  /** Translated texts by English text: the l10n bundle. Must be called before any request. */
  useTexts(texts: Readonly<Record<string, string>>): void;
  /** Sends a slice of the commands of the next request, whose own list is then empty. */
  addCommands(commands: readonly LabelledCommand[]): void;
  answer(request: TrainerRequest): Promise<TrainerResults[TrainerRequest['type']]>;
}

/** The functions of the client for its worker. */
export interface ClientFunctions {
  progress(stage: string, done: number, total: number): void;
}
