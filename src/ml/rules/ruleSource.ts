import type { Candidate } from '../mining/candidate';

/** Sources of rules: mining, important features of the forest, paths in its trees, and the starter rules. */
export const RuleSource = ['mined', 'feature', 'path', 'starter'] as const;
export type RuleSource = (typeof RuleSource)[number];

/** A candidate for a backtest, and the sources that found it. */
export interface SourcedCandidate {
  readonly candidate: Candidate;
  readonly sources: readonly RuleSource[];
}
