import type { HereDoc } from 'unbash';
import type { Nested } from '../nested/nested';
import { unwrap } from '../nested/unwrap';
import { cmdletName, isOnlyPowerShell } from '../powershell/cmdlets';
import { SHELL_NAMES } from '../programs/interpreters';
import { programName } from '../programs/program';
import { madeToken, MAY_RUN, showLiteral, type Token } from '../words/token';
import type { StageRedirect } from './redirects';
import { readsProgram, type ExecutedAs } from './stdin';

/** One executed program with its words, wrappers taken off. */
export interface Stage {
  readonly sudo: boolean;
  /** The program as it was called. */
  readonly name: string;
  /** The program that is meant: `ri` is `Remove-Item`. */
  readonly program: string;
  /** `words[0]` is the program's word. */
  readonly words: readonly Token[];
  readonly redirects: readonly StageRedirect[];
  readonly documents: readonly HereDoc[];
  readonly start: number;
  readonly end: number;
  /** What it runs besides itself. */
  readonly nested: readonly Nested[];
  /** What it does with its standard input, where that is more than reading it. */
  readonly runsInput: ExecutedAs | undefined;
  /** Only likely: the words may be others when it runs. */
  readonly speculative: boolean;
  /** The program that a runner such as `xargs` or `ssh` hands its input to, where that is a shell. */
  readonly inner: string | undefined;
  /** The folder that a wrapper changes to before, as written: `env -C /`. */
  readonly folder: string | undefined;
  /** Whether a likely stage beside it says what its variables hold. */
  readonly vague?: boolean;
}

/** Where a stage stands in the command as written. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The stage that words make, wrappers taken off. */
export function stageOf(
  words: readonly Token[],
  { sudo, powershell = false }: { readonly sudo: boolean; readonly powershell?: boolean },
  span: Span,
  redirects: readonly StageRedirect[] = [],
  documents: readonly HereDoc[] = [],
  speculative = false,
): Stage {
  const unwrapped = unwrap(powershell ? withoutAssignment(words) : words, sudo);
  const name = nameOf(unwrapped.words[0]);
  const program = meant(name, unwrapped.words, powershell);
  const { runs, inner } = readsProgram(program, unwrapped);
  return {
    sudo: unwrapped.sudo,
    words: unwrapped.words,
    nested: unwrapped.nested,
    name,
    program,
    redirects,
    documents,
    start: span.start,
    end: span.end,
    runsInput: runs,
    inner,
    folder: unwrapped.folder,
    speculative,
  };
}

/** Whether a name that PowerShell knows as an alias has options of the other program: outside Windows it means that. */
export function isForeign({ name, program, words }: Stage): boolean {
  return name !== program && words.some(({ value }) => /^(?:--\w.*|-[rRfvid]{2,})$/.test(value));
}

/** A shell that reads the output of what stands before it. */
export function shellStage(program: string, sudo: boolean, span: Span): Stage {
  const word = madeToken(program, span.start, span.end);
  return stageOf([word], { sudo, powershell: false }, span);
}

/** The cmdlet behind a PowerShell name; any other name stays. */
function meant(name: string, words: readonly Token[], powershell: boolean): string {
  const cmdlet = cmdletName(name);
  if (cmdlet === undefined || powershell) return cmdlet ?? name;
  return isOnlyPowerShell(
    name,
    words.map((word) => word.value),
  )
    ? cmdlet
    : name;
}

/** `$x = command` runs the command. */
function withoutAssignment(words: readonly Token[]): readonly Token[] {
  const assigns =
    words.length > 2 && words[1]?.value === '=' && words[0]?.value.startsWith('$') === true;
  return assigns ? words.slice(2) : words;
}

/** The name of a program as it reads in a derived view. */
function nameOf(word: Token | undefined): string {
  if (word === undefined) return '';
  if (SHELL_NAMES.has(word.value)) return programName(word.value);
  if (word.node !== undefined && MAY_RUN.test(word.shown)) return asName(word.shown);
  return asName(showLiteral(programName(word.value)));
}

/** A program by such a name was quoted, and must be read as a name again. */
function asName(name: string): string {
  return RESERVED.has(name) || ASSIGNS.test(name) ? `'${name}'` : name;
}

const ASSIGNS = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;
const RESERVED: ReadonlySet<string> = new Set(
  '! { } [[ if then else elif fi for while until do done case esac select function time in coproc'.split(
    ' ',
  ),
);
