import { WordList } from '../words/wordList';

/** Which words of a program are data rather than names of things to work on. */
export interface DataWords {
  /** Every operand is text. */
  readonly all?: boolean;
  /** The first operand is a pattern or a small script, unless one of `flags` provides it. */
  readonly first?: boolean;
  /** Only a quoted operand is hidden: an unquoted one may be a name. */
  readonly quotedOnly?: boolean;
  /** Flags whose value is text. */
  readonly flags?: readonly string[];
  /** Flags with a value that is shown. */
  readonly values?: readonly string[];
  /** Text with which the program runs commands: then nothing is hidden. */
  readonly unless?: RegExp;
}

/** Replaces hidden data in derived views. */
export const HIDDEN_DATA = '_';

/** Flags that take a message or a title in nearly every program that has them. */
export const MESSAGE_FLAGS: ReadonlySet<string> = new Set([
  '--message',
  '--title',
  '--body',
  '--notes',
  '--description',
  '--subject',
  '--comment',
  '--grep',
]);

const text: DataWords = { all: true };
const message: DataWords = { flags: ['-m'] };
const pattern: DataWords = {
  first: true,
  flags: ['-e', '--regexp'],
  values: [
    '-A',
    '-B',
    '-C',
    '-m',
    '-f',
    '--include',
    '--exclude',
    '--exclude-dir',
    '-g',
    '--glob',
    '-t',
    '--type',
  ],
};

/**
 * The data words of a program, or of a program with its sub-command; undefined if there are none.
 */
export function dataWordsOf(name: string): DataWords | undefined {
  if (TEXT_PROGRAMS.has(name)) return text;
  if (SEARCHERS.has(name)) return pattern;
  return DATA_WORDS.get(ALIASES[name] ?? name);
}

const TEXT_PROGRAMS = new WordList(
  'Write-Host Write-Output Write-Error Write-Warning Write-Verbose Write-Information echo printf man info apropos ' +
    'whatis which type whereis help tldr say cowsay figlet banner notify-send logger command :',
);
const SEARCHERS = new WordList('grep egrep fgrep zgrep ggrep rg ag ack pgrep ugrep');

const DATA_WORDS: ReadonlyMap<string, DataWords> = new Map<string, DataWords>([
  ['Select-String', { first: true, flags: ['-Pattern'] }],
  ['git grep', { first: true, flags: ['-e'] }],
  ['git commit', message],
  ['git tag', message],
  ['git merge', message],
  ['git notes add', message],
  ['git stash push', message],
  ['git stash save', text],
  ['git log', { flags: ['-S', '-G', '--author', '--format', '--pretty'] }],
  ['hg commit', message],
  ['svn commit', message],
  ['gh', { flags: ['-t', '-b'] }],
  [
    'sed',
    {
      first: true,
      quotedOnly: true,
      flags: ['-e', '--expression'],
      unless: /(?:^|[;\n])\s*\d*e\s|\/[gimp\d]*e[gimp\d]*\s*(?:$|[;\n])/,
    },
  ],
  [
    'awk',
    {
      first: true,
      quotedOnly: true,
      values: ['-F', '-v', '-f'],
      unless: /\bsystem\s*\(|\|\s*(?:getline|&|")|"\s*\|/,
    },
  ],
  ['jq', { first: true, quotedOnly: true }],
  ['yq', { first: true, quotedOnly: true }],
  ['read', { flags: ['-p'] }],
  [
    'curl',
    {
      quotedOnly: true,
      flags: ['-d', '--data', '--data-raw', '--data-binary', '--json'],
      values: [
        '-o',
        '--output',
        '-X',
        '--request',
        '-H',
        '--header',
        '-A',
        '-u',
        '--user',
        '-T',
        '--upload-file',
        '-F',
        '--form',
      ],
    },
  ],
  ['wget', { values: ['-O', '--output-document', '-P'] }],
  ['head', { values: ['-n', '-c'] }],
  ['tail', { values: ['-n', '-c'] }],
]);

/** One entry for all names of a program: `gawk` uses that of `awk`. */
const ALIASES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  gawk: 'awk',
  mawk: 'awk',
  nawk: 'awk',
  gsed: 'sed',
};
