import type { Command, CommandNode, PipelineNode, Redirected, SyntaxNode } from 'unbash';
import { folderAt, follow } from '../paths/folder';
import { codeTexts } from '../nested/code';
import type { Nested } from '../nested/nested';
import { looksLikePowerShell, toPosixForm } from '../powershell/posixForm';
import { lineOf, MAX_CHOICES } from '../stages/line';
import { redirectsOf, writes } from '../stages/redirects';
import { isForeign, shellStage, stageOf, type Stage } from '../stages/stage';
import { spanIn, type Span } from '../words/place';
import { resolvedWords } from '../words/resolvedWords';
import { MAY_RUN, type Token } from '../words/token';
import { inputOf, rememberLoop } from '../words/variables';
import { LIMITS, spendLine, spendText } from './walkBudget';
import { emitAlso, emitLine, emitLines } from './emit';
import { consumerOf, IEX, onlyPrintsCommands, runsOutput, sendsWords } from './executedOutput';
import { forEachChild, parseShell, withoutReturns } from './parse';
import { callFunction, noteGroup, printedInto, rawStage, withArguments } from './inputs';
import { placeOf, tokensOf, type WalkContext } from './walkContext';
import { settingsOf, settingText } from './programVariables';
import {
  commentsOf,
  isSoleSubstitution,
  isSubstitution,
  leafCommands,
  type Substitution,
} from './tree';
import { inSubshell, isBudgetReserved, followsTooDeep, type Walk } from './walkState';

/**
 * Walks a text; PowerShell is rewritten to the POSIX form that the parser reads. Returns false if the parser rejected
 * the text; the part before the syntax error has been walked.
 */
export function walkText(walk: Walk, text: string, outer: WalkContext): boolean {
  const powershell = outer.powershell || looksLikePowerShell(text);
  const { text: plain, places } = powershell ? toPosixForm(text) : withoutReturns(text);
  const { script, faults, tooDeep } = parseShell(plain);
  if (tooDeep) walk.tooDeep = true;
  if (script !== undefined) {
    const place = { length: plain.length, places: places ?? outer.places };
    walkInside(walk, script, { ...outer, ...place, powershell });
  }
  return script !== undefined && !faults;
}

function walkPipeline(walk: Walk, node: PipelineNode, outer: WalkContext): void {
  const nodes = node.type === 'Pipeline' ? node.commands : [node];
  if (nodes.length === 0) return;
  if (nodes.length > MAX_STAGES) walk.budget.exhausted = true;
  if (walk.budget.exhausted) return;
  const alone = nodes.length === 1 && outer.consumer === undefined;
  const context = alone ? outer : { ...outer, captured: true };
  const later: (() => void)[] = [];
  const choices = nodes.map((stage, at) => {
    const input = stage.type === 'Command' ? undefined : printedInto(walk, nodes, at, context);
    return stagesOf(
      walk,
      stage,
      input === undefined ? context : { ...context, input },
      later,
      alone,
    );
  });
  if (choices.every((choice) => choice.length > 0)) emitLines(walk, choices, context);
  for (const run of later) run();
  const [only] = choices[0] ?? [];
  if (nodes.length === 1 && only !== undefined) {
    follow(walk.folders, only.program, only.words, walk.variables);
  }
}

const MAX_STAGES = 256;

function stagesOf(
  walk: Walk,
  node: CommandNode,
  context: WalkContext,
  later: (() => void)[],
  alone: boolean,
): Stage[] {
  if (node.type === 'Command') return commandStages(walk, node, context, later);
  const found: Stage[] = [];
  later.push(() => {
    walkInside(walk, node, { ...context, consumer: undefined });
  });
  if (!alone) leafCommands(node, (leaf) => found.push(...commandStages(walk, leaf, context, [])));
  return found.slice(0, MAX_CHOICES);
}

/** Walks the statements and substitutions of a node. */
function walkInside(walk: Walk, node: SyntaxNode, outer: WalkContext): void {
  if (!outer.speculative && (node.type === 'Script' || node.type === 'CompoundList')) {
    walk.hidden.push(...commentsOf(node, walk.source, outer));
  }
  if (node.type === 'Function') walk.functions.set(node.name.value, node.body);
  if (node.type === 'Redirected') walkRedirects(walk, node, outer);
  if (node.type === 'For' && node.wordlist !== undefined) {
    rememberLoop(node.name.value, node.wordlist, walk.variables);
  }
  forEachChild(node, (child) => {
    const context = contextOf(walk, child, node, outer);
    if (child.type === 'Command' || child.type === 'Pipeline') walkPipeline(walk, child, context);
    else if (isSubstitution(child)) walkSubstitution(walk, child, context);
    else if (SUBSHELLS.has(child.type)) {
      inSubshell(walk, () => {
        walkInside(walk, child, context);
      });
    } else if (child.type !== 'Word' || MAY_RUN.test(child.text)) walkInside(walk, child, context);
  });
}

/** The context of a node inside its parent. */
function contextOf(
  walk: Walk,
  child: SyntaxNode,
  parent: SyntaxNode,
  context: WalkContext,
): WalkContext {
  // The caller of a function may read its output.
  if (parent.type === 'Function') return { ...context, captured: true };
  if (parent.type !== 'Redirected' || child !== parent.command) return context;
  const input = inputOf(parent, walk.variables) ?? context.input;
  return { ...context, input, captured: context.captured || parent.redirects.length > 0 };
}

/** Nodes that run in a subshell: a `cd` in them has no effect outside. */
const SUBSHELLS: ReadonlySet<string> = new Set(['Subshell', 'Function']);

/** Emits the redirects of a group, a loop or a condition as a separate command. */
function walkRedirects(walk: Walk, node: Redirected, context: WalkContext): void {
  const redirects = redirectsOf(node.redirects, context, walk.descriptors);
  if (redirects.length === 0) return;
  if (redirects.some(({ op }) => writes(op))) noteGroup(walk, node, redirects, context);
  const stage = stageOf([], context, spanIn(context, node.pos, node.end), redirects);
  // Allow rules need not cover files that are only read.
  const speculative = context.speculative || !redirects.some(({ op }) => writes(op));
  emitLine(walk, [stage], { ...context, speculative });
}

function walkSubstitution(walk: Walk, node: Substitution, context: WalkContext): void {
  const { script } = node;
  const isFile = node.type === 'ProcessSubstitution';
  const isInput = isFile && node.operator === '<';
  const consumer = isFile ? (isInput ? context.fileConsumer : undefined) : context.outputConsumer;
  const inputPipeline = isFile && !isInput ? context.inputPipeline : undefined;
  if (script === undefined) return;
  if (followsTooDeep(walk, context)) return;
  const fixed = script.source === undefined ? context.fixed : spanIn(context, node.pos, node.end);
  const depth = context.depth + 1;
  const inner = {
    ...context,
    fixed,
    depth,
    consumer,
    inputPipeline,
    captured: true,
    fileConsumer: undefined,
    outputConsumer: undefined,
  };
  inSubshell(walk, () => {
    walkInside(walk, script, inner);
  });
}

function commandStages(
  walk: Walk,
  node: Command,
  context: WalkContext,
  later: (() => void)[],
): Stage[] {
  const words = tokensOf(node, context, walk.variables);
  const settings = settingsOf(node, words, context);
  if (!context.speculative) walk.settings.push(...settings);
  const redirects = redirectsOf(node.redirects, context, walk.descriptors);
  const documents = node.redirects.filter((redirect) => redirect.type === 'HereDoc');
  const span = spanIn(context, node.pos, node.end);
  if (words.length === 0 && redirects.length === 0) {
    later.push(() => {
      walkWords(walk, node, context, undefined);
      walkNested(walk, settings.flatMap(settingText), context, span);
    });
    return [];
  }
  if (isSoleSubstitution(node)) {
    const outputConsumer =
      context.consumer ?? shellStage(context.powershell ? IEX : 'sh', context.sudo, span);
    later.push(() => {
      walkInside(walk, node, { ...context, consumer: undefined, outputConsumer });
    });
    return [];
  }
  const read = stageOf(words, context, span, redirects, documents);
  const captured = context.captured || walk.descriptors.size > 0 || redirects.length > 0;
  const stage = !captured && onlyPrintsCommands(read) ? { ...read, nested: [] } : read;
  const alternatives = resolvedWords(words, walk.variables).map((other) =>
    stageOf(other, context, span, redirects, documents, true),
  );
  if (context.powershell && isForeign(stage)) {
    alternatives.push({ ...stage, program: stage.name, speculative: true });
  }
  later.push(() => {
    walkWords(walk, node, context, stage);
    walkNested(walk, [...stage.nested, ...settings.flatMap(settingText)], context, stage);
    for (const other of alternatives)
      walkNested(walk, other.nested, { ...context, speculative: true }, other);
    for (const called of [stage, ...alternatives]) callFunction(walk, called, context, walkInside);
  });
  return [alternatives.length > 0 ? { ...stage, isUnresolved: true } : stage, ...alternatives];
}

/**
 * In a command with more words, process substitutions are not shown with the input of the pipeline.
 */
const MAX_WORDS_WITH_INPUT = 32;

/**
 * Walks substitutions in the words of one command: a shell or interpreter runs their output, and
 * curl sends it.
 */
function walkWords(
  walk: Walk,
  node: Command,
  context: WalkContext,
  stage: Stage | undefined,
): void {
  if (!mayRun(node)) return;
  const quiet = {
    ...context,
    consumer: undefined,
    fileConsumer: undefined,
    outputConsumer: undefined,
    inputPipeline: undefined,
  };
  if (stage === undefined) {
    walkInside(walk, node, quiet);
    return;
  }
  const own = consumerOf(stage);
  const reader = walk.readers.get(stage);
  const fileConsumer = own ?? (reader === undefined ? undefined : consumerOf(reader));
  const outputConsumer = runsOutput(stage) ? own : sendsWords(stage) ? stage : undefined;
  const inputPipeline =
    node.args.length > MAX_WORDS_WITH_INPUT ? undefined : walk.pipelinesByLastStage.get(stage);
  walkInside(walk, node, { ...quiet, fileConsumer, outputConsumer, inputPipeline });
  if (fileConsumer === undefined) return;
  // Descriptors that an earlier command opened: `exec 3< <(curl x); sh <&3`.
  for (const { op, target } of stage.redirects) {
    if (!op.endsWith('<') || !target.moved || target.node === undefined) continue;
    walkInside(walk, target.node, { ...quiet, fileConsumer, speculative: true });
  }
}

/** Whether something in a command may be a substitution. */
function mayRun({ name, prefix, args, redirects }: Command): boolean {
  if (prefix.length > 0 || redirects.length > 0) return true;
  return (
    (name !== undefined && MAY_RUN.test(name.text)) || args.some(({ text }) => MAY_RUN.test(text))
  );
}

/** Walks what a stage runs besides itself, each in a subshell unless `eval` runs it. */
export function walkNested(
  walk: Walk,
  nested: readonly Nested[],
  context: WalkContext,
  stage: Span | Stage,
): void {
  for (const run of nested) {
    const speculative = context.speculative || run.speculative === true;
    if (speculative && isBudgetReserved(walk, context)) continue;
    if (followsTooDeep(walk, context)) return;
    const sudo = context.sudo || run.sudo;
    const powershell = run.type !== 'code' && run.powershell === true;
    const depth = context.depth + 1;
    const inner: WalkContext = {
      ...context,
      powershell,
      depth,
      sudo,
      speculative,
      consumer: undefined,
    };
    const work = (): void => {
      if ('folder' in stage && stage.folder !== undefined) {
        walk.folders.now = folderAt(stage.folder, walk.folders.now);
      }
      walkRun(walk, run, inner, stage);
    };
    // `eval` runs its text in the same shell.
    if ('program' in stage && stage.program === 'eval') work();
    else inSubshell(walk, work);
  }
}

function walkRun(walk: Walk, run: Nested, context: WalkContext, stage: Span | Stage): void {
  if (run.type === 'words') walkInner(walk, run.words, context, stage);
  else if (run.type === 'text') {
    withArguments(walk, run.args ?? [], () => {
      walkNestedText(walk, run.text, { ...context, ...placeOf(run.from, stage) });
    });
  } else walkCode(walk, run.text, context, stage);
}

/** Walks a nested text; one that the parser rejects counts as its blank-separated words. */
function walkNestedText(walk: Walk, text: string, context: WalkContext): void {
  if (text.trim() === '' || !spendText(walk.budget, text)) return;
  if (walkText(walk, text, context)) return;
  const stage = rawStage(text, context);
  if (spendLine(walk.budget))
    walk.lines.push(lineOf([stage], context.speculative, walk.folders.now));
}

function walkInner(
  walk: Walk,
  words: readonly Token[],
  context: WalkContext,
  outer: Span | Stage,
): void {
  const span = { start: words[0]?.start ?? outer.start, end: words.at(-1)?.end ?? outer.end };
  const stage = stageOf(words, context, span);
  emitLine(walk, [stage], context);
  walkNested(walk, stage.nested, context, stage);
  // The redirects of the outer command receive the output of the inner one.
  const written = 'redirects' in outer ? outer.redirects.filter(({ op }) => writes(op)) : [];
  if (written.length > 0) emitAlso(walk, [{ ...stage, redirects: written }], context);
}

/** Walks the shell texts that code in another language runs. */
function walkCode(walk: Walk, code: string, context: WalkContext, stage: Span | Stage): void {
  if (code.length > LIMITS.inputChars || !spendText(walk.budget, code)) {
    walk.budget.exhausted = true;
  }
  for (const text of codeTexts(code, 'program' in stage ? stage.program : '')) {
    walkText(walk, text, {
      ...context,
      fixed: { start: stage.start, end: stage.end },
      places: undefined,
    });
  }
}
