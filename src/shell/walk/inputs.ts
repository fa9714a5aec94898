import type { CommandNode, Redirected, SyntaxNode } from 'unbash';
import type { StageRedirect } from '../stages/redirects';
import { stageOf, type Stage } from '../stages/stage';
import { noteWritten } from '../stages/writtenFiles';
import { spanIn } from '../words/place';
import { printedByStages } from '../words/printedText';
import { rawToken } from '../words/token';
import { setArguments } from '../words/variables';
import { LIMITS } from './walkBudget';
import { tokensOf, type WalkContext } from './walkContext';
import { leafCommands } from './tree';
import { isBudgetReserved, type Walk } from './walkState';

/**
 * What the stages before a group print into it; if unknown, a substitution that prints the same.
 */
export function printedInto(
  walk: Walk,
  nodes: readonly CommandNode[],
  at: number,
  { base, fixed, places }: WalkContext,
): string | undefined {
  const before = nodes.slice(0, at);
  const [first] = before;
  const last = before.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const printed = printedByStages(before);
  if (printed !== undefined || fixed !== undefined || places !== undefined) return printed;
  return `$(${walk.source.slice(first.pos + base, last.end + base)})`;
}

/** Runs `work` with `$1`, `$2` … and `$@` set to the values, if there are any. */
export function withArguments(walk: Walk, values: readonly string[], work: () => void): void {
  if (values.length === 0) {
    work();
    return;
  }
  const { variables } = walk;
  const before = new Map([...variables].filter(([name]) => /^(?:@|\d+)$/.test(name)));
  setArguments(values, variables);
  work();
  for (const name of ['@', ...values.keys()].map(String)) variables.delete(name);
  for (const [name, value] of before) variables.set(name, value);
}

/** Notes the output of every command in a group as written to the files that the group writes. */
export function noteGroup(
  walk: Walk,
  node: Redirected,
  redirects: readonly StageRedirect[],
  context: WalkContext,
): void {
  const into = redirects.map((redirect) => ({ ...redirect, op: redirect.op.replace(/>$/, '>>') }));
  leafCommands(node.command, (leaf) => {
    const documents = leaf.redirects.filter((redirect) => redirect.type === 'HereDoc');
    const words = tokensOf(leaf, context, walk.variables);
    const stage = stageOf(words, context, spanIn(context, leaf.pos, leaf.end), into, documents);
    noteWritten([stage], walk.written);
  });
}

/** Walks the body of a function that the command defines, with the arguments of a call. */
export function callFunction(
  walk: Walk,
  stage: Stage,
  context: WalkContext,
  walkInside: (walk: Walk, node: SyntaxNode, context: WalkContext) => void,
): void {
  const body = walk.functions.get(stage.program);
  if (body === undefined || stage.words.length < 2 || isBudgetReserved(walk, context)) return;
  // Prevents recursion.
  walk.functions.delete(stage.program);
  const { start, end } = stage;
  const args = stage.words.slice(1).map((word) => word.value);
  withArguments(walk, args, () => {
    walkInside(walk, body, {
      ...context,
      fixed: { start, end },
      depth: context.depth + 1,
      speculative: true,
    });
  });
  walk.functions.set(stage.program, body);
}

/** A stage of the blank-separated words of a text that the parser rejected. */
export function rawStage(text: string, context: WalkContext): Stage {
  const span = context.fixed ?? { start: context.base, end: context.base + text.length };
  const words = text.slice(0, LIMITS.inputChars).trim().split(/\s+/).slice(0, MAX_RAW_WORDS);
  const stage = stageOf(
    words.map((word) => rawToken(word, span)),
    context,
    span,
  );
  return { ...stage, nested: [] };
}

const MAX_RAW_WORDS = 256;
