import type { Candidate } from '../mining/candidate';

/** Who finds rules: counting the history, the forest's features, the paths of its trees, and we ourselves. */
export const RuleSource = ['mined', 'feature', 'path', 'starter'] as const;
export type RuleSource = (typeof RuleSource)[number];

/** A candidate worth a backtest, and all sources that found it. */
export interface SourcedCandidate {
  readonly candidate: Candidate;
  readonly sources: readonly RuleSource[];
}
