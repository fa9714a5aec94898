import type { Command, CompoundList, ParsedScript, SyntaxNode } from 'unbash';
import type { Span } from '../words/place';
import { MAY_RUN } from '../words/token';
import { forEachChild } from './parse';
import type { WalkContext } from './walkContext';

/** A node that contains a script. */
export type Substitution = Extract<SyntaxNode, { readonly script: unknown }>;

/** Whether a node contains a script. */
export function isSubstitution(node: SyntaxNode): node is Substitution {
  return (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  );
}

/** `$(curl x)` as a whole command: it runs what the substitution prints. */
export function isSoleSubstitution(node: Command): boolean {
  const { name } = node;
  if (name === undefined || node.suffix.length > 0 || !MAY_RUN.test(name.text)) return false;
  const parts = name.parts ?? [];
  const part = parts[0];
  if (parts.length !== 1 || part === undefined) return false;
  if (part.type === 'DoubleQuoted')
    return part.parts.length === 1 && part.parts[0]?.type === 'CommandExpansion';
  return part.type === 'CommandExpansion';
}

/** Calls `found` for every simple command in a compound one, except those in substitutions. */
export function leafCommands(node: SyntaxNode, found: (leaf: Command) => void): void {
  if (node.type === 'Command') found(node);
  else if (node.type !== 'Word') {
    forEachChild(node, (child) => {
      leafCommands(child, found);
    });
  }
}

/** The comments between the statements of a list. */
export function commentsOf(
  list: ParsedScript | CompoundList,
  source: string,
  context: WalkContext,
): readonly Span[] {
  const { base, fixed, places } = context;
  if (fixed !== undefined || places !== undefined || !source.includes('#')) return [];
  const spans: Span[] = [];
  let from = list.pos;
  for (const next of [...list.commands, { pos: list.end, end: list.end }]) {
    const mark = source.slice(from + base, next.pos + base).indexOf('#');
    if (mark >= 0) spans.push(...commentsIn(source, from + base + mark, next.pos + base));
    from = next.end;
  }
  return spans;
}

/** The comments in a part of a text that contains no words. */
function commentsIn(text: string, start: number, end: number): readonly Span[] {
  const spans: Span[] = [];
  let at = start;
  while (at < end && at >= 0) {
    const line = text.indexOf('\n', at);
    const stop = line < 0 || line > end ? end : line;
    spans.push({ start: at, end: stop });
    const next = text.slice(stop, end).indexOf('#');
    at = next < 0 ? -1 : stop + next;
  }
  return spans;
}
