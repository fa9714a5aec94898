import { startTrail, type Folder, type FolderTrail } from '../paths/folder';
import type { Nested } from '../nested/nested';
import type { Line } from '../stages/line';
import type { Descriptors } from '../stages/redirects';
import type { Span, Stage } from '../stages/stage';
import type { SyntaxNode } from 'unbash';
import type { Stages, Written } from '../stages/written';
import type { Variables } from '../words/expand';
import type { Token } from '../words/token';
import { createBudget, LIMITS, type Budget } from './budget';
import { spanIn, type WalkContext } from './walkContext';

/** Everything a command runs. */
export interface Exploration {
  readonly lines: readonly Line[];
  /** Data that is no word of a command, such as here-documents. */
  readonly hidden: readonly Span[];
  /** Assignments that change what other programs do. */
  readonly settings: readonly Token[];
  /** What a text falls into that the parser refuses, each a stretch of it without the blanks around it. */
  readonly pieces: readonly Span[];
  readonly parsed: boolean;
  readonly truncated: boolean;
}

/** What a walk through a command has found so far. */
export interface Walk {
  readonly source: string;
  /** Walks what a stage runs besides itself. */
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
  /** Variables that the command itself sets to plain text. */
  readonly variables: Variables;
  /** The stages that run what a stage prints. */
  readonly readers: Map<Stage, Stage>;
  /** The pipelines that end in a stage. */
  readonly givers: Map<Stage, Stages>;
  /** Functions that the command itself defines, by name. */
  readonly functions: Map<string, SyntaxNode>;
  /** Files that the command itself has opened under descriptors of its own. */
  readonly descriptors: Descriptors;
  /** Files that the command itself has written so far. */
  readonly written: Written;
  /** Where the walk has gone with `cd`. */
  folders: FolderTrail;
  refused: boolean;
  /** Whether some text nests deeper than is followed. */
  tooDeep: boolean;
}

/** A walk that has found nothing yet. */
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
    givers: new Map(),
    functions: new Map(),
    descriptors: new Map(),
    written: new Map(),
    folders: startTrail(start),
    refused: false,
    tooDeep: false,
  };
}

/** Where every walk starts. */
export const TOP: WalkContext = {
  base: 0,
  fixed: undefined,
  places: undefined,
  powershell: false,
  depth: 0,
  sudo: false,
  speculative: false,
  consumer: undefined,
  captured: false,
  reads: undefined,
  prints: undefined,
  gives: undefined,
  input: undefined,
};

/** Runs `work` as a shell of its own: where it goes with `cd` is forgotten behind it. */
export function inSubshell(walk: Walk, work: () => void): void {
  const { folders } = walk;
  walk.folders = { ...folders, pushed: [...folders.pushed] };
  work();
  walk.folders = folders;
}

/** Here-documents that no program runs are data. */
export function hideDocuments(walk: Walk, stage: Stage, context: WalkContext): void {
  for (const { body } of stage.documents) {
    if (context.fixed === undefined && !context.speculative)
      walk.hidden.push(spanIn(context, body.pos, body.end));
  }
}

/** What only may run must not use up the room for what does run. */
export function isLastRoom(walk: Walk, context: WalkContext): boolean {
  return context.depth >= LIMITS.depth || walk.budget.lines < LIMITS.lines / 4;
}

/** Whether the walk has followed texts as deep as it may; then it is over. */
export function followsTooDeep(walk: Walk, context: WalkContext): boolean {
  if (context.depth >= LIMITS.depth) walk.budget.exhausted = true;
  return walk.budget.exhausted;
}
