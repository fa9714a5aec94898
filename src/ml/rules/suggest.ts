import * as l10n from '@vscode/l10n';
import { ruleKey } from '../../core/rule';
import { analyzeHistory } from '../dataset/analyzedHistory';
import type { LoadedModel } from '../model/predict';
import { proposeDenyRules } from './denyRules';
import { viewForest } from './forestView';
import { allowProposals, contradictedRules } from './policyReview';
import { proposedAllow, proposedDeny, suggestionDiff, type Proposed } from './suggestionDiff';
import type { SuggestionReport, SuggestRequest } from './suggestionReport';

/** Finds, tests and chooses rules, and reviews the rules in force. The same request and model give the same report. */
export function suggestRules(
  request: SuggestRequest,
  model: LoadedModel,
  onProgress: (stage: string, done: number, total: number) => void = () => undefined,
): SuggestionReport {
  onProgress(l10n.t('Reading commands'), 0, 1);
  const history = analyzeHistory(request.commands, request.rules, request.background);
  onProgress(l10n.t('Searching for patterns'), 0, 1);
  const { chosen, passed, abstained } = proposeDenyRules(history, {
    limit: request.topN,
    fillUp: request.fillUp,
    forest: viewForest(model, history),
    onProgress,
  });
  const diff = (adds: readonly Proposed[], remove: readonly string[] = [], note?: string) =>
    suggestionDiff(
      { model: model.model, generatedAt: request.generatedAt, history },
      { adds, remove, note },
    );
  const contradictions = contradictedRules(history, request.rules, passed);
  const groups = [
    ...byGroup(chosen.map((rule) => proposedDeny(rule, history))),
    ...allowProposals(history, request.rules).map((one) => [proposedAllow(one)]),
  ];
  const pending = new Set(request.pending.map(ruleKey));
  // A narrower rule is only proposed together with the removal of the rule that it replaces.
  const proposedElsewhere = new Set([
    ...pending,
    ...contradictions.flatMap(({ narrower }) =>
      narrower === undefined ? [] : [ruleKey({ pattern: narrower.pattern, effect: 'deny' })],
    ),
  ]);
  const fresh = groups
    .map((group) => group.filter(({ rule }) => !proposedElsewhere.has(ruleKey(rule))))
    .filter((group) => group.length > 0);
  const against = fresh.flat().filter(({ rule }) => rule.effect !== 'allow');
  return {
    diffs: [
      ...fresh.map((group) => diff(group)),
      ...contradictions.map(({ rule, narrower, reason }) =>
        diff(narrower === undefined ? [] : [proposedDeny(narrower, history)], [rule.id], reason),
      ),
    ],
    merged: diff(against),
    repeated: groups.filter((group) => group.every(({ rule }) => pending.has(ruleKey(rule))))
      .length,
    abstained,
  };
}

function byGroup(all: readonly Proposed[]): readonly (readonly Proposed[])[] {
  const groups = new Map<string, Proposed[]>();
  for (const one of all) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups.values()];
}
