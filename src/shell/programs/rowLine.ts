/** One option of a program. */
export interface OptionRow {
  /** All names, e.g. `-f` and `--force`. */
  readonly names: readonly string[];
  /**
   * `required`: attached, after `=` or the next word. `optional`: attached or after `=`, never the
   * next word.
   */
  readonly value: 'none' | 'required' | 'optional';
  /** A global option, which does not affect the operation. */
  readonly global: boolean;
  /** With it the program changes nothing: help, version, dry run, a read-only mode. */
  readonly inert: boolean;
  /** The same if it is the only option: `kill -0`. */
  readonly inertAlone: boolean;
  /** Its value is shell text, or names a program to run. */
  readonly runs: boolean;
  /** Its value is the working directory of the program. */
  readonly folder: boolean;
  /** Its value is a file that a wrapper writes itself. */
  readonly writes: boolean;
  /** A file that its value names is only used to authenticate, and is not sent: a key, a password file. */
  readonly authenticates: boolean;
}

/**
 * One parsed line of a table: the path of a program or a sub-command (`git/push`), then words that describe its options:
 *
 *     -f,--force         an option with all its names        =   takes a value (attached, after `=`, or the next word)
 *     -m,--message=      … that takes a value                =?  may take one, attached or after `=`
 *     --dry-run=?!       … with which nothing changes        ^   … that the sub-commands know as well
 *     -0~                … with which nothing changes, unless another option is written
 *     --chdir=#          … whose value is the working directory
 *     -o,--output=%      … whose value is a file that a wrapper writes
 *     --key=*            … whose value names a file with which it only authenticates, such as a key
 *     @single            `-name` is one option, no cluster   @abbr   long options may be abbreviated
 *     @stop              options end at the first operand
 *     @files @files:1    operands are files; … from the second on
 *     @hosts @urls       operands name hosts, addresses; with @files only those with a colon
 *     @here              works on the working directory if there are no operands
 *     @inert             a sub-command that changes nothing, whatever its options
 *     @expression        operands come first, then an expression: `find`
 *     @bare              the first operand may be a cluster without its dash: `tar xzf`
 *     >git/add           an alias of that path; the line has no other words
 *
 * What it runs (only in `wrappers.ts`, `launchers.ts` and `runners.ts`):
 *
 *     @plain @sudo @runs runs the command after it: nothing else, with more rights, besides its own work
 *     @likely            likely runs the command after it
 *     @near              … which begins at one of the next words: not all options are known
 *     @plain:1           … after one operand of its own; also for @sudo, @runs and @likely
 *     @assign @dash      … after NAME=value words, after a single dash
 *     @text @phrase      … as shell text; as shell text if the first word has blanks
 *     @list              … for each argument after `:::`
 *     @each              every operand with blanks is shell text
 *     --to-command=>     an option whose value is shell text or names a program
 *     @shell @code       a shell, an interpreter of another language
 *     @client            a database client, which runs its input as code
 *     @escapes           shell text after an escape character in words and input: `:!text`, `\\! text`
 *     @by:find           what it runs is found by that function of `nested/runners.ts`
 *     @stdin:make        how it uses its input is found by that function of `stages/stdin.ts`
 *     @passes            what it runs reads its input, as with @runs
 *     @opens             opens a shell that reads its input if there is no command
 *     @shows             with a dry-run option it prints the commands that it would run
 */
export interface RowLine {
  readonly marks: readonly string[];
  readonly options: readonly OptionRow[];
}

/**
 * The words of the line that begins with `path` in a table's text; undefined if there is none. The
 * text begins and ends with a line end. For a single lookup, searching is far cheaper than parsing
 * the table.
 */
export function wordsOf(text: string, path: string): readonly string[] | undefined {
  const start = `\n${path}`;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    const from = at + start.length;
    if (text[from] !== ' ' && text[from] !== '\n') continue;
    const words = text.slice(from + 1, text.indexOf('\n', from)).split(' ');
    return words.filter((word) => word !== '');
  }
  return undefined;
}

/** Parses the words of a line. Skips unknown words: the table may be damaged. */
export function readLine(words: readonly string[]): RowLine {
  return {
    marks: words.filter((word) => word.startsWith('@')),
    options: words.flatMap(optionOf),
  };
}

/** What the operands of a program are. */
export interface Takes {
  /** The first operand that is a file; undefined if none are. */
  readonly filesFrom: number | undefined;
  readonly hosts: boolean;
  readonly urls: boolean;
  /** Without operands it works on the working directory. */
  readonly worksInFolder: boolean;
  /** The first operand may be a cluster of options without its dash. */
  readonly bare: boolean;
  /** Operands come first, followed by an expression, as in `find`. */
  readonly expression: boolean;
  /** It changes nothing, whatever its options. */
  readonly isInert: boolean;
}

/** The meaning of operands according to the marks of a line. */
export function takesOf(marks: readonly string[]): Takes {
  const files = marks.find((mark) => mark.startsWith('@files'));
  return {
    filesFrom: files === undefined ? undefined : Number(files.slice('@files:'.length)),
    hosts: marks.includes('@hosts'),
    urls: marks.includes('@urls'),
    worksInFolder: marks.includes('@here'),
    bare: marks.includes('@bare'),
    expression: marks.includes('@expression'),
    isInert: marks.includes('@inert'),
  };
}

/** Whether the words of a line describe the program's own words, and not only what it runs. */
export function describesOwnWords(words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => OWN_MARK.test(word) || /^-.*[^>]$/.test(word));
}

const OWN_MARK = /^@(?:single|abbr|stop|files|hosts|urls|here|inert|expression|bare)/;

function optionOf(word: string): readonly OptionRow[] {
  const found = OPTION.exec(word);
  if (found === null) return [];
  const [, names = '', value = '', marks = ''] = found;
  return [
    {
      names: names.split(','),
      value: value === '' ? 'none' : value === '=' ? 'required' : 'optional',
      global: marks.includes('^'),
      inert: marks.includes('!'),
      inertAlone: marks.includes('~'),
      runs: marks.includes('>'),
      folder: marks.includes('#'),
      writes: marks.includes('%'),
      authenticates: marks.includes('*'),
    },
  ];
}

const OPTION = /^(-(?:#|[^=!~^>#%*])[^=!~^>#%*]*)(=\??)?([!~^>#%*]*)$/;
