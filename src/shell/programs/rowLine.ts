/** One option of a program. */
export interface OptionRow {
  /** All names, e.g. `-f` and `--force`. */
  readonly names: readonly string[];
  /** `required`: attached, behind `=` or the next word. `optional`: attached or behind `=`, never the next word. */
  readonly value: 'none' | 'required' | 'optional';
  /** An option of the whole program: it does not say what is done. */
  readonly global: boolean;
  /** With it the program changes nothing: help, version, dry run, a mode that only reads. */
  readonly inert: boolean;
  /** The same, provided that no other option is written: `kill -0`. */
  readonly inertAlone: boolean;
  /** Its value is a text for a shell, or names a program to run. */
  readonly runs: boolean;
  /** Its value is the folder in which the program works. */
  readonly folder: boolean;
  /** Its value is a file that a wrapper writes itself. */
  readonly writes: boolean;
}

/**
 * One line of a table, read. A line is the path of a program or a sub-command (`git/push`), then words. Its own words:
 *
 *     -f,--force         an option with all its names        =   takes a value (attached, behind `=`, or the next word)
 *     -m,--message=      … that takes a value                =?  may take one, attached or behind `=`
 *     --dry-run=?!       … with which nothing changes        ^   … that the sub-commands know as well
 *     -0~                … with which nothing changes, unless another option is written
 *     --chdir=#          … whose value is the folder to work in
 *     -o,--output=%      … whose value is a file that a wrapper writes
 *     @single            `-name` is one option, no cluster   @abbr   long options may be cut short
 *     @stop              options end at the first operand
 *     @files @files:1    operands are files; … from the second on
 *     @hosts @urls       operands name hosts, addresses; with @files only those with a colon
 *     @here              without an operand it works on the working directory
 *     @inert             a sub-command that changes nothing, whatever its options
 *     @expression        operands stand first, then an expression: `find`
 *     @bare              the first operand may be a cluster without its dash: `tar xzf`
 *     >git/add           another name of that path; nothing else stands on the line
 *
 * What it runs, in `wrappers.ts`, `launchers.ts` and `runners.ts` only:
 *
 *     @plain @sudo @runs runs the command that follows: in its own place, with more rights, beside itself
 *     @likely            likely runs the command that follows
 *     @near              … that begins at one of the next words: its options are not all known
 *     @plain:1           … behind one operand of its own; so do @sudo, @runs and @likely
 *     @assign @dash      … behind NAME=value words, behind a dash alone
 *     @text @phrase      … as one text for a shell; only where the first word holds blanks
 *     @list              … for each argument behind `:::`
 *     @each              every operand with blanks is a text for a shell
 *     --to-command=>     an option whose value is a text for a shell or names a program
 *     @shell @code       a shell, an interpreter of another language
 *     @client            a client of a database: what it reads is run there
 *     @escapes           in its words and its input a sign stands before text for a shell: `:!text`, `\\! text`
 *     @by:find           the function of `nested/runners.ts` that finds what it runs
 *     @stdin:make        the function of `stages/stdin.ts` that says what it does with its input
 *     @passes            what it runs reads its input, as with @runs
 *     @opens             without a command it opens a shell, which reads its input
 *     @shows             with an option that changes nothing it prints the commands that it would run
 */
export interface RowLine {
  readonly marks: readonly string[];
  readonly options: readonly OptionRow[];
}

/**
 * The words of the line that begins with `path` in a table's text; undefined where none does. The text begins and ends
 * with a line end. Searching it costs a process that asks once far less than taking it apart.
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

/** Reads the words of a line. What it does not understand is left out: a table may be damaged. */
export function readLine(words: readonly string[]): RowLine {
  return {
    marks: words.filter((word) => word.startsWith('@')),
    options: words.flatMap(optionOf),
  };
}

/** What the operands of a program are. */
export interface Takes {
  /** The first operand that is a file; undefined where operands are none. */
  readonly filesFrom: number | undefined;
  readonly hosts: boolean;
  readonly urls: boolean;
  /** Without an operand it works on the working directory. */
  readonly here: boolean;
  /** The first operand may be a cluster of options without its dash. */
  readonly bare: boolean;
  /** Operands stand first; what follows is an expression, as of `find`. */
  readonly expression: boolean;
  /** Whatever its options, it changes nothing. */
  readonly nothing: boolean;
}

/** What the marks of a line say of the operands. */
export function takesOf(marks: readonly string[]): Takes {
  const files = marks.find((mark) => mark.startsWith('@files'));
  return {
    filesFrom: files === undefined ? undefined : Number(files.slice('@files:'.length)),
    hosts: marks.includes('@hosts'),
    urls: marks.includes('@urls'),
    here: marks.includes('@here'),
    bare: marks.includes('@bare'),
    expression: marks.includes('@expression'),
    nothing: marks.includes('@inert'),
  };
}

/** Whether the words of a line say anything of the program's own words, not only what it runs. */
export function tellsWords(words: readonly string[]): boolean {
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
    },
  ];
}

const OPTION = /^(-(?:#|[^=!~^>#%])[^=!~^>#%]*)(=\??)?([!~^>#%]*)$/;
