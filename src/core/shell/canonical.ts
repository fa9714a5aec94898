import { readCommand } from './read';
import { explore, type Pipeline, type Stage } from './walk';
import { showLiteral } from './word';

/** One program of a canonical line. A flag that is known to take a value carries it after a space. */
export interface CanonicalCommand {
  readonly sudo: boolean;
  readonly program: string;
  readonly sub: readonly string[];
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly redirects: readonly { readonly op: string; readonly target: string }[];
}

/** One executed pipeline as learning and rules see it; `commands` are its stages in order. */
export interface CanonicalLine {
  readonly text: string;
  readonly commands: readonly CanonicalCommand[];
}

/** One line for every pipeline that a command runs, outer ones first; the whole text where the parser refuses it. */
export function canonicalLines(command: string): readonly CanonicalLine[] {
  const found = explore(command);
  if (!found.parsed) return [asWritten(command)];
  return found.pipelines.map((pipeline) => canonicalLine(pipeline));
}

/** The canonical line of one pipeline. */
export function canonicalLine(pipeline: Pipeline): CanonicalLine {
  const commands = pipeline.stages.map((stage) => canonicalCommand(stage));
  return { text: commands.map((command) => canonicalText(command)).join(' | '), commands };
}

function canonicalCommand(stage: Stage): CanonicalCommand {
  const { sub, flags, args } = readCommand(stage.program, stage.words, false);
  return {
    sudo: stage.sudo,
    program: showLiteral(stage.program),
    sub,
    flags,
    args,
    redirects: stage.redirects,
  };
}

/** The text of one canonical command. */
export function canonicalText(command: CanonicalCommand): string {
  const words = command.sudo ? ['sudo', command.program] : [command.program];
  words.push(...command.sub, ...command.flags, ...command.args);
  for (const { op, target } of command.redirects)
    words.push(op.endsWith('&') ? op + target : `${op} ${target}`);
  return words.join(' ');
}

/** A command that the parser refused still counts, as one program with plain words. */
function asWritten(command: string): CanonicalLine {
  const text = command.slice(0, 16_384).trim().replace(/\s+/g, ' ');
  const [program = '', ...args] = text.split(' ');
  return { text, commands: [{ sudo: false, program, sub: [], flags: [], args, redirects: [] }] };
}
