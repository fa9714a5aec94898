import type { HereDoc } from 'unbash';
import type { Nested } from '../nested/nested';
import { unwrap } from '../nested/unwrap';
import { cmdletName, isOnlyPowerShell } from '../powershell/cmdlets';
import { SHELL_NAMES } from '../programs/interpreters';
import { programName } from '../programs/programName';
import type { Span } from '../words/place';
import { madeToken, MAY_RUN, showLiteral, type Token } from '../words/token';
import type { StageRedirect } from './redirects';
import { readsProgram, type ExecutedAs } from './stdin';

/** One program that runs, with its words, without wrappers. */
export interface Stage {
  readonly sudo: boolean;
  /** The name of the program as called. */
  readonly name: string;
  /** The program, aliases resolved: `ri` is `Remove-Item`. */
  readonly program: string;
  /** `words[0]` is the name of the program. */
  readonly words: readonly Token[];
  readonly redirects: readonly StageRedirect[];
  readonly documents: readonly HereDoc[];
  readonly start: number;
  readonly end: number;
  /** What it runs besides itself. */
  readonly nested: readonly Nested[];
  /** How it runs its standard input, if it does. */
  readonly runsInput: ExecutedAs | undefined;
  /** May not run, or may have other words. */
  readonly speculative: boolean;
  /** The shell started by a runner such as `xargs` or `ssh` that reads the runner's input. */
  readonly inner: string | undefined;
  /** The folder that a wrapper changes to, as written: `env -C /`. */
  readonly folder: string | undefined;
  /** Whether a speculative stage next to it has the values of its variables. */
  readonly isUnresolved?: boolean;
}

/** The stage of some words, with wrappers removed. */
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
  const program = cmdletOrName(name, unwrapped.words, powershell);
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

/** Whether a PowerShell alias is used with options of the Unix program of the same name. */
export function isForeign({ name, program, words }: Stage): boolean {
  return name !== program && words.some(({ value }) => /^(?:--\w.*|-[rRfvid]{2,})$/.test(value));
}

/** A shell that reads the output of the stage before it. */
export function shellStage(program: string, sudo: boolean, span: Span): Stage {
  const word = madeToken(program, span.start, span.end);
  return stageOf([word], { sudo, powershell: false }, span);
}

/** The cmdlet that a PowerShell name stands for; other names are returned unchanged. */
function cmdletOrName(name: string, words: readonly Token[], powershell: boolean): string {
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

/** The name of a program as shown in derived views. */
function nameOf(word: Token | undefined): string {
  if (word === undefined) return '';
  if (SHELL_NAMES.has(word.value)) return programName(word.value);
  if (word.node !== undefined && MAY_RUN.test(word.shown)) return showName(word.shown);
  return showName(showLiteral(programName(word.value)));
}

/** Such a name was quoted in the command and needs quotes again. */
function showName(name: string): string {
  return RESERVED.has(name) || ASSIGNS.test(name) ? `'${name}'` : name;
}

const ASSIGNS = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;
const RESERVED: ReadonlySet<string> = new Set(
  '! { } [[ if then else elif fi for while until do done case esac select function time in coproc'.split(
    ' ',
  ),
);
