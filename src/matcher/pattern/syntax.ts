import type { CharSet } from './charSet';

/** Kinds of assertions: start or end of the text, word boundary, or no word boundary. */
export const Edge = ['start', 'end', 'word', 'notWord'] as const;
export type Edge = (typeof Edge)[number];

/** The abstract syntax of a pattern, without groups. Flags are already applied to the sets. */
export type Syntax =
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'edge'; readonly edge: Edge }
  | { readonly type: 'sequence'; readonly items: readonly Syntax[] }
  | { readonly type: 'choice'; readonly items: readonly Syntax[] }
  /** `max` is Infinity if there is no limit. */
  | {
      readonly type: 'repeat';
      readonly item: Syntax;
      readonly min: number;
      readonly max: number;
    };

/** Whether every match of `syntax` starts at the start of the text (or ends at its end). */
export function isAnchoredAt(edge: 'start' | 'end', syntax: Syntax): boolean {
  switch (syntax.type) {
    case 'edge':
      return syntax.edge === edge;
    case 'sequence':
      return isAnchoredBySome(edge, syntax.items);
    case 'choice':
      return syntax.items.every((item) => isAnchoredAt(edge, item));
    case 'repeat':
      return syntax.min > 0 && isAnchoredAt(edge, syntax.item);
    case 'set':
      return false;
  }
}

/** Only assertions may be between an anchor and the start (or end) of the pattern. */
function isAnchoredBySome(edge: 'start' | 'end', items: readonly Syntax[]): boolean {
  for (const item of edge === 'start' ? items : [...items].reverse()) {
    if (isAnchoredAt(edge, item)) return true;
    if (item.type !== 'edge') return false;
  }
  return false;
}

/** The minimum length of a match in units. */
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
