import { canonicalLines, redirectTexts, type CanonicalCommand } from './canonical';

/** A command with its particulars removed: commands with equal templates count as the same command. */
export function commandTemplate(command: string): string {
  return canonicalLines(command)
    .map(({ commands }) => commands.map((one) => programTemplate(one)).join(' | '))
    .join('\n');
}

/** The template of one program of a command. */
export function programTemplate(command: CanonicalCommand): string {
  const { sudo, program, sub, flags, args, redirects } = command;
  const words = [...flags, ...args, ...redirectTexts(redirects)].map((word) => maskWord(word));
  return [...(sudo ? ['sudo'] : []), maskWord(program), ...sub, ...words].join(' ');
}

/** Quoted text, paths and numbers say which thing was meant, not what was done to it. */
function maskWord(word: string): string {
  if (/['"]/.test(word)) return QUOTED;
  if (word.includes('/')) return PATH;
  return word.replace(/\d+/g, NUMBER);
}

const QUOTED = 'Q';
const PATH = 'P';
const NUMBER = 'N';
