import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { formatCount } from '../../core/formatCount';
import type { CountedHits, RuleHits } from '../../core/ports';
import { ruleKey, type Effect, type Rule } from '../../core/rule';
import { byEffect } from '../../core/ruleCategories';
import type { TooltipLine, ViewNode } from '../viewNode';
import { EFFECT_ICON } from './effectIcon';
import { commandCount, effectName, ruleCount } from './terms';
import { joined, oneLine, percent, ruleTitle, when } from './nodeTexts';

/**
 * The rules in force with their hits, strongest effect first. Rules with a category are in expanded groups, so that
 * searching the tree finds them, followed by the others. `categories`: see `ruleCategories`.
 */
export function ruleNodes(
  rules: readonly Rule[],
  hits: ReadonlyMap<string, CountedHits>,
  categories: ReadonlyMap<string, string> = new Map(),
): readonly ViewNode[] {
  const ordered = rules.toSorted(byEffect);
  const nodeOf = (rule: Rule): ViewNode => ruleNode(rule, hits.get(rule.id));
  const groups = new Map<string, ViewNode[]>();
  const others: ViewNode[] = [];
  for (const rule of ordered) {
    const category = categories.get(ruleKey(rule));
    if (category === undefined) others.push(nodeOf(rule));
    else groups.set(category, [...(groups.get(category) ?? []), nodeOf(rule)]);
  }
  return [...Array.from(groups, ([category, nodes]) => groupNode(category, nodes)), ...others];
}

function groupNode(category: string, children: readonly ViewNode[]): ViewNode {
  const label = oneLine(category, 60);
  const description = ruleCount(children.length);
  return {
    key: `category:${category}`,
    subject: `category:${category}`,
    label,
    description,
    icon: { name: 'folder' },
    tooltip: [`${label}: ${description}`],
    accessibleName: `${label}, ${description}`,
    expanded: true,
    children,
  };
}

function ruleNode(rule: Rule, hits: CountedHits | undefined): ViewNode {
  const label = ruleTitle(rule);
  const effect =
    rule.mode === 'shadow'
      ? l10n.t('{0}, shadow', effectName(rule.effect))
      : effectName(rule.effect);
  const hit = rule.mode === 'shadow' ? shadowHitText(rule, hits) : hitText(hits);
  return {
    key: rule.id,
    subject: rule.id,
    label,
    // The effect is shown by the icon and the accessible label.
    description: rule.mode === 'shadow' ? joined([effect, hit]) : hit,
    icon: rule.mode === 'shadow' ? { name: 'eye' } : EFFECT_ICON[rule.effect],
    tooltip: tooltip(rule, hits),
    accessibleName: l10n.t('{0} rule {1}, {2}', effect, label, hit),
    viewItem: `${VIEW_ITEM.rule}.${rule.effect}.${rule.mode}`,
    opens: { command: COMMAND.explainCommand, title: l10n.t('Explain Rule') },
  };
}

function tooltip(rule: Rule, hits: CountedHits | undefined): readonly TooltipLine[] {
  const confidence = percent(rule.confidence);
  const added = l10n.t('Added by {0}, {1}', rule.addedBy, when(rule.ts));
  return [
    { code: oneLine(rule.pattern, 400) },
    rule.mode === 'shadow'
      ? shadowText(rule.effect, commandCount(hitsSinceModeChange(hits)))
      : enforcedText(rule.effect),
    ...(rule.reason === '' ? [] : [oneLine(rule.reason, 400)]),
    ...(rule.instead === undefined ? [] : [l10n.t('Instead: {0}', oneLine(rule.instead, 400))]),
    capital(hitText(hits)),
    confidence === undefined ? added : joined([added, l10n.t('confidence {0}', confidence)]),
    { command: COMMAND.explainCommand, title: l10n.t('Explain Command…') },
  ];
}

function enforcedText(effect: Effect): string {
  switch (effect) {
    case 'deny':
      return l10n.t('Deny rule in force.');
    case 'ask':
      return l10n.t('Ask rule in force.');
    case 'allow':
      return l10n.t('Allow rule in force.');
  }
}

/** What a rule in shadow mode would have done. */
function shadowText(effect: Effect, commands: string): string {
  switch (effect) {
    case 'deny':
      return l10n.t(
        'Deny rule in shadow mode: it decides nothing; it would have denied {0}.',
        commands,
      );
    case 'ask':
      return l10n.t(
        'Ask rule in shadow mode: it decides nothing; it would have asked about {0}.',
        commands,
      );
    case 'allow':
      return l10n.t(
        'Allow rule in shadow mode: it decides nothing; it would have allowed {0}.',
        commands,
      );
  }
}

/** The hits of a rule in its current mode. */
function hitsSinceModeChange(hits: CountedHits | undefined): number {
  return hits === undefined ? 0 : hits.count - hits.earlier;
}

/** How many commands a rule would have decided since it was put into shadow mode. */
function shadowHitText({ effect, ts }: Rule, hits: CountedHits | undefined): string {
  const count = formatCount(hitsSinceModeChange(hits));
  switch (effect) {
    case 'deny':
      return l10n.t('would have denied {0} since {1}', count, when(ts));
    case 'ask':
      return l10n.t('would have asked {0} times since {1}', count, when(ts));
    case 'allow':
      return l10n.t('would have allowed {0} since {1}', count, when(ts));
  }
}

function hitText(hits: RuleHits | undefined): string {
  if (hits === undefined || hits.count === 0) return l10n.t('never hit');
  const last = when(hits.lastTs);
  return hits.count === 1
    ? l10n.t('1 hit, last {0}', last)
    : l10n.t('{0} hits, last {1}', formatCount(hits.count), last);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
