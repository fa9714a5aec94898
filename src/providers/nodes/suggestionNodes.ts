import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { AppliedBefore } from '../../core/appliedBefore';
import type { PolicyDiff } from '../../core/diff';
import { evidenceCount, evidenceOfDiff, type Evidence } from '../../core/evidence';
import { formatCount } from '../../core/formatCount';
import { rejectionText } from '../../core/rejection';
import { ruleKey, type Rule } from '../../core/rule';
import { confidenceOf, highestConfidenceFirst, type Suggestion } from '../../core/suggestion';
import type { TooltipLine, ViewNode } from '../viewNode';
import { proposerName } from '../proposerName';
import { EFFECT_ICON } from './effectIcon';
import { effectName, effectVerb, ruleCount } from './terms';
import { isNamedByPattern, joined, oneLine, percent, ruleTitle, when } from './nodeTexts';

/**
 * The pending suggestions. `rules`: the rules in force, which provide titles for removals. `applied`: see
 * `appliedBefore`.
 */
export function suggestionNodes(
  pending: readonly Suggestion[],
  rules: readonly Rule[],
  applied: ReadonlyMap<string, AppliedBefore> = new Map(),
): readonly ViewNode[] {
  return highestConfidenceFirst(pending).map((suggestion) => {
    const { id, diff } = suggestion;
    const rolledBack = applied.get(id);
    const label = diffTitle(diff, rules);
    const description = joined([
      rolledBack === undefined ? undefined : l10n.t('rolled back'),
      percent(confidenceOf(diff)),
      evidenceSummary(diff),
      evidenceOfDiff(diff).some((one) => one?.rejected !== undefined)
        ? l10n.t('rejected before')
        : undefined,
      isOwn(suggestion) ? undefined : suggestion.proposedBy,
    ]);
    return {
      key: id,
      subject: id,
      label,
      description,
      icon: iconOf(diff),
      tooltip: tooltip(suggestion, rolledBack),
      accessibleName: l10n.t('Suggestion: {0}. {1}. Waits for review.', label, description),
      viewItem: VIEW_ITEM.suggestion,
      opens: { command: COMMAND.applySuggestion, title: l10n.t('Review Suggestion') },
    };
  });
}

/** Whether Rulewright itself proposed it, so that its author is not shown. */
function isOwn({ proposedBy, diff }: Suggestion): boolean {
  return proposedBy.startsWith('rulewright-') && proposedBy === diff.meta['proposed_by'];
}

/** Maximum number of added rules listed by title; if there are more, only the first one is named. */
const MAX_TITLES = 3;

/** A description of a diff in one line. */
export function diffTitle(diff: PolicyDiff, rules: readonly Rule[] = []): string {
  const { add, remove } = diff;
  const removed = rules.filter(({ id }) => remove.includes(id));
  const switched = switchTitle(add, remove, removed);
  if (switched !== undefined) return switched;
  return joined(
    [
      starterTitle(diff) ?? (add.length > MAX_TITLES ? firstTitle(add) : addedTitles(add)),
      removed.length === 1 && remove.length === 1
        ? removed.map((rule) => verbTitle(l10n.t('Remove'), rule)).join()
        : remove.length > 0
          ? l10n.t('Remove {0}', ruleCount(remove.length))
          : undefined,
    ],
    '; ',
  );
}

/** `Enforce: deletes a home folder` for a rule whose mode changes. */
function switchTitle(
  [added, ...others]: PolicyDiff['add'],
  { length }: PolicyDiff['remove'],
  [removed]: readonly Rule[],
): string | undefined {
  if (added === undefined || removed === undefined || others.length > 0 || length !== 1) return;
  if (ruleKey(added) !== ruleKey(removed) || (added.mode ?? 'enforce') === removed.mode) return;
  return removed.mode === 'shadow'
    ? verbTitle(l10n.t('Enforce'), added)
    : verbTitle(l10n.t('Put in shadow mode'), added);
}

/** `Starter rules: Work in Git, Backups` for a change with many of them. */
function starterTitle({ add, meta }: PolicyDiff): string | undefined {
  const titles: unknown = meta['rule_categories'];
  if (add.length <= MAX_TITLES || !Array.isArray(titles) || titles.length !== add.length) return;
  // A joint suggestion also contains rules without a category.
  if (titles.includes(null)) return;
  const distinct = [...new Set(titles.map(String))];
  return distinct.length > MAX_TITLES
    ? l10n.t(
        '{0} starter rules in {1} categories',
        formatCount(add.length),
        formatCount(distinct.length),
      )
    : l10n.t('Starter rules: {0}', distinct.map((title) => oneLine(title, 60)).join(', '));
}

/** `Deny mkfs, and 5 more rules`. */
function firstTitle(add: PolicyDiff['add']): string {
  return l10n.t(
    '{0}, and {1} more rules',
    addedTitles(add.slice(0, 1)),
    formatCount(add.length - 1),
  );
}

/** `Deny mkfs; Allow ls; Deny: deletes a home folder`. */
function addedTitles(add: PolicyDiff['add']): string {
  return add
    .map((rule) => {
      const verb =
        rule.mode === 'shadow'
          ? l10n.t('{0} (shadow)', effectVerb(rule.effect))
          : effectVerb(rule.effect);
      return verbTitle(verb, rule);
    })
    .join('; ');
}

/** `Deny: deletes a home folder`, `Deny mkfs`: a reason is a sentence about the command; any other title is a name. */
function verbTitle(verb: string, rule: Parameters<typeof ruleTitle>[0]): string {
  const title = ruleTitle(rule);
  const isSentence = !isNamedByPattern(rule) && /^[A-Z][a-z ]/.test(title);
  return isSentence
    ? `${verb}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`
    : `${verb} ${title}`;
}

function evidenceSummary(diff: PolicyDiff): string | undefined {
  const evidence = evidenceOfDiff(diff).filter((one) => one !== null);
  if (evidence.length === 0) return undefined;
  const unsafe = evidence.reduce((sum, { unsafeHits }) => sum + unsafeHits, 0);
  const safe = evidence.reduce((sum, { safeHits }) => sum + safeHits, 0);
  if (unsafe + safe === 0) return undefined;
  return l10n.t('{0} unsafe, {1} safe', formatCount(unsafe), formatCount(safe));
}

function iconOf(diff: PolicyDiff): ViewNode['icon'] {
  const [effect, ...others] = new Set(diff.add.map((rule) => rule.effect));
  if (effect === undefined) return { name: 'remove' };
  return others.length > 0 ? { name: 'checklist' } : EFFECT_ICON[effect];
}

/** Maximum number of rules described in a tooltip; further ones are counted. */
const MAX_RULES = 5;

function tooltip(
  { diff, proposedBy, proposedAt }: Suggestion,
  rolledBack: AppliedBefore | undefined,
): readonly TooltipLine[] {
  const evidence = evidenceOfDiff(diff);
  const rules = diff.add
    .slice(0, MAX_RULES)
    .flatMap((rule, index) => ruleLines(rule, evidence[index]));
  const more = diff.add.length - MAX_RULES;
  return [
    l10n.t('Proposed by {0}, {1}', proposerName(proposedBy), when(proposedAt)),
    ...(rolledBack === undefined
      ? []
      : [
          l10n.t(
            '{0} applied this on {1}; it was rolled back since.',
            rolledBack.by,
            when(rolledBack.at),
          ),
        ]),
    ...rules,
    ...(more > 0 ? [moreRules(more)] : []),
    ...(diff.remove.length > 0 ? [l10n.t('Removes {0}', ruleCount(diff.remove.length))] : []),
    l10n.t('Nothing changes before you type APPLY in the review.'),
  ];
}

function ruleLines(
  rule: PolicyDiff['add'][number],
  backtest: Evidence | null | undefined,
): TooltipLine[] {
  return [
    { code: oneLine(rule.pattern, 200) },
    joined([
      effectName(rule.effect),
      rule.score === undefined ? undefined : l10n.t('confidence {0}', percent(rule.score) ?? ''),
      backtest === undefined || backtest === null
        ? undefined
        : l10n.t(
            'hits: {0} unsafe, {1} safe',
            formatCount(backtest.unsafeHits),
            formatCount(backtest.safeHits),
          ),
    ]),
    ...(backtest?.rejected === undefined
      ? []
      : [rejectionText(backtest.rejected, evidenceCount(rule.effect, backtest))]),
    ...(rule.reason === undefined ? [] : [oneLine(rule.reason, 200)]),
  ];
}

function moreRules(count: number): string {
  return count === 1
    ? l10n.t('… and 1 more rule')
    : l10n.t('… and {0} more rules', formatCount(count));
}
