import * as z from 'zod';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { PolicyDiff } from '../../core/diff';
import { Evidence } from '../../core/evidence';
import type { Suggestion } from '../../core/suggestion';
import type { TooltipLine, ViewNode } from '../viewNode';
import { counted, joined, oneLine, percent, ruleTitle, when } from './words';

const EvidenceList = z.array(Evidence);

/** The pending suggestions, the surest first; equally sure ones stay as they came. */
export function suggestionNodes(pending: readonly Suggestion[]): readonly ViewNode[] {
  const surest = pending.toSorted((a, b) => (strongest(b.diff) ?? 0) - (strongest(a.diff) ?? 0));
  return surest.map((suggestion) => {
    const { diff } = suggestion;
    const label = diffTitle(diff);
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

/** What a diff does, in one line. */
export function diffTitle(diff: PolicyDiff): string {
  const [first] = diff.add;
  if (first !== undefined && diff.add.length === 1 && diff.remove.length === 0) {
    const verb = first.effect === 'deny' ? 'Deny' : 'Allow';
    const shadow = first.mode === 'shadow' ? ' (shadow)' : '';
    return `${verb}${shadow} ${ruleTitle(first)}`;
  }
  return joined(
    [
      diff.add.length > 0 ? `Add ${counted(diff.add.length, 'rule')}` : undefined,
      diff.remove.length > 0 ? `Remove ${counted(diff.remove.length, 'rule')}` : undefined,
    ],
    ', ',
  );
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
  const effects = new Set(diff.add.map(({ effect }) => effect));
  if (effects.size === 0) return { name: 'remove' };
  if (effects.size > 1) return { name: 'checklist' };
  return effects.has('deny')
    ? { name: 'circle-slash', color: 'charts.red' }
    : { name: 'pass', color: 'charts.green' };
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
