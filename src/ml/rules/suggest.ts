import * as l10n from '@vscode/l10n';
import { hasDoubled, rejectionText, type Rejections } from '../../core/rejection';
import { ruleKey } from '../../core/rule';
import { analyzeHistory } from '../dataset/analyzedHistory';
import type { KnownViews } from '../dataset/placedCommand';
import type { LoadedModel } from '../model/predict';
import { proposeDenyRules } from './denyRules';
import { viewForest } from './forestView';
import { allowProposals, contradictedRules, type Contradiction } from './policyReview';
import { dangerCheck } from './behaviour/dangerCheck';
import { proposeFromBehaviour } from './behaviour/behaviourProposals';
import { commandsIn, findRejections, mayBeProposed } from './findRejections';
import {
  proposedAllow,
  proposedDeny,
  suggestionDiff,
  type DiffParts,
  type Proposed,
} from './suggestionDiff';
import type { SuggestionReport, SuggestRequest } from './suggestionReport';
import type { TestedRule } from './testedRule';

/**
 * Finds, tests and chooses rules, and reviews the rules in force. The same request and model give the same report.
 * `known`: see `analyzeHistory`.
 */
export function suggestRules(
  request: SuggestRequest,
  model: LoadedModel,
  onProgress: (stage: string, done: number, total: number) => void = () => undefined,
  known?: KnownViews,
): SuggestionReport {
  onProgress(l10n.t('Reading commands'), 0, 1);
  const history = analyzeHistory(request.commands, request.rules, request.background, known);
  onProgress(l10n.t('Searching for patterns'), 0, 1);
  const findRejection = findRejections(history, request.rejected.rules);
  const { chosen, passed, abstained, heldBack } = proposeDenyRules(history, {
    limit: request.topN,
    fillUp: request.fillUp,
    forest: viewForest(model, history),
    findRejection,
    onProgress,
  });
  const diff = (adds: readonly Proposed[], more: Omit<DiffParts, 'adds'> = { remove: [] }) =>
    suggestionDiff(
      { model: model.model, generatedAt: request.generatedAt, history },
      { ...more, adds },
    );
  const changes = notRejected(contradictedRules(history, request.rules, passed), request.rejected);
  const contradictions = changes.open;
  const behaviour = proposeFromBehaviour(
    { history, isDangerous: dangerCheck(model), findRejection },
    stoppedBy(chosen),
  );
  const allows = allowProposals(history, request.rules, behaviour.allowed).map((one) => {
    const { pattern, commands } = one;
    return { one, rejected: findRejection({ pattern, effect: 'allow', commands }) };
  });
  const openAllows = allows.filter(({ one, rejected }) =>
    mayBeProposed(rejected, one.commands.length),
  );
  const groups = [
    ...byGroup(chosen.map((rule) => proposedDeny(rule, history))),
    ...byGroup(behaviour.proposed),
    ...openAllows.map(({ one, rejected }) => [proposedAllow(one, rejected)]),
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
      ...contradictions.map(({ rule, narrower, reason: note, against }) =>
        diff(narrower === undefined ? [] : [proposedDeny(narrower, history)], {
          remove: [rule.id],
          note,
          against,
        }),
      ),
    ],
    merged: diff(against),
    repeated: groups.filter((group) => group.every(({ rule }) => pending.has(ruleKey(rule))))
      .length,
    rejected: heldBack + behaviour.heldBack + allows.length - openAllows.length + changes.held,
    abstained,
  };
}

/** The commands that these rules stop. */
function stoppedBy(chosen: readonly TestedRule[]): ReadonlySet<string> {
  return new Set(
    chosen.flatMap(({ backtest }) => commandsIn(backtest).map(({ command }) => command)),
  );
}

/**
 * Changes of rules in force that were not rejected, or whose evidence has doubled since, which is
 * then mentioned.
 */
function notRejected(
  contradictions: readonly Contradiction[],
  { removals }: Rejections,
): { readonly open: readonly Contradiction[]; readonly held: number } {
  const open = contradictions.flatMap((one) => {
    const { rule, reason, against } = one;
    const rejected = removals.find(({ ruleId }) => ruleId === rule.id);
    if (rejected === undefined) return [one];
    if (!hasDoubled(rejected, against)) return [];
    return [{ ...one, reason: [reason, rejectionText(rejected, against)].join(' ') }];
  });
  return { open, held: contradictions.length - open.length };
}

function byGroup(all: readonly Proposed[]): readonly (readonly Proposed[])[] {
  const groups = new Map<string, Proposed[]>();
  for (const one of all) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups.values()];
}
