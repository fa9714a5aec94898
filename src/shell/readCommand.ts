import { linesOf, type CanonicalLine } from './canonical';
import { programRow } from './programs/programRow';
import { commandPipelines } from './pipelines';
import { viewsOf, type CommandViews } from './views';

/** A command as used for learning: its canonical lines and its views. */
export interface ReadCommand {
  readonly lines: readonly CanonicalLine[];
  readonly views: CommandViews;
  /** Whether it runs a program that is not in the table of programs. */
  readonly hasUnknownProgram: boolean;
}

/** `canonicalLines` and `commandViews` of a command in one walk. Never throws. */
export function readCommand(command: string): ReadCommand {
  const found = commandPipelines(command);
  const lines = linesOf(found);
  const hasUnknownProgram = lines.some(({ commands }) =>
    commands.some(({ program }) => programRow(program) === undefined),
  );
  return { lines, views: viewsOf(found), hasUnknownProgram };
}
