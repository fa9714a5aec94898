import { isCmdlet } from '../powershell/cmdlets';
import { HIDDEN_DATA } from '../programs/dataWords';
import { programRow, type ProgramRow } from '../programs/programRow';
import { inertBy } from '../programs/readOption';
import type { Line, LineStage } from '../stages/line';
import { isSilent, type StageRedirect } from '../stages/redirects';
import type { Stage } from '../stages/stage';
import { namedFiles } from '../stages/writtenFiles';
import type { Span } from '../words/place';
import type { Token } from '../words/token';
import { WordList } from '../words/wordList';
import {
  actionWord,
  plainWord,
  readText,
  withKeys,
  type ActionWord,
  type Meaning,
} from './actionWord';
import {
  calledText,
  canonicalCommand,
  canonicalText,
  type CanonicalCommand,
} from './canonicalCommand';
import { hiddenSpans } from './hiddenSpans';
import { folderAt, type Folder } from '../paths/folder';
import { readByRow, readWithoutRow, type ReadWords } from './readWords';
import { scratchDatabase } from './scratchDatabase';
import { takesTyping } from './typedInput';

/** One option of an action, under a name shared by all of its spellings. */
export interface ActionOption {
  readonly name: string;
  readonly value: ActionWord | undefined;
  /** Whether a file in its value is only used to authenticate. */
  readonly authenticates: boolean;
}

/** A redirect of an action, or a file that it writes in another way. */
export interface ActionRedirect {
  /** The operator, without a descriptor. */
  readonly op: string;
  readonly target: ActionWord;
}

/** One program that a command runs: what it does, to which targets, and how it was started. */
export interface Action extends Span {
  readonly program: string;
  readonly sub: readonly string[];
  readonly options: readonly ActionOption[];
  readonly operands: readonly ActionWord[];
  readonly redirects: readonly ActionRedirect[];
  /** Files that it writes because its words name them: `tee FILE`, `dd of=FILE`. */
  readonly files: readonly ActionRedirect[];
  /** Its words with their positions in the text; the first is the program. */
  readonly words: readonly Token[];
  /** Its redirects as written. */
  readonly redirectWords: readonly StageRedirect[];
  /** How each of its words was parsed. */
  readonly read: ReadWords;
  /** As it was called, with data masked. */
  readonly called: string;
  /** Its words in canonical order, as used by word rules and learning. */
  readonly canonical: CanonicalCommand;
  /** The text of `canonical`. */
  readonly canonicalText: string;
  /** Where its data is in the text. */
  readonly hidden: readonly Span[];
  /** Its working directory. */
  readonly folder: Folder;
  readonly sudo: boolean;
  /** False if it may not run, or may have other words. */
  readonly certain: boolean;
  /** Whether a speculative action next to it has the values of its variables. */
  readonly isUnresolved: boolean;
  /** Whether a later action of its pipeline runs its output. */
  readonly isExecuted: boolean;
  /** The whole command that `xargs` and similar programs run for the names that they read. */
  readonly inner: Action | undefined;
  /** The option or sub-command because of which it changes nothing. */
  readonly inert: string | undefined;
  /** Whether it opens a shell that waits for typed input, if it is given no other. */
  readonly takesTyping: boolean;
}

/** The action of one stage of a pipeline. */
export function actionOf(
  item: LineStage,
  { folder, speculative, posixOptions }: Omit<Line, 'stages'>,
  inner?: Action,
): Action {
  const { stage } = item;
  const canonical = canonicalCommand(item);
  const row = programRow(stage.program);
  const read = row === undefined ? readWithoutRow(item) : readByRow(row, item);
  const here = read.folders.reduce((from, to) => folderAt(to, from), startOf(stage, folder));
  const operands = operandsOf(read, item, here);
  return {
    program: stage.program,
    sub: read.sub,
    options: sorted(read, here),
    operands,
    redirects: redirectsOf(stage, here),
    files: filesOf(stage, here),
    words: stage.words,
    redirectWords: stage.redirects,
    read,
    called: calledText(item, canonical.redirects),
    canonical,
    canonicalText: canonicalText(canonical),
    hidden: hiddenSpans(item),
    folder: here,
    sudo: stage.sudo,
    certain: !speculative && !stage.speculative,
    isUnresolved: stage.isUnresolved === true,
    isExecuted: item.executedAs !== undefined,
    inner,
    inert: inertOf(read, stage, posixOptions === true) ?? scratchDatabase(stage, operands, here),
    takesTyping: takesTyping(stage),
    start: stage.start,
    end: stage.end,
  };
}

/** The working directory set by a wrapper such as `env -C`. */
function startOf({ folder }: Stage, now: Folder): Folder {
  return folder === undefined ? now : folderAt(folder, now);
}

function redirectsOf({ redirects }: Stage, here: Folder): readonly ActionRedirect[] {
  if (redirects.length === 0) return NO_REDIRECTS;
  return redirects.map((redirect) => ({
    op: redirect.op.replace(/^(?:\d+|\{\w+\}|&)/, ''),
    target: actionWord(redirect.target, redirect.op.includes('<<') ? 'any' : 'file', here),
  }));
}

const NO_REDIRECTS: readonly ActionRedirect[] = [];

function filesOf(stage: Stage, here: Folder): readonly ActionRedirect[] {
  const named = namedFiles(stage);
  if (named.length === 0) return NO_REDIRECTS;
  return named
    .filter(({ name }) => !isSilent(name))
    .map(({ name, shown, adds }) => ({
      op: adds ? '>>' : '>',
      target: readText(name, shown, 'file', here),
    }));
}

function sorted({ options }: ReadWords, here: Folder): readonly ActionOption[] {
  if (options.length === 0) return NO_OPTIONS;
  const found = new Map<string, ActionOption>();
  for (const { name, value, authenticates } of options) {
    const word =
      typeof value === 'string' ? plainWord(value) : value && actionWord(value, 'any', here);
    const read = authenticates ? word && withKeys(word) : word;
    found.set(`${name}=${read?.text ?? ''}`, { name, value: read, authenticates });
  }
  return [...found.values()].sort((one, other) => shortFirst(one.name, other.name));
}

const NO_OPTIONS: readonly ActionOption[] = [];

function shortFirst(one: string, other: string): number {
  const order = Number(one.startsWith('--')) - Number(other.startsWith('--'));
  if (order !== 0) return order;
  return one < other ? -1 : one > other ? 1 : 0;
}

function operandsOf(
  { operands, row }: ReadWords,
  { stage, reading }: LineStage,
  here: Folder,
): readonly ActionWord[] {
  const found: ActionWord[] = [];
  operands.forEach((at, number) => {
    const word = stage.words[at];
    if (word === undefined) return;
    if (!reading.data.has(at)) {
      const read = stage.program === 'git' ? pathspec(word) : word;
      found.push(actionWord(read, meaningOf(row, stage.program, number), here));
    } else if (found.at(-1)?.shown !== HIDDEN_DATA) found.push(plainWord(HIDDEN_DATA));
  });
  if (row?.takes.worksInFolder === true && found.length === 0) found.push(workingFolder(here));
  return found;
}

/** git expands a quoted wildcard itself, and `:/` is the root of the work tree. */
function pathspec(word: Token): Token {
  const { value } = word;
  if (value === ':/' || value === ':(top)') return { ...word, value: '.', text: '.' };
  return value.startsWith('*') ? { ...word, text: value } : word;
}

function workingFolder(here: Folder): ActionWord {
  const word = { text: '.', value: '.', shown: '.', quoted: false, moved: true, start: 0, end: 0 };
  return actionWord({ ...word, node: undefined }, 'file', here);
}

/** What an operand is, by its position among the operands. */
function meaningOf(row: ProgramRow | undefined, program: string, number: number): Meaning {
  if (row === undefined) return isCmdlet(program) && FILE_CMDLETS.has(program) ? 'file' : 'any';
  const { filesFrom, hosts, urls } = row.takes;
  if (urls) return 'address';
  if (hosts) return filesFrom !== undefined ? 'file or host' : number === 0 ? 'host' : 'any';
  return filesFrom !== undefined && number >= filesFrom ? 'file' : 'any';
}

const FILE_CMDLETS = new WordList(
  'Remove-Item Get-Content Set-Content Add-Content Clear-Content Copy-Item Move-Item Rename-Item ' +
    'New-Item Get-ChildItem Out-File Set-Acl Get-Item',
);

function inertOf(read: ReadWords, stage: Stage, posixOptions: boolean): string | undefined {
  const { row, rest, sub, program } = read;
  if (stage.words.length < 2) return undefined;
  if (row?.takes.isInert === true) return sub.at(-1);
  if (isCmdlet(stage.program) || CMDLET_NAME.test(stage.program)) {
    return stage.words.map(({ value }) => value).find((value) => /^-(?:whatif|wi)$/i.test(value));
  }
  const inFront = read.front.find(
    (name) => program?.option(name)?.inert === true || row?.option(name)?.inert === true,
  );
  if (inFront !== undefined) return inFront;
  if (sub[0] === 'help' && program?.hasSubs === true) return 'help';
  const values = rest.map((at) => stage.words[at]?.value ?? '');
  const [only, ...more] = values;
  if (only === 'help' && more.length === 0 && sub.length > 0 && HELP_LAST.has(stage.program)) {
    return 'help';
  }
  return inertBy(row, values, posixOptions);
}

/** Cmdlets of modules, such as `Remove-ADUser`: all that change something know `-WhatIf`. */
const CMDLET_NAME = /^[A-Z][a-z]+-[A-Z]\w+$/;

/** Programs that take `help` behind their sub-commands. */
const HELP_LAST: ReadonlySet<string> = new Set(['aws']);
