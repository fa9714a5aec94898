import type { Command, CommandNode, HereString, ParsedScript } from 'unbash';

/** What a script prints, if it can be computed: `echo rm`, `which rm`, `echo cm0= | base64 -d`. */
export function printedBy(script: ParsedScript | undefined): string | undefined {
  return printedByStages(stagesOf(script));
}

/** What a pipeline prints, if it can be computed. */
export function printedByStages(stages: readonly CommandNode[]): string | undefined {
  const [first, ...filters] = stages.filter((stage) => stage.type === 'Command');
  if (filters.length < stages.length - 1) return undefined;
  let text = first === undefined ? undefined : firstOutput(first);
  for (const filter of filters) {
    if (text !== undefined) text = decoded(wordsOf(filter), text);
  }
  return text?.replace(/\n+$/, '');
}

/** The stages of a script that is one pipeline of simple commands; otherwise none. */
function stagesOf(script: ParsedScript | undefined): readonly CommandNode[] {
  const [only, ...others] = script?.commands ?? [];
  if (only === undefined || others.length > 0 || only.command.type === 'AndOr') return [];
  return only.command.type === 'Pipeline' ? only.command.commands : [only.command];
}

function firstOutput(node: Command): string | undefined {
  const [input, ...more] = node.redirects;
  const words = wordsOf(node);
  if (words === undefined || more.length > 0) return undefined;
  if (input !== undefined)
    return input.type === 'HereString' ? printedInput(words, input) : undefined;
  const [program = ''] = words;
  return program === 'echo' || program === 'printf' ? printed(words) : foundBy(words);
}

function printedInput(words: readonly string[], { target }: HereString): string | undefined {
  const text = target?.value ?? '';
  return /[$`]/.test(text) ? undefined : decoded(words, text);
}

/** The name of the program that `which` or a similar program looks for. */
function foundBy([program = '', ...args]: readonly string[]): string | undefined {
  const names = args.filter((word) => !word.startsWith('-'));
  const isLookup = FINDERS.has(program) && (program !== 'command' || args.length > names.length);
  return isLookup && names.length === 1 ? names[0] : undefined;
}

/** Programs that print the path of another one. */
const FINDERS: ReadonlySet<string> = new Set(
  'which whence type command whereis realpath'.split(' '),
);

/** The words of a command that has only literal words. */
function wordsOf(node: Command): readonly string[] | undefined {
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.args];
  if (node.prefix.length > 0 || words.length === 0) return undefined;
  const plain = words
    .filter((word) => word.type === 'Word')
    .filter(({ text }) => !/[$`]/.test(text));
  return plain.length === words.length ? plain.map(({ value }) => value) : undefined;
}

/** What `echo` or `printf` prints with these words; of a format only its text. */
export function printed(words: readonly string[]): string {
  const [program, ...args] = words;
  const given = args.filter((word) => !/^-[neE]+$/.test(word));
  if (program !== 'printf') return unescaped(given.join(' '));
  const [format = '', ...values] = given;
  if (!/%[bsq]/.test(format)) return unescaped([format, ...values].join(' '));
  const rest = [...values];
  const filled = format.replace(/%[bsq]/g, () => rest.shift() ?? '');
  return unescaped([filled, ...rest].join(' '));
}

function unescaped(text: string): string {
  return text
    .replace(/\\x([0-9a-fA-F]{1,2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\0?([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .replace(/\\0(?![0-7])/g, '\0')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}

/** The output of a decoding program for a text; undefined if `words` are not such a program. */
export function decoded(words: readonly string[] | undefined, text: string): string | undefined {
  const line = (words ?? []).join(' ');
  if (BASE64.test(line) && /(?:^| )(?:-d|-D|-di|--decode)(?: |$)/.test(line))
    return fromBase64(text);
  if (/^xxd (?:-r -p|-p -r|-rp|-pr)$/.test(line)) return fromHex(text);
  return line === 'rev' ? text.replace(/[^\n]+/g, (one) => reversed(one)) : undefined;
}

const BASE64 = /^(?:g?base64|openssl (?:base64|enc -base64)) /;

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

function fromBase64(text: string): string | undefined {
  try {
    return atob(text.replace(/\s+/g, ''));
  } catch {
    // Not base64: the program would print an error.
    return undefined;
  }
}

function fromHex(text: string): string {
  const pairs = text.replace(/[^0-9a-fA-F]/g, '').match(/../g) ?? [];
  return pairs.map((pair) => String.fromCharCode(parseInt(pair, 16))).join('');
}
