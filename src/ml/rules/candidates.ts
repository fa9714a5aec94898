import * as l10n from '@vscode/l10n';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import { candidateKey, type Candidate } from '../mining/candidate';
import { mineFamilies } from '../mining/families';
import { featureCandidates, pathCandidates } from './forestCandidates';
import { mineCandidates, type MinedCandidate } from '../mining/mine';
import type { ForestView } from './forestView';
import type { RuleSource, SourcedCandidate } from './ruleSource';
import { MIN_TEMPLATES } from './testedRule';
import { wilsonLowerBound } from './wilson';

type CandidateSource = Exclude<RuleSource, 'starter'>;

/** Reports the progress of a stage. */
export type StageProgress = (stage: string, done: number, total: number) => void;

/** Maximum number of backtests per source. */
const MAX_BACKTESTS: Readonly<Record<CandidateSource, number>> = {
  mined: 2500,
  feature: 300,
  path: 1500,
};

/** The best distinct candidates of each source. Without a forest, only mined candidates. */
export function gatherCandidates(
  history: AnalyzedHistory,
  forest: ForestView | undefined,
  sources: readonly RuleSource[],
  onProgress: StageProgress,
): readonly SourcedCandidate[] {
  const found = new Map<string, { candidate: Candidate; sources: CandidateSource[] }>();
  for (const source of sources) {
    if (source === 'starter') continue;
    for (const candidate of shortlist(
      candidatesOf(source, history, forest, onProgress),
      MAX_BACKTESTS[source],
    )) {
      const key = candidateKey(candidate.heads.join('|'), candidate.literals);
      const known = found.get(key);
      if (known === undefined) found.set(key, { candidate, sources: [source] });
      else if (!known.sources.includes(source)) known.sources.push(source);
    }
  }
  return [...found.values()];
}

function candidatesOf(
  source: CandidateSource,
  history: AnalyzedHistory,
  forest: ForestView | undefined,
  onProgress: StageProgress,
): readonly MinedCandidate[] {
  switch (source) {
    case 'mined':
      return [
        ...mineCandidates(history.mining, { minTemplates: MIN_TEMPLATES, maxLiterals: 3 }),
        ...mineFamilies(history.mining),
      ];
    case 'feature':
      return forest === undefined ? [] : featureCandidates(forest.important, forest.index);
    case 'path':
      return forest === undefined
        ? []
        : pathCandidates(forest.loaded, forest.index, (done, total) => {
            onProgress(l10n.t('Reading the paths of the forest'), done, total);
          });
  }
}

function shortlist(found: readonly MinedCandidate[], limit: number): readonly Candidate[] {
  return found
    .map((one) => ({ ...one, bound: wilsonLowerBound(one.unsafe, one.unsafe + one.safe) }))
    .filter(({ bound, unsafe, safe }) => bound >= 0.45 && unsafe >= 8 * safe)
    .sort((a, b) => b.bound * b.unsafe - a.bound * a.unsafe)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}
