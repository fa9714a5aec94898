import type { AddedRule } from '../../core/diff';

/** A category of starter rules, and its hits in the history. */
export interface StarterChoice {
  readonly id: string;
  readonly title: string;
  /** The rules of the category that are offered. A rule without a mode is enforced. */
  readonly rules: readonly Pick<AddedRule, 'pattern' | 'effect' | 'title' | 'mode'>[];
  /** Number of events of the history that at least one of its rules matches. */
  readonly hits: number;
  /** Number of commands that cannot be judged by its rules, because their working directory is unknown. */
  readonly unjudged: number;
  /** The most frequent commands among them. */
  readonly examples: readonly string[];
}

/** The categories in display order, and the number of events that they were tested on. */
export interface StarterChoices {
  readonly events: number;
  readonly categories: readonly StarterChoice[];
}

/** The choice of starter rules, and callbacks for progress. */
export interface StarterOptions {
  /** Ids of categories. Default: all. */
  readonly categories?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}
