import type { Assignment, Command, Word } from 'unbash';
import { MAX_VALUES, plainValue, type Variables } from './expand';
import { printed } from './printed';
import type { Token } from './token';

/** Notes what an assignment sets, as far as the command tells; what it does not tell is forgotten. */
export function remember(item: Assignment, variables: Variables): void {
  const { value } = item;
  const words = value.type === 'Word' ? [value] : value.elements;
  const texts = words
    .slice(0, MAX_VALUES)
    .map((word) => plainValue(word, variables) ?? substitutionText(word));
  const known = texts.every((text) => text !== undefined) ? texts : undefined;
  if (known === undefined || item.append !== true) set(variables, item.name, known);
  else set(variables, item.name, [(variables.get(item.name) ?? []).join(' ') + known.join(' ')]);
}

/** The substitution that a word is, as text: what runs its output is found when the text is run. */
function substitutionText(word: Word): string | undefined {
  const [part, ...others] = word.parts ?? [];
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  return others.length === 0 && inner?.type === 'CommandExpansion' ? inner.text : undefined;
}

function set(variables: Variables, name: string, values: readonly string[] | undefined): void {
  if (values === undefined) variables.delete(name);
  else variables.set(name, values);
}

/** `set -- rm -rf x`, `printf -v c rm`, `read c <<< rm` and `$c = rm` of PowerShell set variables too. */
export function rememberArguments(
  words: readonly Token[],
  node: Command,
  variables: Variables,
): void {
  const [program = '', ...args] = words.map((word) => word.value);
  if (program.startsWith('$')) setPowerShell(program, words, variables);
  else if (program === 'set' && args[0] === '--') setArguments(args.slice(1), variables);
  else if (program === 'printf' && args[0] === '-v') {
    set(variables, args[1] ?? '', [printed(['printf', ...args.slice(2)])]);
  } else if (program === 'read') set(variables, args.at(-1) ?? '', inputOf(node, variables));
}

function setPowerShell(program: string, words: readonly Token[], variables: Variables): void {
  const [, equals, ...rest] = words;
  if (equals?.value !== '=' || rest.length === 0) return;
  const text = rest.map((word) => word.text).join(' ');
  set(variables, program.slice(1), [rest.length === 1 ? text : `$(${text})`]);
}

function inputOf(node: Command, variables: Variables): readonly string[] | undefined {
  const given = node.redirects.find((redirect) => redirect.type === 'HereString')?.target;
  const text = given === undefined ? undefined : plainValue(given, variables);
  return text === undefined ? undefined : [text];
}

function setArguments(values: readonly string[], variables: Variables): void {
  set(variables, '@', values.slice(0, MAX_VALUES));
  for (const [at, value] of values.slice(0, MAX_VALUES).entries())
    set(variables, String(at + 1), [value]);
}

/** `for x in rm` sets what `$x` stands for, where there is one choice. */
export function rememberLoop(name: string, words: readonly Word[], variables: Variables): void {
  const [only] = words;
  const text = only === undefined || words.length > 1 ? undefined : plainValue(only, variables);
  set(variables, name, text === undefined ? undefined : [text]);
}

/** The assignments in front of a command and among its words: `export A=b`. */
export function assignmentsOf(node: Command): readonly Assignment[] {
  return [...node.prefix, ...node.args].filter((item) => item.type === 'Assignment');
}
