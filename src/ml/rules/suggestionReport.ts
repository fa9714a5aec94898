import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { Rejections } from '../../core/rejection';
import type { Rule } from '../../core/rule';
import type { Background } from '../dataset/analyzedHistory';

/** A pattern that is not proposed, with a reason for display. */
export interface Abstention {
  readonly what: string;
  readonly reason: string;
}

/** The result of a suggestion run. */
export interface SuggestionReport {
  /** One diff per group of patterns. Each can be reviewed and applied separately. */
  readonly diffs: readonly PolicyDiff[];
  /** All new rules in one diff, which is empty if there is nothing to propose. */
  readonly merged: PolicyDiff;
  /** Number of groups that are not proposed again, because pending suggestions contain them. */
  readonly repeated: number;
  /** Number of rules and changes that are not proposed again, because a person rejected them. */
  readonly rejected: number;
  readonly abstained: readonly Abstention[];
}

/** The input of a suggestion run. */
export interface SuggestRequest {
  readonly commands: readonly LabelledCommand[];
  readonly rules: readonly Rule[];
  /** Rules in pending suggestions, which are not proposed again. */
  readonly pending: readonly Pick<Rule, 'pattern' | 'effect'>[];
  /** Rejected rules. They are proposed again only after their evidence has doubled. */
  readonly rejected: Rejections;
  readonly topN: number;
  /** Whether to add starter rules for risks that do not occur in the history. */
  readonly fillUp: boolean;
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly background: Background;
}
