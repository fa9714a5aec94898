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
  /** Its value is a command line, or names a program to run. */
  readonly runs: boolean;
  /** Its value is the folder in which the program works. */
  readonly folder: boolean;
}

/** How a program runs the command line that follows its own words. */
export interface Runs {
  /** `plain` stands for what it runs, `sudo` runs it with more rights, `command` does something of its own as well. */
  readonly as: 'plain' | 'sudo' | 'command';
  /** Operands of its own before the command line, or `--` where the command line follows that. */
  readonly after: number | '--';
  /** NAME=value words may stand before the command line. */
  readonly assignments: boolean;
  /** The rest is one text for a shell, not words. */
  readonly text: boolean;
}

/**
 * One line of a table, read. A line is the path of a program or a sub-command (`git/push`), then words:
 *
 *     -f,--force         an option with all its names        =   takes a value (attached, behind `=`, or the next word)
 *     -m,--message=      … that takes a value                =?  may take one, attached or behind `=`
 *     --dry-run=?!       … with which nothing changes        ^   … that the sub-commands know as well
 *     -0~                … with which nothing changes, unless another option is written
 *     --to-command=>     … whose value is run
 *     --chdir=#          … whose value is the folder to work in
 *     @single            `-name` is one option, no cluster   @abbr   long options may be cut short
 *     @stop              options end at the first operand
 *     @plain @sudo @runs runs the command that follows: in its own place, with more rights, beside itself
 *     @plain:1 @runs:--  … behind one operand of its own, behind `--`
 *     @assign @text      … after NAME=value words; as one text for a shell
 *     @files @files:1    operands are files; … from the second on
 *     @hosts @urls       operands name hosts, addresses; with @files only those with a colon
 *     @here              without an operand it works on the working directory
 *     @inert             a sub-command that changes nothing, whatever its options
 *     @expression        operands stand first, then an expression: `find`
 *     @bare              the first operand may be a cluster without its dash: `tar xzf`
 *     >git/add           another name of that path; nothing else stands on the line
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

/** How the marks of a line say that the program runs another one; undefined where it does not. */
export function runsOf(marks: readonly string[]): Runs | undefined {
  for (const mark of marks) {
    const [name = '', place = '0'] = mark.split(':');
    const as = RUNS_AS[name];
    if (as === undefined) continue;
    return {
      as,
      after: place === '--' ? '--' : Number(place),
      assignments: marks.includes('@assign'),
      text: marks.includes('@text'),
    };
  }
  return undefined;
}

const RUNS_AS: Readonly<Record<string, Runs['as']>> = {
  __proto__: null as never,
  '@plain': 'plain',
  '@sudo': 'sudo',
  '@runs': 'command',
};

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
    },
  ];
}

const OPTION = /^(-(?:#|[^=!~^>#])[^=!~^>#]*)(=\??)?([!~^>#]*)$/;
