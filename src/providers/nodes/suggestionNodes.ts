import * as z from 'zod';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { PolicyDiff } from '../../core/diff';
import { Evidence } from '../../core/evidence';
import type { Rule } from '../../core/rule';
import type { Suggestion } from '../../core/suggestion';
import type { TooltipLine, ViewNode } from '../viewNode';
import { EFFECT_ICON } from './effectIcon';
import { counted, isNamedByPattern, joined, oneLine, percent, ruleTitle, when } from './words';

const EvidenceList = z.array(Evidence);

/** The surest first, as every list shows them; equally sure ones stay as they came. */
export function surestFirst(pending: readonly Suggestion[]): readonly Suggestion[] {
  return pending.toSorted((a, b) => (strongest(b.diff) ?? 0) - (strongest(a.diff) ?? 0));
}

/** The pending suggestions. `rules` in force lend their names to removals. */
export function suggestionNodes(
  pending: readonly Suggestion[],
  rules: readonly Rule[],
): readonly ViewNode[] {
  return surestFirst(pending).map((suggestion) => {
    const { diff } = suggestion;
    const label = diffTitle(diff, rules);
    const description = joined([
      percent(strongest(diff)),
      evidenceInShort(diff),
      suggestion.proposedBy,
    ]);
    return {
      key: suggestion.id,
      subject: suggestion.id,
      label,
      description,
      icon: iconOf(diff),
      tooltip: tooltip(suggestion),
      spoken: `Suggestion: ${label}. ${description}. Waits for review.`,
      viewItem: VIEW_ITEM.suggestion,
      opens: { command: COMMAND.applySuggestion, title: 'Review Suggestion' },
    };
  });
}

/** So many rules are named one by one; more are counted. */
const NAMED = 3;

/** What a diff does, in one line. */
export function diffTitle({ add, remove }: PolicyDiff, rules: readonly Rule[] = []): string {
  const gone = rules.filter(({ id }) => remove.includes(id));
  return joined(
    [
      add.length > NAMED ? `Add ${counted(add.length, 'rule')}` : named(add),
      gone.length === 1 && remove.length === 1
        ? `Remove ${gone.map(ruleTitle).join()}`
        : remove.length > 0
          ? `Remove ${counted(remove.length, 'rule')}`
          : undefined,
    ],
    '; ',
  );
}

const VERBS = { deny: 'Deny', ask: 'Ask', allow: 'Allow' } as const;

/** `Deny mkfs; Allow ls; Deny: deletes a home folder`. */
function named(add: PolicyDiff['add']): string {
  return add
    .map((rule) => {
      const verb = `${VERBS[rule.effect]}${rule.mode === 'shadow' ? ' (shadow)' : ''}`;
      const title = ruleTitle(rule);
      // A reason is a sentence and says what a command does; everything else is a name.
      const isSentence = !isNamedByPattern(rule) && /^[A-Z][a-z ]/.test(title);
      return isSentence
        ? `${verb}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`
        : `${verb} ${title}`;
    })
    .join('; ');
}

/** The backtests in `meta`, parallel to `add`; none where they are absent or not in their form. */
export function evidenceOf(diff: PolicyDiff): readonly Evidence[] {
  const parsed = EvidenceList.safeParse(diff.meta['evidence']);
  return parsed.success && parsed.data.length === diff.add.length ? parsed.data : [];
}

function strongest(diff: PolicyDiff): number | undefined {
  const scores = diff.add.flatMap(({ score }) => (score === undefined ? [] : [score]));
  return scores.length === 0 ? undefined : Math.max(...scores);
}

function evidenceInShort(diff: PolicyDiff): string | undefined {
  const evidence = evidenceOf(diff);
  if (evidence.length === 0) return undefined;
  const unsafe = evidence.reduce((sum, { unsafeHits }) => sum + unsafeHits, 0);
  const safe = evidence.reduce((sum, { safeHits }) => sum + safeHits, 0);
  return `${unsafe} unsafe, ${safe} safe`;
}

function iconOf(diff: PolicyDiff): ViewNode['icon'] {
  const [effect, ...others] = new Set(diff.add.map((rule) => rule.effect));
  if (effect === undefined) return { name: 'remove' };
  return others.length > 0 ? { name: 'checklist' } : EFFECT_ICON[effect];
}

function tooltip({ diff, proposedBy, proposedAt }: Suggestion): readonly TooltipLine[] {
  const evidence = evidenceOf(diff);
  const rules = diff.add.slice(0, 5).flatMap((rule, index): TooltipLine[] => {
    const backtest = evidence[index];
    return [
      { code: oneLine(rule.pattern, 200) },
      joined([
        rule.effect,
        rule.score === undefined ? undefined : `confidence ${percent(rule.score) ?? ''}`,
        backtest === undefined
          ? undefined
          : `hits ${counted(backtest.unsafeHits, 'unsafe command')} and ${counted(backtest.safeHits, 'safe one')}`,
      ]),
      ...(rule.reason === undefined ? [] : [oneLine(rule.reason, 200)]),
    ];
  });
  const more = diff.add.length - 5;
  return [
    `Proposed by ${proposedBy}, ${when(proposedAt)}`,
    ...rules,
    ...(more > 0 ? [`… and ${counted(more, 'more rule')}`] : []),
    ...(diff.remove.length > 0 ? [`Removes ${counted(diff.remove.length, 'rule')}`] : []),
    'Nothing changes before you type APPLY in the review.',
  ];
}
