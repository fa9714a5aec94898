import * as l10n from '@vscode/l10n';
import type { Agent } from '../../core/agent';
import { formatCount } from '../../core/formatCount';
import type { Label } from '../../core/label';
import type { Effect } from '../../core/rule';

/** Display name of a rule's effect, as the first word of a label. */
export function effectVerb(effect: Effect): string {
  switch (effect) {
    case 'deny':
      return l10n.t('Deny');
    case 'ask':
      return l10n.t('Ask');
    case 'allow':
      return l10n.t('Allow');
  }
}

/** Display name of a rule's effect, inside a description. */
export function effectName(effect: Effect): string {
  switch (effect) {
    case 'deny':
      return l10n.t('deny');
    case 'ask':
      return l10n.t('ask');
    case 'allow':
      return l10n.t('allow');
  }
}

/** Display name of a label. */
export function labelName(label: Label): string {
  switch (label) {
    case 'safe':
      return l10n.t('safe');
    case 'unsafe':
      return l10n.t('unsafe');
    case 'unknown':
      return l10n.t('not sure');
  }
}

/** Display name of an agent's status. */
export function statusName(status: Agent['status']): string {
  switch (status) {
    case 'idle':
      return l10n.t('idle');
    case 'running':
      return l10n.t('running');
    case 'blocked':
      return l10n.t('blocked');
  }
}

/** A number of rules, as text. */
export function ruleCount(count: number): string {
  return count === 1 ? l10n.t('1 rule') : l10n.t('{0} rules', formatCount(count));
}

/** A number of commands, as text. */
export function commandCount(count: number): string {
  return count === 1 ? l10n.t('1 command') : l10n.t('{0} commands', formatCount(count));
}

/** A number of pending suggestions, as text. */
export function pendingCount(count: number): string {
  return count === 1
    ? l10n.t('1 suggestion waits for review')
    : l10n.t('{0} suggestions wait for review', formatCount(count));
}

/** A number of blocked agents, as text. */
export function blockedCount(count: number): string {
  return count === 1
    ? l10n.t('1 agent is blocked')
    : l10n.t('{0} agents are blocked', formatCount(count));
}
