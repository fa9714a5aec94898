import { shellQuoted } from '../core/shellQuoted';
import { isCmdlet } from './powershell/cmdlets';
import type { Action } from './actions/action';
import { withoutMarks } from './paths/targetClass';
import { commandPipelines } from './pipelines';
import { programRow, type ProgramRow } from './programs/programRow';
import { runsWhatFollows } from './programs/programRuns';
import { readOption, type ReadOption } from './programs/readOption';
import type { Token } from './words/token';

/**
 * Other ways to write a command that have the same effect: order and names of options, quoting, the
 * path of the program, wrappers, other shells, their standard input, `xargs`, `find -exec`, another
 * working directory, variables. No duplicates, and not the command itself. A command of several
 * programs is only wrapped in other shells. Empty if the command cannot be parsed.
 */
export function otherSpellings(command: string): readonly string[] {
  const plain = withoutMarks(command).trim();
  const { pipelines, found } = commandPipelines(plain);
  if (!found.parsed || plain === '') return [];
  const [action] = pipelines[0]?.actions ?? [];
  const inside = action !== undefined && isWhole(plain, action) ? spellingsOfProgram(action) : [];
  const texts = new Set([...inside, ...inShells(plain)]);
  texts.delete(plain);
  return [...texts];
}

/** Whether a command consists only of the words of this program as written, without redirects. */
function isWhole(command: string, { words }: Action): boolean {
  return (
    words[0]?.start === 0 &&
    words.at(-1)?.end === command.length &&
    words.every(({ start, end, text, moved }) => !moved && command.slice(start, end) === text) &&
    words.every(({ end }, at) => /^[ \t]*$/.test(command.slice(end, words[at + 1]?.start)))
  );
}

function spellingsOfProgram(action: Action): readonly string[] {
  const { program } = action;
  const words = action.words.map(({ text }) => text);
  const lists = [...withOtherOptions(action), ...withQuotes(action.words)];
  if (BUILTINS.has(program) || isCmdlet(program)) return lists.map((list) => list.join(' '));
  const more = [...withOperandElsewhere(action), ...withOtherProgramWord(words)];
  return [...lists, ...more]
    .map((list) => list.join(' '))
    .concat(
      WRAPPERS.map((wrapper) => `${wrapper} ${words.join(' ')}`),
      `find . -maxdepth 0 -exec ${words.join(' ')} \\;`,
    );
}

/** Shell builtins and keywords, which no other program can run. */
const BUILTINS: ReadonlySet<string> = new Set(
  '. alias cd declare eval exec export history read set source trap ulimit umask unalias unset'.split(
    ' ',
  ),
);

const WRAPPERS = ['sudo', 'env', 'command', 'nohup', 'timeout 60', 'nice -n 5', 'env LANG=C'];

type Words = readonly string[];

/** Options in another order, with other names, separately, combined in one word, and after the operands. */
function withOtherOptions(action: Action): readonly Words[] {
  const { words, read: reading } = action;
  const row = reading.program;
  if (row === undefined) return [];
  const options = optionsOf(words, reading.row ?? row);
  const known = options.filter(({ read }) => read.every(isPlainOption));
  if (known.length === 0 || known.length < options.length || hasOptionInFront(action)) return [];
  const places = new Set(known.map(({ at }) => at));
  const others = words.flatMap(({ text }, at) => (places.has(at) || text === '--' ? [] : [text]));
  const front = others.slice(0, 1 + reading.sub.length);
  const operands = others.slice(1 + reading.sub.length);
  const all = known.flatMap(({ read }) => read);
  const spellings = spellingsOf(all, reading.row ?? row);
  // Operands may start with a dash only after `--`.
  const isOpen = operands.every((text) => !text.startsWith('-'));
  const more =
    row.option('-v')?.names.includes('--verbose') === true ? [[...short(all), '-v']] : [];
  return [
    ...[...spellings, ...more].map((spelling) => [
      ...front,
      ...spelling,
      ...(isOpen ? operands : ['--', ...operands]),
    ]),
    ...(isOpen &&
    operands.length > 0 &&
    mayEnd(row) &&
    mayEnd(reading.row ?? row) &&
    !words.some(({ text }) => text === '--')
      ? [[...front, ...operands, ...known.map(({ at }) => words[at]?.text ?? '')]]
      : []),
  ];
}

/** An option in front of a sub-command has another row, and may have a value. */
function hasOptionInFront({ words, canonical: { sub } }: Action): boolean {
  return sub.length > 0 && words[1]?.value !== sub[0];
}

/**
 * Whether options may follow operands. Not for `find` and for programs that run the command after
 * them.
 */
function mayEnd({ path, stops, singleDash }: ProgramRow): boolean {
  return !stops && !singleDash && !runsWhatFollows(path);
}

interface WrittenOption {
  readonly at: number;
  readonly read: readonly ReadOption[];
}

function optionsOf(words: readonly Token[], row: ProgramRow): readonly WrittenOption[] {
  const end = words.findIndex(({ value }) => value === '--');
  return words
    .slice(0, end < 0 ? undefined : end)
    .flatMap(({ value }, at) =>
      at > 0 && /^-./.test(value) ? [{ at, read: readOption(row, value) }] : [],
    );
}

/** Whether an option is known and takes no value, so that it can be moved. */
function isPlainOption({ option, value, takesNext }: ReadOption): boolean {
  return option !== undefined && value === undefined && !takesNext;
}

function spellingsOf(
  options: readonly ReadOption[],
  { singleDash, abbreviates }: ProgramRow,
): readonly Words[] {
  const long = options.map(
    ({ name, option }) => option?.names.find((own) => own.startsWith('--')) ?? name,
  );
  // For programs that accept abbreviations: one letter shorter, an option is still unambiguous.
  const cut = long.map((name) => (/^--\w{4,}$/.test(name) ? name.slice(0, -1) : name));
  const letters = short(options).map((name) => name.slice(1));
  const isShort = !singleDash && letters.every((letter) => letter.length === 1);
  return [
    long,
    long.toReversed(),
    short(options),
    short(options).toReversed(),
    ...(abbreviates ? [cut] : []),
    ...(isShort ? [[`-${letters.join('')}`], [`-${letters.toReversed().join('')}`]] : []),
  ];
}

/** Each option by its one-letter name, if it has one. */
function short(options: readonly ReadOption[]): Words {
  return options.map(
    ({ name, option }) => option?.names.find((own) => /^-[A-Za-z0-9]$/.test(own)) ?? name,
  );
}

/** Quotes that the shell removes. */
function withQuotes(words: readonly Token[]): readonly Words[] {
  const texts = words.map(({ text }) => text);
  const [program = '', ...rest] = texts;
  const isBare = (text: string): boolean => /^[\w./:=@%+-]+$/.test(text);
  const spellings: Words[] = isBare(program)
    ? [
        [`\\${program}`, ...rest],
        [`'${program}'`, ...rest],
        [`${program.slice(0, 1)}""${program.slice(1)}`, ...rest],
      ]
    : [];
  if (!rest.some(isBare)) return spellings;
  const quoted = (mark: string) => rest.map((text) => (isBare(text) ? mark + text + mark : text));
  return [...spellings, [program, ...quoted('"')], [program, ...quoted("'")]];
}

/** The program with a path, without its path, and in a variable. */
function withOtherProgramWord([program = '', ...rest]: Words): readonly Words[] {
  if (!/^[\w./+-]+$/.test(program)) return [];
  const paths = program.includes('/')
    ? [program.slice(program.lastIndexOf('/') + 1)]
    : [`/bin/${program}`, `/usr/bin/${program}`];
  return [...paths.map((path) => [path, ...rest]), [`p=${program};`, '$p', ...rest]];
}

/** The last operand passed by `xargs` or in a variable, or relative to its folder. */
function withOperandElsewhere({ words, program }: Action): readonly Words[] {
  const last = words.at(-1);
  const rest = words.slice(0, -1).map(({ text }) => text);
  if (last === undefined || rest.length === 0 || /^-|["'`$\\<>|&;(){}\s#!]/.test(last.text)) {
    return [];
  }
  const { text } = last;
  const [, parent, name] = /^((?:~|\/)(?:.*\/)?)([^/]+)$/.exec(text) ?? [];
  const isGlob = /[*?[]/.test(text);
  return [
    ['echo', text, '|', 'xargs', ...rest],
    [`x=${text};`, ...rest, isGlob ? '$x' : '"$x"'],
    // Only if the operands are known to be files; otherwise it may not be a path.
    ...(programRow(program)?.takes.filesFrom === undefined ||
    parent === undefined ||
    name === undefined
      ? []
      : [['cd', parent, '&&', ...rest, name]]),
    ...otherPaths(text).map((path) => [...rest, path]),
  ];
}

/** Other paths of the same file. */
function otherPaths(path: string): readonly string[] {
  if (/^~(?:\/|$)/.test(path)) {
    const below = path.slice(1);
    return [`$HOME${below}`, `"$HOME"${below}`, `\${HOME}${below}`, `~/.${below}`];
  }
  const [, top, below = ''] = /^\/(\w[\w.-]*)(\/.*)?$/.exec(path) ?? [];
  if (top === undefined) return [];
  return [`//${top}${below}`, `/./${top}${below}`, `/${top}/../${top}${below}`];
}

/** The whole command run by another shell, or as part of a list. */
function inShells(command: string): readonly string[] {
  const quoted = shellQuoted(command);
  const shells = [
    `bash -c ${quoted}`,
    `sh -c ${quoted}`,
    `eval ${quoted}`,
    `bash <<< ${quoted}`,
    `bash <<'END'\n${command}\nEND`,
  ];
  // A comment, a here-document or a trailing operator would break the text around the command.
  if (/[\n#]|[&;]$/.test(command)) return shells;
  return [
    ...shells,
    `echo ${quoted} | bash`,
    `cd . && ${command}`,
    `(${command})`,
    `if true; then ${command}; fi`,
  ];
}
