import type { Nested } from '../nested/nested';
import { combinations, lineOf } from '../stages/line';
import { sendsWritten } from '../stages/sentFiles';
import { shellStage, stageOf, type Stage } from '../stages/stage';
import { noteWritten, runsWritten, sourcesOf, type Stages } from '../stages/writtenFiles';
import { rawToken, type Token } from '../words/token';
import { spendLine } from './walkBudget';
import { inputTexts, printedTexts, withInput } from './executedOutput';
import { perName } from './perName';
import type { WalkContext } from './walkContext';
import { hideDocuments, isBudgetReserved, type Walk } from './walkState';

/** All combinations of one stage for each position, up to a limit. */
export function emitLines(
  walk: Walk,
  choices: readonly (readonly Stage[])[],
  context: WalkContext,
): void {
  for (const stages of combinations(choices)) {
    if (context.consumer !== undefined) stages.push(context.consumer);
    emitLine(walk, stages, context);
    if (stages.length > 1) emitInner(walk, stages, context);
    if (context.inputPipeline !== undefined)
      emitAlso(walk, [...context.inputPipeline, ...stages], context);
    const last = stages.at(-1);
    if (last?.inner !== undefined && stages.length > 1) {
      emitLine(walk, [...stages.slice(0, -1), shellStage(last.inner, last.sudo, last)], context);
    }
  }
}

export function emitLine(walk: Walk, stages: Stages, context: WalkContext, isSource = false): void {
  if (!spendLine(walk.budget)) return;
  const speculative = context.speculative || stages.some((stage) => stage.speculative);
  const line = lineOf(stages, speculative, walk.folders.now);
  const inner = withSpeculation(context, line.speculative);
  walk.lines.push(line);
  for (const [at, { stage, executedAs }] of line.stages.entries()) {
    const isLast = at + 1 === stages.length;
    const laterStages = isLast ? NO_STAGES : stages.slice(at + 1);
    const reader = readerOf(stage, laterStages);
    if (executedAs !== undefined) {
      walk.readers.set(stage, reader);
      walkGiven(walk, printedTexts(stage, laterStages, executedAs), inner, reader);
    }
    const runsAs = executedAs ?? stage.runsInput;
    if (runsAs === undefined) hideDocuments(walk, stage, inner);
    else {
      const first = at === 0 ? inner : { ...inner, input: undefined };
      walkGiven(walk, inputTexts(stage, runsAs, first, walk.variables, laterStages), inner, reader);
    }
    walk.pipelinesByLastStage.set(stage, isLast ? stages : stages.slice(0, at + 1));
    if (isSource) continue;
    const named = perName(stages, at);
    if (named !== undefined) emitAlso(walk, [named], inner);
    emitWritten(walk, stage, inner);
  }
  if (isSource) return;
  emitSources(walk, stages, inner);
  noteWritten(stages, walk.written);
}

const NO_STAGES: Stages = [];

function withSpeculation(context: WalkContext, speculative: boolean): WalkContext {
  return context.speculative === speculative ? context : { ...context, speculative };
}

/** Emits the pipelines that wrote the files which a stage runs as its program. */
function emitSources(walk: Walk, stages: Stages, context: WalkContext): void {
  if (stages.every(({ runsInput }) => runsInput === undefined)) return;
  for (const more of sourcesOf(stages, walk.written)) emitAlso(walk, more, context);
}

/** Emits the pipelines for files that the command wrote and that a stage runs or sends. */
function emitWritten(walk: Walk, stage: Stage, context: WalkContext): void {
  const { written, descriptors } = walk;
  const found = [...runsWritten(stage, written, descriptors), ...sendsWritten(stage, written)];
  for (const more of found) emitAlso(walk, more, context);
}

/** A stage that runs another program is replaced by it in the pipeline: `docker exec web curl x | sh`. */
function emitInner(walk: Walk, stages: Stages, context: WalkContext): void {
  const at = stages.findIndex(({ nested: [run] }) => run !== undefined && run.type !== 'code');
  const stage = stages[at];
  const words = stage === undefined ? [] : innerWords(stage);
  if (stage === undefined || words.length === 0) return;
  const inner = stageOf(words, stage, stage, stage.redirects, stage.documents, true);
  emitAlso(walk, [...stages.slice(0, at), inner, ...stages.slice(at + 1)], context);
}

/** The words that a stage runs, if they are one simple command. */
function innerWords({ nested: [run], start, end }: Stage): readonly Token[] {
  if (run?.type === 'words') return run.words;
  if (run?.type !== 'text' || !/^[^|;&<>()`'"\n]{1,512}$/.test(run.text)) return [];
  return run.text
    .trim()
    .split(/\s+/)
    .map((word) => rawToken(word, { start, end }));
}

/** Emits a pipeline as speculative, such as one continued by the commands that wrote its input. */
export function emitAlso(walk: Walk, stages: Stages, context: WalkContext): void {
  if (isBudgetReserved(walk, context)) return;
  emitLine(
    walk,
    stages,
    { ...context, speculative: true, consumer: undefined, inputPipeline: undefined },
    true,
  );
}

/** The stage that runs the output or the input of a stage. */
function readerOf(stage: Stage, laterStages: readonly Stage[]): Stage {
  return laterStages.find(({ runsInput }) => runsInput !== undefined) ?? stage;
}

/** Walks texts that a stage reads and runs. Code is also shown as a here-string of its reader. */
function walkGiven(
  walk: Walk,
  texts: readonly Nested[],
  context: WalkContext,
  reader: Stage,
): void {
  for (const given of texts) {
    const shown = given.type === 'code' ? withInput(reader, given) : undefined;
    if (shown !== undefined && spendLine(walk.budget)) {
      walk.lines.push(lineOf([shown], true, walk.folders.now));
    }
  }
  walk.follow(walk, texts, context, reader);
}
