import type { HereDoc, Redirection } from 'unbash';
import { programName } from './programs';
import { readsProgram, type Fed } from './stdin';
import { unwrap } from './unwrap';
import type { Nested } from './nested';
import { SHELL_NAMES, SHELLS } from './wrappers';
import { madeToken, type Token } from './word';

/** One executed program with its words, wrappers taken off. */
export interface Stage {
  readonly sudo: boolean;
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
  readonly runsInput: Fed | undefined;
  /** The program that a runner such as `xargs` or `ssh` hands its input to, where that is a shell. */
  readonly inner: string | undefined;
}

/** A redirect as it reads in a derived view. */
export interface StageRedirect {
  readonly op: string;
  readonly target: Token;
}

/** Where a stage stands in the command as written. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The stage that words make, wrappers taken off. */
export function stageOf(
  words: readonly Token[],
  sudo: boolean,
  span: Span,
  redirects: readonly StageRedirect[] = [],
  documents: readonly HereDoc[] = [],
): Stage {
  const unwrapped = unwrap(words, sudo);
  const program = shellName(programName(unwrapped.words[0]?.value ?? ''));
  const { runs, inner } = readsProgram(program, unwrapped);
  return {
    sudo: unwrapped.sudo,
    words: unwrapped.words,
    nested: unwrapped.nested,
    program,
    redirects,
    documents,
    start: span.start,
    end: span.end,
    runsInput: runs,
    inner,
  };
}

/** A shell that reads the output of what stands before it. */
export function shellStage(program: string, sudo: boolean, span: Span): Stage {
  const word = madeToken(program, span.start, span.end);
  return stageOf([word], sudo, span);
}

/** `$SHELL` is some shell: it reads as `sh`. */
function shellName(program: string): string {
  return SHELL_NAMES.has(program) ? 'sh' : program;
}

/** Whether a program runs shell text. */
export function isShell(program: string): boolean {
  return SHELLS.has(program);
}

/** A redirect in words: its operator with its descriptor. */
export function redirectOp(redirect: Redirection): string {
  const { descriptor } = redirect;
  if (descriptor === undefined) return redirect.operator;
  const name = descriptor.type === 'FileDescriptor' ? descriptor.value : `{${descriptor.name}}`;
  return `${name}${redirect.operator}`;
}
