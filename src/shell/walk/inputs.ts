import type { CommandNode, Redirected } from 'unbash';
import type { StageRedirect } from '../stages/redirects';
import { stageOf } from '../stages/stage';
import { noteWritten } from '../stages/written';
import { printedByStages } from '../words/printed';
import { setArguments } from '../words/variables';
import { spanIn, tokensOf, type Scene } from './scene';
import { leafCommands } from './tree';
import type { Walk } from './walkState';

/** What the stages before a group print into it, or else a substitution that prints it. */
export function printedInto(
  walk: Walk,
  nodes: readonly CommandNode[],
  at: number,
  { base, fixed, places }: Scene,
): string | undefined {
  const before = nodes.slice(0, at);
  const [first] = before;
  const last = before.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const printed = printedByStages(before);
  if (printed !== undefined || fixed !== undefined || places !== undefined) return printed;
  return `$(${walk.source.slice(first.pos + base, last.end + base)})`;
}

/** Does what is given with `$1`, `$2` … and `$@` set to some values, where there are any. */
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

/** What any command of a group prints goes to the files that the group writes. */
export function noteGroup(
  walk: Walk,
  node: Redirected,
  redirects: readonly StageRedirect[],
  scene: Scene,
): void {
  const into = redirects.map((redirect) => ({ ...redirect, op: redirect.op.replace(/>$/, '>>') }));
  leafCommands(node.command, (leaf) => {
    const documents = leaf.redirects.filter((redirect) => redirect.type === 'HereDoc');
    const words = tokensOf(leaf, scene, walk.variables);
    const stage = stageOf(words, scene, spanIn(scene, leaf.pos, leaf.end), into, documents);
    noteWritten([stage], walk.written);
  });
}
