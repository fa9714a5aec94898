import {
  forEachChild,
  type Command,
  type CommandNode,
  type ParsedScript,
  type PipelineNode,
  type Redirection,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import { createBudget, LIMITS, spendLine, type Budget } from './budget';
import { parseShell } from './parse';
import { programName } from './programs';
import { unwrap, type Nested } from './unwrap';
import { SHELLS } from './wrappers';
import { showLiteral, tokenOf, type Token } from './word';

/** One executed program with its words, wrappers taken off. */
export interface Stage {
  readonly sudo: boolean;
  readonly program: string;
  /** `words[0]` is the program's word. */
  readonly words: readonly Token[];
  readonly redirects: readonly StageRedirect[];
  readonly start: number;
  readonly end: number;
}

/** A redirect as it reads in a derived view. */
export interface StageRedirect {
  readonly op: string;
  readonly target: string;
}

/** One executed pipeline: its stages in order. */
export interface Pipeline {
  readonly stages: readonly Stage[];
}

/** A stretch of the command as written. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Everything a command runs. */
export interface Exploration {
  readonly pipelines: readonly Pipeline[];
  /** Data that is no word of a command: here-document bodies and comments. */
  readonly hidden: readonly Span[];
  readonly parsed: boolean;
  readonly truncated: boolean;
}

/** Finds every pipeline that `command` runs, outer ones first. Never throws. */
export function explore(command: string): Exploration {
  const text = command.length > LIMITS.inputChars ? command.slice(0, LIMITS.inputChars) : command;
  const walk: Walk = { pipelines: [], hidden: [], budget: createBudget(), refused: false };
  try {
    walkText(walk, text, { base: 0, fixed: undefined, depth: 0, sudo: false, feeds: undefined });
  } catch {
    // The tree is lazy: reading a hostile word may still overflow the stack. What was found stays.
    walk.refused = true;
  }
  return {
    pipelines: walk.pipelines,
    hidden: walk.hidden,
    parsed: !walk.refused,
    truncated: walk.budget.exhausted || text.length < command.length,
  };
}

interface Walk {
  readonly pipelines: Pipeline[];
  readonly hidden: Span[];
  readonly budget: Budget;
  refused: boolean;
}

/** Where a text comes from and how it is run. */
interface Scene {
  readonly base: number;
  /** Set where positions in the text say nothing about the command as written. */
  readonly fixed: Span | undefined;
  readonly depth: number;
  readonly sudo: boolean;
  /** What reads the output of every pipeline here as its program. */
  readonly feeds: Stage | undefined;
}

function walkText(walk: Walk, text: string, scene: Scene): void {
  const script = parseShell(text);
  if (script === undefined) {
    if (scene.depth === 0) walk.refused = true;
    return;
  }
  walkScript(walk, script, text, scene);
}

function walkScript(walk: Walk, script: ParsedScript, _text: string, scene: Scene): void {
  for (const statement of script.commands) walkStatement(walk, statement, scene);
}

function walkStatement(walk: Walk, statement: Statement, scene: Scene): void {
  const { command } = statement;
  if (command.type !== 'AndOr') walkPipeline(walk, command, scene);
  else for (const node of command.commands) walkPipeline(walk, node, scene);
}

function walkPipeline(walk: Walk, node: PipelineNode, scene: Scene): void {
  const nodes = node.type === 'Pipeline' ? node.commands : [node];
  const choices: Stage[][] = [];
  const later: (() => void)[] = [];
  nodes.forEach((stage) => {
    choices.push(
      stagesOf(walk, stage, scene, later, nodes.length > 1 || scene.feeds !== undefined),
    );
  });
  if (choices.every((choice) => choice.length > 0)) emitLines(walk, choices, scene);
  for (const run of later) run();
}

/** Every combination of one stage per place, a few at most. */
function emitLines(walk: Walk, choices: readonly (readonly Stage[])[], scene: Scene): void {
  let lines: Stage[][] = [[]];
  for (const choice of choices) {
    lines = lines.flatMap((line) => choice.map((stage) => [...line, stage])).slice(0, MAX_CHOICES);
  }
  for (const stages of lines) {
    if (scene.feeds !== undefined) stages.push(scene.feeds);
    if (!spendLine(walk.budget)) return;
    walk.pipelines.push({ stages });
  }
}

const MAX_CHOICES = 16;

function stagesOf(
  walk: Walk,
  node: CommandNode,
  scene: Scene,
  later: (() => void)[],
  piped: boolean,
): Stage[] {
  if (node.type === 'Command') return commandStages(walk, node, scene, later);
  const found: Stage[] = [];
  later.push(() => {
    walkInside(walk, node, scene);
  });
  if (piped) leafCommands(node, (leaf) => found.push(...commandStages(walk, leaf, scene, [])));
  return found.slice(0, MAX_CHOICES);
}

function leafCommands(node: SyntaxNode, found: (leaf: Command) => void): void {
  if (node.type === 'Command') found(node);
  else if (node.type !== 'Word')
    forEachChild(node, (child) => {
      leafCommands(child, found);
    });
}

/** Statements and substitutions inside a compound command. */
function walkInside(walk: Walk, node: SyntaxNode, scene: Scene): void {
  const inner: Scene = { ...scene, feeds: undefined };
  forEachChild(node, (child) => {
    if (child.type === 'Statement') walkStatement(walk, child, inner);
    else if (child.type === 'Command' || child.type === 'Pipeline')
      walkPipeline(walk, child, inner);
    else if (!walkSubstitution(walk, child, inner)) walkInside(walk, child, inner);
  });
}

function walkSubstitution(walk: Walk, node: SyntaxNode, scene: Scene): boolean {
  if (!isSubstitution(node)) return false;
  const script = node.script;
  if (script === undefined) return true;
  if (scene.depth >= LIMITS.depth) {
    walk.budget.exhausted = true;
    return true;
  }
  const fixed = script.source === undefined ? scene.fixed : spanIn(scene, node.pos, node.end);
  walkScript(walk, script, '', { ...scene, fixed, depth: scene.depth + 1 });
  return true;
}

function isSubstitution(node: SyntaxNode): node is Extract<SyntaxNode, { script: unknown }> {
  return (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  );
}

function commandStages(walk: Walk, node: Command, scene: Scene, later: (() => void)[]): Stage[] {
  const words: Token[] = [];
  if (node.name !== undefined) words.push(place(tokenOf(node.name, scene.base), scene));
  for (const arg of node.args) {
    words.push(
      place(
        arg.type === 'Word'
          ? tokenOf(arg, scene.base)
          : assignmentToken(arg.text, arg.pos, arg.end),
        scene,
      ),
    );
  }
  const redirects = node.redirects.flatMap((redirect) => redirectOf(redirect));
  later.push(() => {
    walkCommand(walk, node, scene);
  });
  if (words.length === 0) return [];
  const unwrapped = unwrap(words, scene.sudo);
  const span = spanIn(scene, node.pos, node.end);
  const stage: Stage = {
    ...unwrapped,
    program: programName(unwrapped.words[0]?.value ?? ''),
    redirects,
    ...span,
  };
  later.push(() => {
    walkNested(walk, unwrapped.nested, scene, stage);
  });
  return [stage];
}

function assignmentToken(text: string, start: number, end: number): Token {
  return {
    text,
    value: text,
    shown: showLiteral(text),
    quoted: false,
    start,
    end,
    node: undefined,
  };
}

function place(token: Token, scene: Scene): Token {
  return scene.fixed === undefined ? token : { ...token, ...scene.fixed };
}

function spanIn(scene: Scene, start: number, end: number): Span {
  return scene.fixed ?? { start: start + scene.base, end: end + scene.base };
}

function redirectOf(redirect: Redirection): readonly StageRedirect[] {
  if (redirect.type === 'HereDoc' || redirect.target === undefined) return [];
  const { descriptor } = redirect;
  const number =
    descriptor === undefined
      ? ''
      : descriptor.type === 'FileDescriptor'
        ? String(descriptor.value)
        : `{${descriptor.name}}`;
  return [{ op: number + redirect.operator, target: tokenOf(redirect.target, 0).shown }];
}

/** Substitutions and here-documents of one simple command. */
function walkCommand(walk: Walk, node: Command, scene: Scene): void {
  const inner: Scene = { ...scene, feeds: undefined };
  forEachChild(node, (child) => {
    if (child.type === 'HereDoc') walk.hidden.push(spanIn(scene, child.body.pos, child.body.end));
    if (child.type === 'Word' && !MAY_RUN.test(child.text)) return;
    walkInside(walk, child, inner);
  });
}

const MAY_RUN = /[$`]|[<>]\(/;

function walkNested(walk: Walk, nested: readonly Nested[], scene: Scene, stage: Stage): void {
  for (const run of nested) {
    if (scene.depth >= LIMITS.depth) {
      walk.budget.exhausted = true;
      return;
    }
    const inner = {
      ...scene,
      depth: scene.depth + 1,
      sudo: scene.sudo || run.sudo,
      feeds: undefined,
    };
    if (run.type === 'text')
      walkText(walk, run.text, { ...inner, fixed: { start: stage.start, end: stage.end } });
    else walkWords(walk, run.words, inner, stage);
  }
}

function walkWords(walk: Walk, words: readonly Token[], scene: Scene, outer: Stage): void {
  const unwrapped = unwrap(words, scene.sudo);
  const program = programName(unwrapped.words[0]?.value ?? '');
  const stage: Stage = {
    ...unwrapped,
    program,
    redirects: [],
    start: words[0]?.start ?? outer.start,
    end: words.at(-1)?.end ?? outer.end,
  };
  if (!spendLine(walk.budget)) return;
  walk.pipelines.push({ stages: [stage] });
  walkNested(walk, unwrapped.nested, scene, stage);
}

/** Whether a program runs shell text. */
export function isShell(program: string): boolean {
  return SHELLS.has(program);
}
