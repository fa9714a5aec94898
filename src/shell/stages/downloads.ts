import { optionValue } from './optionValue';
import type { Stage } from './stage';

/** The files in which a download program saves its output. */
export function savedBy({ program, words }: Stage): readonly string[] {
  const saver = SAVERS.get(program);
  if (saver === undefined) return [];
  const folder = optionValue(words, saver.folder);
  const inFolder = (name: string): string =>
    folder === undefined ? name : `${folder.replace(/\/+$/, '')}/${name}`;
  const named = optionValue(words, saver.named);
  if (named !== undefined) return named === '-' ? [] : [named, inFolder(named)];
  if (!words.some(({ value }) => saver.derivesName.test(value))) return [];
  const address = words.find(({ value }) => /^[a-z]+:\/\/|\.\w+\//.test(value));
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(address?.value.slice(0, MAX_ADDRESS) ?? '')?.[1];
  return name === undefined ? [] : [inFolder(name)];
}

const MAX_ADDRESS = 1024;

interface Saver {
  /** The option that names the file. */
  readonly named: RegExp;
  readonly folder: RegExp;
  /** A word that derives the name of the file from the address. */
  readonly derivesName: RegExp;
}

const NONE = /^(?!)/;

/** Programs that save downloads to files. */
const SAVERS: ReadonlyMap<string, Saver> = new Map([
  [
    'curl',
    {
      named: /^(?:-[#012346aBfgGiIjJkLlnNOpqsSvVZ]*o(.*)|--output(?:=(.*))?)$/,
      folder: /^--output-dir(?:=(.*))?$/,
      derivesName: /^(?:-[A-Za-z]*O|--remote-name)/,
    },
  ],
  [
    'wget',
    {
      named: /^(?:-[a-zA-Z]*O(.*)|--output-document(?:=(.*))?)$/,
      folder: /^(?:-[a-z]*P(.*)|--directory-prefix(?:=(.*))?)$/,
      derivesName: /^(?:\S*\/)?wget$/,
    },
  ],
  [
    'wget2',
    { named: /^(?:-O(.*)|--output-document=(.*))$/, folder: /^-P(.*)$/, derivesName: /wget2$/ },
  ],
  [
    'aria2c',
    { named: /^(?:-o(.*)|--out=(.*))$/, folder: /^(?:-d(.*)|--dir=(.*))$/, derivesName: /aria2c$/ },
  ],
  [
    'http',
    { named: /^(?:-o(.*)|--output=(.*))$/, folder: NONE, derivesName: /^(?:-d|--download)$/ },
  ],
  [
    'https',
    { named: /^(?:-o(.*)|--output=(.*))$/, folder: NONE, derivesName: /^(?:-d|--download)$/ },
  ],
  ['xh', { named: /^(?:-o(.*)|--output=(.*))$/, folder: NONE, derivesName: /^(?:-d|--download)$/ }],
  ['fetch', { named: /^-o(.*)$/, folder: NONE, derivesName: /fetch$/ }],
  ['axel', { named: /^(?:-o(.*)|--output=(.*))$/, folder: NONE, derivesName: /axel$/ }],
  ['Invoke-WebRequest', { named: /^-o(?:utf?i?l?e?)?()$/i, folder: NONE, derivesName: NONE }],
  ['Invoke-RestMethod', { named: /^-o(?:utf?i?l?e?)?()$/i, folder: NONE, derivesName: NONE }],
]);
