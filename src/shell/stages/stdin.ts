import { skipOptions, type Nested, type Split } from '../nested/nested';
import { codeGiven } from '../nested/scripts';
import { isInterpreter, isShell } from '../programs/interpreters';
import { programName } from '../programs/programName';
import { runsOf, type Runs } from '../programs/programRuns';
import type { Token } from '../words/token';

/** How a program runs its input: as shell text, or as other code. */
export type ExecutedAs = 'shell' | 'code';

interface Reads {
  readonly runs: ExecutedAs | undefined;
  readonly inner: string | undefined;
}

const NOTHING: Reads = { runs: undefined, inner: undefined };
const READS_SHELL: Reads = { runs: 'shell', inner: undefined };
const READS_CODE: Reads = { runs: 'code', inner: undefined };

/** How a command uses its standard input. */
export function readsProgram(program: string, { words, nested }: Split): Reads {
  const runs = runsOf(program);
  const special = READERS.get(runs?.stdin ?? '');
  if (special !== undefined) return special(words);
  if (runs?.isShell === true) return nested.length === 0 ? shellReads(words) : innerReads(nested);
  if (isInterpreter(program)) return interpreterReads(words);
  return runs === undefined ? NOTHING : runnerReads(runs, nested);
}

function runnerReads(runs: Runs, nested: readonly Nested[]): Reads {
  if (runs.isClient) return READS_CODE;
  if (nested.length === 0) return runs.opensShell ? inputOf('sh') : NOTHING;
  return runs.wraps === 'command' || runs.forwardsInput ? innerReads(nested) : NOTHING;
}

/** By the name in `@stdin:name`. */
const READERS: ReadonlyMap<string, (words: readonly Token[]) => Reads> = new Map(
  Object.entries<(words: readonly Token[]) => Reads>({
    shell: () => READS_SHELL,
    code: () => READS_CODE,
    alone: (words) => (words.length === 1 ? READS_SHELL : NOTHING),
    crontab: (words) => (words.length === 1 || isDash(words) ? READS_CODE : NOTHING),
    make: (words) => (isStandardInput(words, '-f') ? READS_CODE : NOTHING),
    // fish's `source` reads standard input if no file is given.
    source: (words) => (words.length === 1 || hasStandardInput(words) ? READS_SHELL : NOTHING),
    awk: awkReads,
    dot: (words) => (hasStandardInput(words) ? READS_SHELL : NOTHING),
  }),
);

/** awk that passes its input lines to a shell. */
function awkReads(words: readonly Token[]): Reads {
  const runs = words.some(({ value }) =>
    /\bsystem\s*\(\s*\$|\|\s*"(?:\/bin\/)?(?:ba|z)?sh"/.test(value),
  );
  return runs ? READS_SHELL : NOTHING;
}

function isDash(words: readonly Token[]): boolean {
  return words.some(({ value }) => value === '-');
}

/** A file name that means standard input, or another open descriptor. */
const STANDARD_INPUT = /^(?:-|\/dev\/stdin|\/(?:dev|proc\/self)\/fd\/\d+|<\(.*)$/s;

/** Whether the value of a flag is standard input. */
function isStandardInput(words: readonly Token[], flag: string): boolean {
  return words.some(({ value }, at) => {
    return (
      value === `${flag}-` || (value === flag && STANDARD_INPUT.test(words[at + 1]?.value ?? ''))
    );
  });
}

function hasStandardInput(words: readonly Token[]): boolean {
  return words.slice(1).some((word) => STANDARD_INPUT.test(word.value));
}

function shellReads(words: readonly Token[]): Reads {
  if (words.some((word) => /^-[A-Za-z]*s[A-Za-z]*$/.test(word.value))) return READS_SHELL;
  const script = words[skipOptions(words, 1, SHELL_OPTIONS)];
  return script === undefined || STANDARD_INPUT.test(script.value) ? READS_SHELL : NOTHING;
}

const SHELL_OPTIONS = { short: 'oO', long: ['--rcfile', '--init-file'] };

function interpreterReads(words: readonly Token[]): Reads {
  if (codeGiven(words).length > 0) return NOTHING;
  if (words.some((word) => CODE_FLAG.test(word.value))) return NOTHING;
  const script = words[skipOptions(words, 1, {})];
  return script === undefined || STANDARD_INPUT.test(script.value) ? READS_CODE : NOTHING;
}

const CODE_FLAG = /^(?:-[A-Za-z]*[ceErp]|-m|--eval|--print|-Command|-EncodedCommand)$/i;

/** A runner passes its input on to the command it runs, which decides. */
function innerReads([run]: readonly Nested[]): Reads {
  if (run === undefined) return NOTHING;
  if (run.type === 'words') return innerWords(run.words);
  const shell = BARE_SHELL.exec(run.text)?.[1];
  return shell === undefined ? NOTHING : inputOf(shell);
}

/** `sh -c {}` and `sh -c` take their text from the input. */
function innerWords(words: readonly Token[]): Reads {
  const program = programName(words[0]?.value ?? '');
  if (runsOf(program)?.isClient === true) return READS_CODE;
  if (!isShell(program)) return NOTHING;
  const takesText =
    words.some(({ value }) => value.includes('{}') || value === '%') ||
    /^-[a-z]*c$/.test(words.at(-1)?.value ?? '');
  return takesText || shellReads(words).runs === 'shell' ? inputOf(program) : NOTHING;
}

/** A remote or nested command that is only a shell. */
const BARE_SHELL =
  /^\s*(?:sudo\s+)?(?:\/[\w/]*\/)?((?:ba|z|da|k|a)?sh)(?:\s+-[a-z]+)*(?:\s+-)?\s*$/;

function inputOf(program: string): Reads {
  return { runs: 'shell', inner: program };
}
