import { WordList } from '../words/wordList';
import { optionValue } from './optionValue';
import type { Stage } from './stage';

/** The output file of a program that packs, encrypts, dumps or copies data. */
export function packedInto({ program, words }: Stage): string | undefined {
  const option = BY_OPTION.get(program);
  if (option !== undefined) return optionValue(words, option);
  const operands = words.slice(1).filter(({ value }) => !value.startsWith('-'));
  if (FIRST.has(program)) return operands[0]?.value;
  if (/^7z/.test(program)) return operands[0]?.value === 'a' ? operands[1]?.value : undefined;
  return LAST.has(program) && operands.length > 0 ? operands.at(-1)?.value : undefined;
}

const BY_OPTION: ReadonlyMap<string, RegExp> = new Map([
  ['tar', /^(?:-?[A-Za-z]*c[A-Za-z]*f()|-f(.*)|--file(?:=(.*))?)$/],
  ['gpg', /^(?:-o(.*)|--output(?:=(.*))?)$/],
  ['openssl', /^-out()$/],
  ['pg_dump', /^(?:-f(.*)|--file(?:=(.*))?)$/],
  ['pg_dumpall', /^(?:-f(.*)|--file(?:=(.*))?)$/],
  ['mysqldump', /^(?:-r(.*)|--result-file(?:=(.*))?)$/],
  ['mongodump', /^--archive(?:=(.*))?$/],
]);
const FIRST = new WordList('zip rar');
const LAST = new WordList('cp ditto screencapture scrot import');
