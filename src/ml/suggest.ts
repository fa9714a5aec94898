import type { PolicyDiff } from '../core/diff';
import type { LabelledCommand } from '../core/event';
import type { Rule } from '../core/rule';
import { canonicalLines } from '../core/shell/canonical';
import { commandViews } from '../core/shell/views';
import {
  candidatePattern,
  candidateText,
  candidateWords,
  complexity,
  type Candidate,
} from './candidate';
import { greedyCover } from './cover';
import { gatherDataset, type DataRow } from './dataset';
import { backtestOf, evidenceOf, type Backtest } from './evidence';
import { lineFacts } from './literals';
import { mineCandidates, type MinedCandidate, type MiningRow } from './mine';
import { modelVersion, type ModelFile } from './modelFile';
import type { SuggestionReport } from './suggestionReport';
import { commandsHit, indexViews, type ViewTexts } from './viewTexts';
import { wilsonLowerBound } from './wilson';

/** What suggestions are made of. */
export interface SuggestRequest {
  readonly commands: readonly LabelledCommand[];
  readonly model: ModelFile;
  readonly rules: readonly Rule[];
  readonly topN: number;
  readonly generatedAt: string;
  readonly background: readonly string[] | undefined;
}

interface Tested {
  readonly candidate: Candidate;
  readonly pattern: string;
  readonly backtest: Backtest;
  readonly backgroundHits: number;
  readonly complexity: number;
}

const MAX_BACKTESTS = 2500;

/** Mines, backtests and chooses rules. Pure: the same request gives the same report. */
export function suggestRules(
  request: SuggestRequest,
  onProgress: (stage: string, done: number, total: number) => void,
): SuggestionReport {
  const { rows } = gatherDataset(request.commands);
  onProgress('mine', 0, rows.length);
  const mined = mineCandidates(miningRows(rows), { minTemplates: 3, maxLiterals: 3 });
  onProgress('backtest', 0, mined.length);
  const index = indexViews(rows.map((row) => commandViews(row.command)));
  const background = indexViews((request.background ?? []).map((line) => commandViews(line)));
  const tested = shortlist(mined).map((candidate) => test(candidate, rows, index, background));
  const good = tested.filter((one) => isGood(one));
  const chosen = greedyCover(good, request.topN).flatMap((at) => good[at] ?? []);
  const merged = diffOf(chosen, request, mined.length);
  return { diffs: [], merged, abstained: [] };
}

function miningRows(rows: readonly DataRow[]): readonly MiningRow[] {
  const numbers = new Map<string, number>();
  return rows
    .filter((row) => row.label !== 'unknown')
    .map((row) => {
      const template = numbers.get(row.template) ?? numbers.size;
      numbers.set(row.template, template);
      return {
        facts: canonicalLines(row.command).flatMap((line) => lineFacts(line)),
        isUnsafe: row.label === 'unsafe',
        template,
      };
    });
}

function shortlist(mined: readonly MinedCandidate[]): readonly Candidate[] {
  return mined
    .map((one) => ({ ...one, bound: wilsonLowerBound(one.unsafe, one.unsafe + one.safe) }))
    .filter(({ bound, unsafe, safe }) => bound >= 0.45 && unsafe >= 8 * safe)
    .sort((a, b) => b.bound * b.unsafe - a.bound * a.unsafe)
    .slice(0, MAX_BACKTESTS)
    .map(({ candidate }) => candidate);
}

function test(
  candidate: Candidate,
  rows: readonly DataRow[],
  index: ViewTexts,
  background: ViewTexts,
): Tested {
  const pattern = candidatePattern(candidate);
  const words = candidateWords(candidate);
  return {
    candidate,
    pattern,
    backtest: backtestOf(rows, commandsHit(index, pattern, words)),
    backgroundHits: commandsHit(background, pattern, words).length,
    complexity: complexity(candidate),
  };
}

function isGood({ candidate, backtest }: Tested): boolean {
  const unsafe = backtest.unsafeTemplates.size;
  const safe = backtest.safeTemplates.size;
  const needed = candidate.literals.length === 0 || candidate.head === '' ? 8 : 3;
  return unsafe >= needed && unsafe >= 9 * safe && backtest.lowerBound >= 0.5;
}

function diffOf(chosen: readonly Tested[], request: SuggestRequest, mined: number): PolicyDiff {
  return {
    add: chosen.map((one) => ({
      pattern: one.pattern,
      effect: 'deny',
      score: one.backtest.lowerBound,
      reason: candidateText(one.candidate),
    })),
    remove: [],
    meta: {
      proposed_by: 'rulewright',
      model_version: modelVersion(request.model),
      generated_at: request.generatedAt,
      total_features_analyzed: mined,
      suggestions_count: chosen.length,
      evidence: chosen.map((one) => evidenceOf(one.backtest)),
    },
  };
}
