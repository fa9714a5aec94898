import { shellQuoted } from '../core/shellQuoted';

/**
 * Joins the arguments after `--` to the command line that the user meant. A single argument is a complete command line. Of
 * several arguments, those with white space were quoted and are quoted again.
 */
export function commandLine(words: readonly string[]): string {
  const [only] = words;
  if (only !== undefined && words.length === 1) return only;
  return words.map((word) => (/\s/.test(word) || word === '' ? shellQuoted(word) : word)).join(' ');
}
