import { LIMITS } from './walk/budget';
import type { Line, LineStage } from './stages/line';
import { explore } from './walk/explore';
import type { Exploration } from './walk/walkState';

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
  return linesOf(command, explore(command));
}

/** `canonicalLines` of a command that is already explored. */
export function linesOf(command: string, found: Exploration): readonly CanonicalLine[] {
  if (!found.parsed) return [asWritten(command)];
  const lines = new Map<string, CanonicalLine>();
  for (const line of found.lines.filter(({ speculative }) => !speculative)) {
    const canonical = canonicalLine(line);
    if (!lines.has(canonical.text)) lines.set(canonical.text, canonical);
  }
  return [...lines.values()];
}

/** The canonical line of one pipeline. */
export function canonicalLine(line: Line): CanonicalLine {
  const commands = line.stages.map((stage) => canonicalCommand(stage));
  return { text: commands.map((command) => canonicalText(command)).join(' | '), commands };
}

/** One stage as learning sees it. */
export function canonicalCommand({ stage, reading }: LineStage): CanonicalCommand {
  const { sub, flags, args } = reading;
  const redirects = stage.redirects.map(({ op, target }) => ({ op, target: target.shown }));
  return { sudo: stage.sudo, program: stage.program, sub, flags, args, redirects };
}

/** The text of one canonical command. */
export function canonicalText(command: CanonicalCommand): string {
  const words = command.sudo ? ['sudo', command.program] : [command.program];
  words.push(
    ...command.sub,
    ...command.flags,
    ...command.args,
    ...redirectTexts(command.redirects),
  );
  return words.join(' ');
}

/** Redirects as a derived view shows them: `2>&1`, `> file`. */
export function redirectTexts(redirects: CanonicalCommand['redirects']): readonly string[] {
  return redirects.map(({ op, target }) => (op.endsWith('&') ? op + target : `${op} ${target}`));
}

/** A command that the parser refused still counts, as one program with plain words. */
function asWritten(command: string): CanonicalLine {
  const text = command.slice(0, LIMITS.inputChars).trim().replace(/\s+/g, ' ');
  const [program = '', ...args] = text.split(' ');
  return { text, commands: [{ sudo: false, program, sub: [], flags: [], args, redirects: [] }] };
}
