import { canonicalLines, type CanonicalLine } from '../../shell/canonical';
import { commandViews } from '../../shell/views';

/**
 * Programs whose risk depends on their arguments, so that one safe command is no evidence for
 * another.
 */
const RUNNERS: ReadonlySet<string> = new Set(
  'sh bash zsh dash ksh fish env sudo doas su ssh xargs find parallel eval exec source . watch time timeout nohup'
    .split(' ')
    .concat(
      'python python2 python3 perl ruby node deno bun php lua awk osascript rm dd chmod chown kill'.split(
        ' ',
      ),
    ),
);

/**
 * Whether the effect of a program depends on its arguments, so that no rule may allow it with any
 * arguments.
 */
export function isRunner(program: string): boolean {
  return RUNNERS.has(program);
}

/** The program of a command that consists of a single simple command; undefined for all others. */
export function plainProgram(command: string): string | undefined {
  const text = command.trim();
  if (text.length > 120 || !/^[\w@%+=:,./ -]+$/.test(text)) return undefined;
  const { parsed, views } = commandViews(text);
  const isWhole = views.some((view) => view.kind === 'simple' && view.text === text);
  return parsed && isWhole ? onlyProgram(canonicalLines(text)) : undefined;
}

function onlyProgram(lines: readonly CanonicalLine[]): string | undefined {
  const commands = lines.flatMap((line) => line.commands);
  const [only] = commands;
  if (only === undefined || commands.length > 1) return undefined;
  return only.sudo || isRunner(only.program) ? undefined : only.program;
}
