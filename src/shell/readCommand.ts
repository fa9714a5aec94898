import { linesOf, type CanonicalLine } from './canonical';
import { programRow } from './programs/programRow';
import { withoutMarks } from './paths/targetClass';
import { viewsOf, type CommandViews } from './views';
import { explore } from './walk/explore';

/** A command as learning sees it: its canonical lines and its views. */
export interface ReadCommand {
  readonly lines: readonly CanonicalLine[];
  readonly views: CommandViews;
  /** Whether it runs a program that the table of programs does not have. */
  readonly hasUnknownProgram: boolean;
}

/** `canonicalLines` and `commandViews` of a command in one walk. Never throws. */
export function readCommand(command: string): ReadCommand {
  const plain = withoutMarks(command);
  const found = explore(plain);
  const lines = linesOf(plain, found);
  const hasUnknownProgram = lines.some(({ commands }) =>
    commands.some(({ program }) => programRow(program) === undefined),
  );
  return { lines, views: viewsOf(plain, found), hasUnknownProgram };
}
