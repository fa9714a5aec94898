import { WordList } from '../words/wordList';

/** Shells, by the name under which canonical lines show a script that is piped into one. */
export const SHELLS = new WordList(
  'sh bash zsh dash ksh mksh ash fish rbash csh tcsh yash pdksh posh osh nu xonsh elvish',
);

/** Variables that hold the name of a shell. */
export const SHELL_NAMES: ReadonlySet<string> = new Set(['$SHELL', '${SHELL}', '$BASH', '${BASH}']);

/** Interpreters of other languages: what `-c` or `-e` hands them is run, but is no shell text. */
const INTERPRETERS = new WordList(
  'python python2 python3 pypy pypy3 ipython ipython3 perl ruby jruby node nodejs deno bun tsx ts-node php lua luajit ' +
    'osascript tclsh wish expect julia Rscript R groovy elixir erl raku guile racket sbcl clisp swipl ocaml ghci ' +
    'scala jshell jrunscript qjs',
);

/** Whether a name is an interpreter's, with or without its version: `python3.12`. */
export function isInterpreter(program: string): boolean {
  return INTERPRETERS.has(program) || INTERPRETERS.has(withoutVersion(program));
}

/** `python3.12` is `python3`; a name without a version stays. */
export function withoutVersion(program: string): string {
  // No program has a longer name, and the expressions below are not made for long texts.
  if (program.length > MAX_NAME || !'0123456789.'.includes(program.slice(-1))) return program;
  return program.replace(/-?\d*\.\d[\d.]*$/, '').replace(/^(perl|ruby|php|lua|node)-?\d+$/, '$1');
}

const MAX_NAME = 40;
