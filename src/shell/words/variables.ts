import type { Assignment, Command, ProcessSubstitutionPart, Word } from 'unbash';
import { LOOP, MAX_VALUES, plainValue, splitWord, type Variables } from './expand';
import { printed, printedBy } from './printedText';
import { tokenOf, type Token } from './token';

/** Stores the value that an assignment sets if it is known; otherwise deletes the variable. */
export function remember(item: Assignment, variables: Variables): void {
  const { value } = item;
  const words = value.type === 'Word' ? [value] : value.elements;
  const texts = words.map((word) => plainValue(word, variables) ?? substitutionText(word));
  const known = texts.every((text) => text !== undefined) ? texts : undefined;
  if (known === undefined || item.append !== true) set(variables, item.name, known);
  else set(variables, item.name, [(variables.get(item.name) ?? []).join(' ') + known.join(' ')]);
}

/** The text of a substitution that is a whole word: its output is resolved when the text runs. */
function substitutionText(word: Word): string | undefined {
  const [part, ...others] = word.parts ?? [];
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  return others.length === 0 && inner?.type === 'CommandExpansion' ? inner.text : undefined;
}

function set(variables: Variables, name: string, values: readonly string[] | undefined): void {
  variables.delete(LOOP + name);
  if (values === undefined || values.length > MAX_VALUES) variables.delete(name);
  else variables.set(name, values);
}

/**
 * Assignments by commands: `set -- rm -rf x`, `printf -v c rm`, `read c <<< rm`, and `$c = rm` in
 * PowerShell.
 */
export function rememberArguments(
  words: readonly Token[],
  node: Command,
  variables: Variables,
  input?: string,
): void {
  const [program = '', ...args] = words.map((word) => word.value);
  if (program.startsWith('$')) setPowerShell(program, words, variables);
  else if (SETS.has(program))
    rememberBuiltin(program, args, inputOf(node, variables) ?? input, variables);
}

const SETS: ReadonlySet<string> = new Set('set printf read mapfile readarray'.split(' '));

function rememberBuiltin(
  program: string,
  args: readonly string[],
  input: string | undefined,
  variables: Variables,
): void {
  if (program === 'set' && args[0] === '--') setArguments(args.slice(1), variables);
  else if (program === 'set') rememberFish(args, variables);
  else if (program === 'printf' && args[0] === '-v') {
    set(variables, args[1] ?? '', [printed(['printf', ...args.slice(2)])]);
  } else if (program === 'read') rememberRead(args, input, variables);
  else if (program === 'mapfile' || program === 'readarray') {
    const lines = input?.replace(/\n$/, '').split('\n');
    set(variables, args.filter((word) => NAME.test(word)).at(-1) ?? 'MAPFILE', lines);
  }
}

/** `set -gx x rm` in fish. */
function rememberFish(args: readonly string[], variables: Variables): void {
  const [name = '', ...values] = args.filter((word) => !/^-[glxuUf]+$/.test(word));
  if (NAME.test(name) && values.length > 0) set(variables, name, values);
}

/**
 * `read a b`: each name gets one word, the last one the rest. A single name gets each line in turn.
 */
function rememberRead(
  args: readonly string[],
  input: string | undefined,
  variables: Variables,
): void {
  const [first = 'REPLY', ...others] = namesAmong(args);
  const words = input?.split('\n', 1)[0]?.trim().split(/\s+/).slice(0, MAX_VALUES);
  if (others.length === 0) {
    set(variables, first, args.includes('-a') || input === undefined ? words : [input]);
    return;
  }
  for (const [at, name] of [first, ...others].entries()) {
    const isLast = at === others.length;
    set(variables, name, words && [isLast ? words.slice(at).join(' ') : (words[at] ?? '')]);
  }
}

const NAME = /^[A-Za-z_]\w*$/;

/** The variable names in the words of `read` and `mapfile`, whose options may take a value. */
function namesAmong(args: readonly string[]): readonly string[] {
  return args.filter((word, at) => {
    return NAME.test(word) && !/^-[a-zA-Z]*[cCdinNOpstu]$/.test(args[at - 1] ?? '');
  });
}

function setPowerShell(program: string, words: readonly Token[], variables: Variables): void {
  const [, equals, ...rest] = words;
  if (equals?.value !== '=' || rest.length === 0) return;
  const [only] = rest;
  const isText = rest.length === 1 && only?.quoted === true && !only.text.includes('$(');
  const text = isText ? only.value : rest.map((word) => word.text).join(' ');
  set(variables, program.slice(1), [rest.length === 1 ? text : `$(${text})`]);
}

/** The input of a command or a group, if its own redirects provide it. */
export function inputOf(
  node: Pick<Command, 'redirects'>,
  variables: Variables,
): string | undefined {
  for (const redirect of node.redirects) {
    if (redirect.type === 'HereString' && redirect.target !== undefined) {
      return plainValue(redirect.target, variables);
    }
    if (redirect.type === 'HereDoc') return redirect.body.text;
    const part = redirect.type === 'Redirect' ? redirect.target?.parts?.[0] : undefined;
    if (part?.type === 'ProcessSubstitution') return outputText(part);
  }
  return undefined;
}

/** What a substitution prints; if unknown, a substitution that prints the same. */
function outputText(part: ProcessSubstitutionPart): string {
  return printedBy(part.script) ?? `$(${part.text.slice(2)}`;
}

/** Sets `$1`, `$2` … and `$@`. */
export function setArguments(values: readonly string[], variables: Variables): void {
  set(variables, '@', values);
  for (const [at, value] of values.entries()) set(variables, String(at + 1), [value]);
}

/** `for x in a b`: `$x` stands for all of the values. */
export function rememberLoop(name: string, words: readonly Word[], variables: Variables): void {
  const values = words.flatMap((word) =>
    splitWord(tokenOf(word, NOWHERE)).flatMap((token) =>
      token.node === undefined ? [token.value] : (plainValue(token.node, variables) ?? []),
    ),
  );
  set(variables, name, values.length === 0 ? undefined : values);
  // One command with all values replaces one command per value.
  if (values.length > 1) variables.set(LOOP + name, []);
}

const NOWHERE = { base: 0, length: 0, fixed: undefined, places: undefined };

/** The assignments before a command and in its words: `export A=b`. */
export function assignmentsOf(node: Command): readonly Assignment[] {
  return [...node.prefix, ...node.args].filter((item) => item.type === 'Assignment');
}
