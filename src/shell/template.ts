import {
  canonicalLines,
  redirectTexts,
  type CanonicalCommand,
  type CanonicalLine,
} from './canonical';

/**
 * A command with specific values removed. Commands with equal templates count as the same command.
 */
export function commandTemplate(command: string): string {
  return linesTemplate(canonicalLines(command));
}

/** `commandTemplate` of a command whose lines are known. */
export function linesTemplate(lines: readonly CanonicalLine[]): string {
  return lines
    .map(({ commands }) => commands.map((one) => programTemplate(one)).join(' | '))
    .join('\n');
}

/** The template of one program of a command. */
export function programTemplate(command: CanonicalCommand): string {
  const { sudo, program, sub, flags, args, redirects } = command;
  const words = [...flags, ...args, ...redirectTexts(redirects)].map((word) => maskWord(word));
  return [...(sudo ? ['sudo'] : []), maskWord(program), ...sub, ...words].join(' ');
}

/** Masks quoted text, paths and numbers: they identify the object, not the operation. */
function maskWord(word: string): string {
  if (/['"]/.test(word)) return QUOTED;
  if (word.includes('/')) return PATH;
  return word.replace(/\d+/g, NUMBER);
}

const QUOTED = 'Q';
const PATH = 'P';
const NUMBER = 'N';
