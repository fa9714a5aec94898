import type { Nested } from '../nested/nested';
import { isInterpreter, isShell } from '../programs/interpreters';
import { programRow } from '../programs/programRow';
import { inertBy } from '../programs/readOption';
import { runsOf } from '../programs/programRuns';
import { shellStage, type Stage } from '../stages/stage';
import type { ExecutedAs } from '../stages/stdin';
import { madeToken } from '../words/token';
import { decoded, printed } from '../words/printedText';
import { plainValue, type Variables } from '../words/expand';
import { WordList } from '../words/wordList';
import { bodyToken, type WalkContext } from './walkContext';

/** What `echo` prints into a program that runs it, decoded if stages in between decode it. */
export function printedTexts(
  stage: Stage,
  between: readonly Stage[],
  executedAs: ExecutedAs,
): readonly Nested[] {
  const [first, ...rest] = stage.words;
  // In PowerShell, a string by itself is printed.
  if (first?.quoted === true && rest.length === 0 && executedAs === 'shell') {
    return [{ type: 'text', text: first.value, from: undefined, sudo: false, speculative: true }];
  }
  if (!PRINTERS.has(stage.program)) return [];
  const words = stage.words.slice(1).filter((word) => !/^-[neE]+$/.test(word.value));
  const [only] = words;
  const written = printed([stage.program, ...words.map((word) => word.value)]);
  const { text, speculative } = passed(written, between);
  const from = words.length === 1 && text === only?.value ? only : undefined;
  return [{ type: executedAs === 'shell' ? 'text' : 'code', text, from, sudo: false, speculative }];
}

const PRINTERS = new WordList('echo printf print Write-Output');

/**
 * The text after the following filters; speculative if one may change it in a way that is not
 * modelled.
 */
function passed(
  written: string,
  filters: readonly Stage[],
): { readonly text: string; readonly speculative: boolean } {
  let text = written;
  let speculative = false;
  for (const filter of filters) {
    const made = decoded(
      filter.words.map((word) => word.value),
      text,
    );
    text = made ?? text;
    speculative ||= made === undefined && CHANGERS.has(filter.program);
  }
  return { text, speculative };
}

/** Programs whose output may differ from their input. */
const CHANGERS = new WordList('tr sed gsed awk gawk grep egrep cut envsubst iconv nl fold jq uniq');

/** Here-documents and here-strings of a stage whose input is run. */
export function inputTexts(
  stage: Stage,
  executedAs: ExecutedAs | undefined,
  context: WalkContext,
  variables: Variables,
  laterStages: readonly Stage[],
): readonly Nested[] {
  const type = executedAs === 'shell' ? 'text' : 'code';
  const texts: Nested[] = [];
  for (const { body } of stage.documents) {
    const { text, speculative } = passed(body.text, [stage, ...laterStages]);
    const from = text === body.text ? bodyToken(body, context) : undefined;
    texts.push({ type, text, from, sudo: false, speculative });
  }
  for (const { op, target } of stage.redirects) {
    if (!op.endsWith('<<<')) continue;
    const known = target.node === undefined ? undefined : plainValue(target.node, variables);
    const { text, speculative } = passed(known ?? target.value, [stage, ...laterStages]);
    texts.push({
      type,
      text,
      from: text === target.value ? target : undefined,
      sudo: false,
      speculative,
    });
  }
  if (texts.length > 0 || context.input === undefined || stage.runsInput === undefined)
    return texts;
  // Input of the enclosing group of commands.
  return [{ type, text: context.input, from: undefined, sudo: false, speculative: true }];
}

/**
 * A reader with code as its here-string, as in `psql <<< 'drop table x'`; undefined if it is
 * written that way already.
 */
export function withInput(reader: Stage, given: Nested): Stage | undefined {
  if (given.type === 'words' || reader.redirects.some(({ target }) => target === given.from)) {
    return undefined;
  }
  const text = given.text.trimEnd();
  const whole = madeToken(text, reader.start, reader.end);
  // Keep the lines of code apart: words of one line must not match together with words of another.
  const lines = text.split('\n').map((line) => madeToken(line, 0, 0).shown);
  const target = isInterpreter(reader.program) ? { ...whole, shown: lines.join('\n') } : whole;
  const redirects = [...reader.redirects, { op: '<<<', target }];
  return { ...reader, redirects, documents: [], nested: [], speculative: true };
}

export const IEX = 'Invoke-Expression';

/** The shell or interpreter that runs a file operand, which may be a process substitution. */
export function consumerOf(stage: Stage): Stage | undefined {
  const { program } = stage;
  if (program === 'source' || program === '.') return shellStage('sh', stage.sudo, stage);
  if (program === 'make') return stage.runsInput === undefined ? undefined : stage;
  if (program === IEX) return shellStage(IEX, stage.sudo, stage);
  if (runsOf(program)?.isClient === true) return stage;
  if (!isShell(program) && !isInterpreter(program)) return undefined;
  return shellStage(program, stage.sudo, stage);
}

/** Whether a program runs text in its arguments. */
export function runsOutput(stage: Stage): boolean {
  return isInterpreter(stage.program) || stage.program === IEX;
}

/** Whether a program sends text in its arguments to the network. */
export function sendsWords({ program }: Stage): boolean {
  return SENDERS.has(program);
}

const SENDERS = new WordList(
  'curl wget http https xh nc ncat telnet socat Invoke-WebRequest Invoke-RestMethod',
);

/**
 * Whether a stage only prints the commands that it would run. They are followed if that output is
 * run.
 */
export function onlyPrintsCommands({ program, words }: Stage): boolean {
  if (runsOf(program)?.shows !== true) return false;
  const values = words.slice(1).map(({ value }) => value);
  return inertBy(programRow(program), values) !== undefined;
}
