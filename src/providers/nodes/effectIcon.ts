import type { Effect } from '../../core/rule';
import type { ViewNode } from '../viewNode';

/** The icon of each effect, wherever a tree shows a rule. */
export const EFFECT_ICON: Readonly<Record<Effect, ViewNode['icon']>> = {
  deny: { name: 'circle-slash', color: 'charts.red' },
  ask: { name: 'question', color: 'charts.yellow' },
  allow: { name: 'pass', color: 'charts.green' },
};
