import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { RuleHits } from '../../core/ports';
import type { Rule } from '../../core/rule';
import type { ViewNode } from '../viewNode';
import { EFFECT_ICON } from './effectIcon';
import { counted, joined, oneLine, percent, ruleTitle, when } from './words';

/** The rules in force, the strongest effect first, with how often each was hit. */
export function ruleNodes(
  rules: readonly Rule[],
  hits: ReadonlyMap<string, RuleHits>,
): readonly ViewNode[] {
  const ordered = rules.toSorted((a, b) => STRENGTH[a.effect] - STRENGTH[b.effect]);
  return ordered.map((rule) => {
    const label = ruleTitle(rule);
    const effect = rule.mode === 'shadow' ? `${rule.effect}, shadow` : rule.effect;
    const hit = hitText(hits.get(rule.id));
    const description = joined([effect, hit]);
    const confidence = percent(rule.confidence);
    return {
      key: rule.id,
      subject: rule.id,
      label,
      description,
      icon: iconOf(rule),
      tooltip: [
        { code: oneLine(rule.pattern, 400) },
        rule.mode === 'shadow'
          ? `${capital(rule.effect)} rule in shadow mode: ${shadowText(hits.get(rule.id), rule.effect)}.`
          : `${capital(rule.effect)} rule in force.`,
        ...(rule.reason === '' ? [] : [oneLine(rule.reason, 400)]),
        ...(rule.instead === undefined ? [] : [`Instead: ${oneLine(rule.instead, 400)}`]),
        capital(hit),
        joined([
          `Added by ${rule.addedBy}, ${when(rule.ts)}`,
          confidence === undefined ? undefined : `confidence ${confidence}`,
        ]),
        { command: COMMAND.explainCommand, title: 'Explain Command…' },
      ],
      spoken: `${effect} rule ${label}, ${hit}`,
      viewItem: `${VIEW_ITEM.rule}.${rule.effect}.${rule.mode}`,
    };
  });
}

const STRENGTH = { deny: 0, ask: 1, allow: 2 } as const;
const PAST = { deny: 'denied', ask: 'asked about', allow: 'allowed' } as const;

/** What a rule in shadow mode would have done. */
function shadowText(hits: RuleHits | undefined, effect: Rule['effect']): string {
  return `it decides nothing; it would have ${PAST[effect]} ${counted(hits?.count ?? 0, 'command')}`;
}

function hitText(hits: RuleHits | undefined): string {
  if (hits === undefined || hits.count === 0) return 'never hit';
  return `${counted(hits.count, 'hit')}, last ${when(hits.lastTs)}`;
}

function iconOf(rule: Rule): ViewNode['icon'] {
  if (rule.mode === 'shadow') return { name: 'eye' };
  return EFFECT_ICON[rule.effect];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
