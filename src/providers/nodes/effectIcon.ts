import type { Effect } from '../../core/rule';
import type { ViewNode } from '../viewNode';

/** The icon of each effect in all trees. */
export const EFFECT_ICON: Readonly<Record<Effect, ViewNode['icon']>> = {
  deny: { name: 'circle-slash', color: 'charts.red' },
  ask: { name: 'question', color: 'charts.yellow' },
  allow: { name: 'pass', color: 'charts.green' },
};
