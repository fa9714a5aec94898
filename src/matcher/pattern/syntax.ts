import type { CharSet } from './charSet';

/** Where an assertion holds: at the text's start or end, or where a word begins or ends (or does not). */
export const Edge = ['start', 'end', 'word', 'notWord'] as const;
export type Edge = (typeof Edge)[number];

/** What a pattern means, free of notation: flags are worked into the sets, groups are gone. */
export type Syntax =
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'edge'; readonly edge: Edge }
  | { readonly type: 'sequence'; readonly items: readonly Syntax[] }
  | { readonly type: 'choice'; readonly items: readonly Syntax[] }
  /** `max` is Infinity where there is no limit. */
  | {
      readonly type: 'repeat';
      readonly item: Syntax;
      readonly min: number;
      readonly max: number;
    };

/** Whether every match of `syntax` begins at the text's start (or ends at its end). */
export function isHeldAt(edge: 'start' | 'end', syntax: Syntax): boolean {
  switch (syntax.type) {
    case 'edge':
      return syntax.edge === edge;
    case 'sequence':
      return isHeldBySome(edge, syntax.items);
    case 'choice':
      return syntax.items.every((item) => isHeldAt(edge, item));
    case 'repeat':
      return syntax.min > 0 && isHeldAt(edge, syntax.item);
    case 'set':
      return false;
  }
}

/** An assertion counts only while nothing but assertions stands between it and the pattern's edge. */
function isHeldBySome(edge: 'start' | 'end', items: readonly Syntax[]): boolean {
  for (const item of edge === 'start' ? items : [...items].reverse()) {
    if (isHeldAt(edge, item)) return true;
    if (item.type !== 'edge') return false;
  }
  return false;
}

/** How many units a match has at least. */
export function minLength(syntax: Syntax): number {
  switch (syntax.type) {
    case 'set':
      return 1;
    case 'edge':
      return 0;
    case 'sequence':
      return syntax.items.reduce((sum, item) => sum + minLength(item), 0);
    case 'choice':
      return Math.min(...syntax.items.map((item) => minLength(item)));
    case 'repeat':
      return syntax.min * minLength(syntax.item);
  }
}
