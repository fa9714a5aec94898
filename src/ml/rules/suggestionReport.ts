import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { Rule } from '../../core/rule';

/** A pattern that was looked at and not proposed, with the reason in words for the person. */
export interface Abstention {
  readonly what: string;
  readonly reason: string;
}

/** What mining a history came to. */
export interface SuggestionReport {
  /** One diff per group of patterns: each can be reviewed and applied by itself. */
  readonly diffs: readonly PolicyDiff[];
  /** All of them in one diff. Adds and removes nothing where there is nothing to propose. */
  readonly merged: PolicyDiff;
  /** Groups of patterns left out, as pending suggestions hold all of them. */
  readonly repeated: number;
  readonly abstained: readonly Abstention[];
}

/** What suggestions are made of. */
export interface SuggestRequest {
  readonly commands: readonly LabelledCommand[];
  readonly rules: readonly Rule[];
  /** Rules that pending suggestions would add: they are not proposed again. */
  readonly pending: readonly Pick<Rule, 'pattern' | 'effect'>[];
  readonly topN: number;
  /** Whether starter rules for dangers that the history does not show may take part. */
  readonly fillUp: boolean;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** Everyday commands that no rule may stop. */
  readonly background: readonly string[];
}
