import { linesOf, type CanonicalLine } from './canonical';
import { withoutMarks } from './paths/targetClass';
import { viewsOf, type CommandViews } from './views';
import { explore } from './walk/explore';

/** A command as learning sees it: its canonical lines and its views. */
export interface ReadCommand {
  readonly lines: readonly CanonicalLine[];
  readonly views: CommandViews;
}

/** `canonicalLines` and `commandViews` of a command in one walk. Never throws. */
export function readCommand(command: string): ReadCommand {
  const plain = withoutMarks(command);
  const found = explore(plain);
  return { lines: linesOf(plain, found), views: viewsOf(plain, found) };
}
