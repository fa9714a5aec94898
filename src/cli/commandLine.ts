import { shellQuoted } from '../core/shellQuoted';

/**
 * The command line that a person gave as the words of ours. One word is a whole line already; of several, a word that
 * holds white space was quoted and stays one word.
 */
export function commandLine(words: readonly string[]): string {
  const [only] = words;
  if (only !== undefined && words.length === 1) return only;
  return words.map((word) => (/\s/.test(word) || word === '' ? shellQuoted(word) : word)).join(' ');
}
