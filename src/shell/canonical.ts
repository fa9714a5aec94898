import type { CanonicalCommand } from './actions/canonicalCommand';
import { commandPipelines, type CommandPipelines } from './pipelines';
import { LIMITS } from './walk/walkBudget';

export { redirectTexts, type CanonicalCommand } from './actions/canonicalCommand';

/** One executed pipeline, as used for learning and by rules. `commands` are its stages in order. */
export interface CanonicalLine {
  readonly text: string;
  readonly commands: readonly CanonicalCommand[];
}

/**
 * One line for each pipeline that a command runs, outer pipelines first. Text that the parser
 * rejects is one line.
 */
export function canonicalLines(command: string): readonly CanonicalLine[] {
  return linesOf(commandPipelines(command));
}

/** `canonicalLines` of a command whose actions are known. */
export function linesOf({ command, found, pipelines }: CommandPipelines): readonly CanonicalLine[] {
  if (!found.parsed) return [asWritten(command)];
  return distinct(
    pipelines.flatMap(({ actions, speculative }): readonly CanonicalLine[] => {
      if (speculative) return [];
      const text = actions.map((action) => action.canonicalText).join(' | ');
      return [{ text, commands: actions.map(({ canonical }) => canonical) }];
    }),
  );
}

function distinct(lines: readonly CanonicalLine[]): readonly CanonicalLine[] {
  if (lines.length < 2) return lines;
  const found = new Map<string, CanonicalLine>();
  for (const line of lines) if (!found.has(line.text)) found.set(line.text, line);
  return [...found.values()];
}

/** A command that the parser rejected, as one program with plain words. */
function asWritten(command: string): CanonicalLine {
  const text = command.slice(0, LIMITS.inputChars).trim().replace(/\s+/g, ' ');
  const [program = '', ...args] = text.split(' ');
  return { text, commands: [{ sudo: false, program, sub: [], flags: [], args, redirects: [] }] };
}
