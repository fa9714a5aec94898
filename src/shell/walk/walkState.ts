import { startTrail, type Folder, type FolderTrail } from '../paths/folder';
import type { Nested } from '../nested/nested';
import type { Line } from '../stages/line';
import type { Descriptors } from '../stages/redirects';
import type { Stage } from '../stages/stage';
import type { SyntaxNode } from 'unbash';
import type { Stages, Written } from '../stages/writtenFiles';
import type { Variables } from '../words/expand';
import { spanIn, type Span } from '../words/place';
import type { Token } from '../words/token';
import { createBudget, LIMITS, type Budget } from './walkBudget';
import type { WalkContext } from './walkContext';

/** Everything that a command runs. */
export interface Exploration {
  readonly lines: readonly Line[];
  /** Spans of data that is not a word of a command, such as here-documents. */
  readonly hidden: readonly Span[];
  /** Assignments that affect other programs. */
  readonly settings: readonly Token[];
  /** The pieces of a text that the parser rejected, each a trimmed part of it. */
  readonly pieces: readonly Span[];
  readonly parsed: boolean;
  readonly truncated: boolean;
}

/** The state of a walk through a command. */
export interface Walk {
  readonly source: string;
  /** Walks what a stage runs. */
  readonly follow: (
    walk: Walk,
    nested: readonly Nested[],
    context: WalkContext,
    stage: Stage,
  ) => void;
  readonly lines: Line[];
  readonly hidden: Span[];
  readonly settings: Token[];
  readonly budget: Budget;
  /** Variables that the command sets to known text. */
  readonly variables: Variables;
  /** For a stage, the one that runs its output. */
  readonly readers: Map<Stage, Stage>;
  /** For a stage, the pipeline that ends with it. */
  readonly pipelinesByLastStage: Map<Stage, Stages>;
  /** Functions that the command defines, by name. */
  readonly functions: Map<string, SyntaxNode>;
  /** Files that the command opened, by descriptor. */
  readonly descriptors: Descriptors;
  /** Files that the command has written so far. */
  readonly written: Written;
  /** The working directory, changed by `cd`. */
  folders: FolderTrail;
  refused: boolean;
  /** Whether a text nests deeper than the limit. */
  tooDeep: boolean;
}

/** The initial state of a walk. */
export function startWalk(source: string, start: Folder, follow: Walk['follow']): Walk {
  return {
    source,
    follow,
    lines: [],
    hidden: [],
    settings: [],
    budget: createBudget(),
    variables: new Map(),
    readers: new Map(),
    pipelinesByLastStage: new Map(),
    functions: new Map(),
    descriptors: new Map(),
    written: new Map(),
    folders: startTrail(start),
    refused: false,
    tooDeep: false,
  };
}

/** The context in which every walk starts. */
export const TOP: WalkContext = {
  base: 0,
  length: 0,
  fixed: undefined,
  places: undefined,
  powershell: false,
  depth: 0,
  sudo: false,
  speculative: false,
  consumer: undefined,
  captured: false,
  fileConsumer: undefined,
  outputConsumer: undefined,
  inputPipeline: undefined,
  input: undefined,
};

/** Runs `work` as in a subshell: the working directory is restored afterwards. */
export function inSubshell(walk: Walk, work: () => void): void {
  const { folders } = walk;
  walk.folders = { ...folders, pushed: [...folders.pushed] };
  work();
  walk.folders = folders;
}

/** Marks here-documents that no program runs as data. */
export function hideDocuments(walk: Walk, stage: Stage, context: WalkContext): void {
  for (const { body } of stage.documents) {
    if (context.fixed === undefined && !context.speculative)
      walk.hidden.push(spanIn(context, body.pos, body.end));
  }
}

/** Whether the remaining budget is reserved for what certainly runs. */
export function isBudgetReserved(walk: Walk, context: WalkContext): boolean {
  return context.depth >= LIMITS.depth || walk.budget.lines < LIMITS.lines / 4;
}

/** Whether the limit of nesting is reached; ends the walk. */
export function followsTooDeep(walk: Walk, context: WalkContext): boolean {
  if (context.depth >= LIMITS.depth) walk.budget.exhausted = true;
  return walk.budget.exhausted;
}
