import type {
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  PipelineNode,
  SyntaxNode,
} from 'unbash';
import { commentsIn } from './hidden';
import { createBudget, LIMITS, spendLine, type Budget } from './budget';
import { codeTexts } from './code';
import { forEachChild, parseShell } from './parse';
import { bodyToken, placeOf, spanIn, tokensOf, type Scene } from './scene';
import {
  redirectOp,
  shellStage,
  stageOf,
  type Span,
  type Stage,
  type StageRedirect,
} from './stage';
import type { Fed } from './stdin';
import type { Nested } from './nested';
import { looksLikePowerShell, toSurface } from './powershellSurface';
import { INTERPRETERS, SHELLS } from './wrappers';
import { lineOf, type Line } from './line';
import { settingsOf, settingText } from './settings';
import { rawToken, tokenOf, type Token } from './word';

/** Everything a command runs. */
export interface Exploration {
  readonly lines: readonly Line[];
  /** Data that is no word of a command, such as here-documents. */
  readonly hidden: readonly Span[];
  /** Assignments that change what other programs do. */
  readonly settings: readonly Token[];
  readonly parsed: boolean;
  readonly truncated: boolean;
}

/** Finds every pipeline that `command` runs, outer ones first. Never throws. */
export function explore(command: string, powershell = false): Exploration {
  const text = command.length > LIMITS.inputChars ? command.slice(0, LIMITS.inputChars) : command;
  const walk: Walk = {
    source: text,
    lines: [],
    hidden: [],
    settings: [],
    budget: createBudget(),
    variables: new Map(),
    refused: false,
  };
  try {
    walk.refused = !walkText(walk, text, powershell ? { ...TOP, powershell } : TOP);
  } catch {
    // The tree is lazy: reading a hostile word may still overflow the stack. What was found stays.
    walk.refused = true;
  }
  return {
    lines: walk.lines,
    hidden: walk.hidden,
    settings: walk.settings,
    parsed: !walk.refused,
    truncated: walk.budget.exhausted || text.length < command.length,
  };
}

const TOP: Scene = {
  base: 0,
  fixed: undefined,
  places: undefined,
  powershell: false,
  depth: 0,
  sudo: false,
  feeds: undefined,
  reads: undefined,
  prints: undefined,
};

interface Walk {
  readonly source: string;
  readonly lines: Line[];
  readonly hidden: Span[];
  readonly settings: Token[];
  readonly budget: Budget;
  /** Variables that the command itself sets to plain text. */
  readonly variables: Map<string, string>;
  refused: boolean;
}

/** False where the parser refused the text; what stands before the fault has been walked. */
function walkText(walk: Walk, text: string, scene: Scene): boolean {
  if (scene.powershell || looksLikePowerShell(text)) return walkPowerShell(walk, text, scene);
  const { script, faults } = parseShell(text);
  if (script !== undefined) walkInside(walk, script, scene);
  return script !== undefined && !faults;
}

/** PowerShell goes the same way, rewritten to the surface that the parser reads. */
function walkPowerShell(walk: Walk, text: string, scene: Scene): boolean {
  const { text: surface, places } = toSurface(text);
  const { script, faults } = parseShell(surface);
  if (script !== undefined) walkInside(walk, script, { ...scene, places, powershell: true });
  return script !== undefined && !faults;
}

function walkPipeline(walk: Walk, node: PipelineNode, scene: Scene): void {
  const nodes = node.type === 'Pipeline' ? node.commands : [node];
  if (nodes.length === 0) return;
  if (nodes.length > MAX_STAGES) walk.budget.exhausted = true;
  if (walk.budget.exhausted) return;
  const alone = nodes.length === 1 && scene.feeds === undefined;
  const later: (() => void)[] = [];
  const choices = nodes.map((stage) => stagesOf(walk, stage, scene, later, alone));
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
    emitLine(walk, stages, scene);
    const last = stages.at(-1);
    if (last?.inner !== undefined && stages.length > 1) {
      emitLine(walk, [...stages.slice(0, -1), shellStage(last.inner, last.sudo, last)], scene);
    }
  }
}

const MAX_CHOICES = 16;
const MAX_STAGES = 256;

function emitLine(walk: Walk, stages: readonly Stage[], scene: Scene): void {
  if (!spendLine(walk.budget)) return;
  const line = lineOf(stages);
  walk.lines.push(line);
  for (const { stage, fed } of line.stages) {
    if (fed === 'shell') walkNested(walk, printedTexts(stage), scene, stage);
    if (fed !== undefined || stage.runsInput !== undefined) {
      walkDocuments(walk, stage, fed ?? stage.runsInput, scene);
    } else hideDocuments(walk, stage, scene);
  }
}

/** What `echo` prints into a shell is run. */
function printedTexts(stage: Stage): readonly Nested[] {
  if (stage.program !== 'echo' && stage.program !== 'printf') return [];
  const words = stage.words.slice(1).filter((word) => !/^-[neE]+$/.test(word.value));
  const text = words.map((word) => word.value).join(' ');
  return [{ type: 'text', text: text.replaceAll('\\n', '\n'), from: only(words), sudo: false }];
}

function only(words: readonly Token[]): Token | undefined {
  return words.length === 1 ? words[0] : undefined;
}

/** Here-documents and here-strings of a stage whose input is run. */
function walkDocuments(walk: Walk, stage: Stage, fed: Fed | undefined, scene: Scene): void {
  const type = fed === 'shell' ? 'text' : 'code';
  const texts: Nested[] = [];
  for (const { body } of stage.documents) {
    const token = bodyToken(body, scene);
    texts.push({ type, text: body.text, from: token, sudo: false });
  }
  for (const { op, target } of stage.redirects) {
    if (!op.endsWith('<<<')) continue;
    texts.push({ type, text: target.value, from: target, sudo: false });
  }
  walkNested(walk, texts, scene, stage);
}

function hideDocuments(walk: Walk, stage: Stage, scene: Scene): void {
  for (const { body } of stage.documents) {
    if (scene.fixed === undefined) walk.hidden.push(spanIn(scene, body.pos, body.end));
  }
}

function stagesOf(
  walk: Walk,
  node: CommandNode,
  scene: Scene,
  later: (() => void)[],
  alone: boolean,
): Stage[] {
  if (node.type === 'Command') return commandStages(walk, node, scene, later);
  const found: Stage[] = [];
  later.push(() => {
    walkInside(walk, node, { ...scene, feeds: undefined });
  });
  if (!alone) leafCommands(node, (leaf) => found.push(...commandStages(walk, leaf, scene, [])));
  return found.slice(0, MAX_CHOICES);
}

function leafCommands(node: SyntaxNode, found: (leaf: Command) => void): void {
  if (node.type === 'Command') found(node);
  else if (node.type !== 'Word') {
    forEachChild(node, (child) => {
      leafCommands(child, found);
    });
  }
}

/** Walks the statements and substitutions in a part of the tree. */
function walkInside(walk: Walk, node: SyntaxNode, scene: Scene): void {
  if (node.type === 'Script' || node.type === 'CompoundList') hideComments(walk, node, scene);
  forEachChild(node, (child) => {
    switch (child.type) {
      case 'Command':
      case 'Pipeline':
        walkPipeline(walk, child, scene);
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        walkSubstitution(walk, child, scene);
        return;
      case 'Word':
        if (MAY_RUN.test(child.text)) walkInside(walk, child, scene);
        return;
      default:
        walkInside(walk, child, scene);
    }
  });
}

const MAY_RUN = /[$`]|[<>]\(/;

type Substitution = Extract<SyntaxNode, { readonly script: unknown }>;

function walkSubstitution(walk: Walk, node: Substitution, scene: Scene): void {
  const { script } = node;
  const feeds = node.type === 'ProcessSubstitution' ? scene.reads : scene.prints;
  if (script === undefined) return;
  if (tooDeep(walk, scene)) return;
  const fixed = script.source === undefined ? scene.fixed : spanIn(scene, node.pos, node.end);
  const depth = scene.depth + 1;
  walkInside(walk, script, { ...scene, fixed, depth, feeds, reads: undefined, prints: undefined });
}

function commandStages(walk: Walk, node: Command, scene: Scene, later: (() => void)[]): Stage[] {
  const words = tokensOf(node, scene, walk.variables);
  const settings = settingsOf(node, words, scene);
  walk.settings.push(...settings);
  const redirects: StageRedirect[] = [];
  const documents = node.redirects.filter((redirect) => redirect.type === 'HereDoc');
  for (const redirect of node.redirects) {
    if (redirect.type === 'HereDoc' || redirect.target === undefined) continue;
    redirects.push({ op: redirectOp(redirect), target: tokenOf(redirect.target, scene) });
  }
  if (words.length === 0 && redirects.length === 0) {
    later.push(() => {
      walkWords(walk, node, scene, undefined);
    });
    return [];
  }
  const span = spanIn(scene, node.pos, node.end);
  if (isSoleSubstitution(node)) {
    const prints = scene.feeds ?? shellStage('sh', scene.sudo, span);
    later.push(() => {
      walkInside(walk, node, { ...scene, feeds: undefined, prints });
    });
    return [];
  }
  const stage = stageOf(words, scene, span, redirects, documents);
  later.push(() => {
    walkWords(walk, node, scene, stage);
    walkNested(walk, [...stage.nested, ...settings.flatMap(settingText)], scene, stage);
  });
  return [stage];
}

/** `$(curl x)` alone runs what it prints. */
function isSoleSubstitution(node: Command): boolean {
  const { name } = node;
  if (name === undefined || node.suffix.length > 0 || !MAY_RUN.test(name.text)) return false;
  const parts = name.parts ?? [];
  const part = parts[0];
  if (parts.length !== 1 || part === undefined) return false;
  if (part.type === 'DoubleQuoted')
    return part.parts.length === 1 && part.parts[0]?.type === 'CommandExpansion';
  return part.type === 'CommandExpansion';
}

/** Substitutions in the words of one command; a shell or interpreter runs what they print. */
function walkWords(walk: Walk, node: Command, scene: Scene, stage: Stage | undefined): void {
  const reads = stage === undefined ? undefined : feedOf(stage);
  const runsCode =
    stage !== undefined && (INTERPRETERS.has(stage.program) || stage.program === IEX);
  walkInside(walk, node, {
    ...scene,
    feeds: undefined,
    reads,
    prints: runsCode ? reads : undefined,
  });
}

const IEX = 'Invoke-Expression';

/** Programs that run the file they are given: a process substitution is such a file. */
function feedOf(stage: Stage): Stage | undefined {
  const { program } = stage;
  if (program === 'source' || program === '.') return shellStage('sh', stage.sudo, stage);
  if (program === IEX) return shellStage(IEX, stage.sudo, stage);
  if (!SHELLS.has(program) && !INTERPRETERS.has(program)) return undefined;
  return shellStage(program, stage.sudo, stage);
}

function walkNested(walk: Walk, nested: readonly Nested[], scene: Scene, stage: Stage): void {
  for (const run of nested) {
    if (tooDeep(walk, scene)) return;
    const sudo = scene.sudo || run.sudo;
    const powershell = run.type !== 'code' && run.powershell === true;
    const inner: Scene = { ...scene, powershell, depth: scene.depth + 1, sudo, feeds: undefined };
    if (run.type === 'words') walkInner(walk, run.words, inner, stage);
    else if (run.type === 'text')
      walkNestedText(walk, run.text, { ...inner, ...placeOf(run.from, stage) });
    else walkCode(walk, run.text, inner, stage);
  }
}

/** Comments stand between the statements of a list. */
function hideComments(walk: Walk, list: ParsedScript | CompoundList, scene: Scene): void {
  const { source, hidden } = walk;
  const { base, fixed, places } = scene;
  if (fixed !== undefined || places !== undefined || !source.includes('#')) return;
  let from = list.pos;
  for (const end of [...list.commands, { pos: list.end, end: list.end }]) {
    const mark = source.slice(from + base, end.pos + base).indexOf('#');
    if (mark >= 0) hidden.push(...commentsIn(source, from + base + mark, end.pos + base));
    from = end.end;
  }
}

function tooDeep(walk: Walk, scene: Scene): boolean {
  if (scene.depth >= LIMITS.depth) walk.budget.exhausted = true;
  return walk.budget.exhausted;
}

/** A nested text that the parser refuses still counts, as the words it seems to have. */
function walkNestedText(walk: Walk, text: string, scene: Scene): void {
  if (walkText(walk, text, scene) || text.trim() === '') return;
  const span = scene.fixed ?? { start: scene.base, end: scene.base + text.length };
  const words = text.trim().split(/\s+/).slice(0, MAX_RAW_WORDS);
  const stage = stageOf(
    words.map((word) => rawToken(word, span)),
    scene,
    span,
  );
  if (spendLine(walk.budget)) walk.lines.push(lineOf([{ ...stage, nested: [] }]));
}

const MAX_RAW_WORDS = 256;

function walkInner(walk: Walk, words: readonly Token[], scene: Scene, outer: Stage): void {
  const span = { start: words[0]?.start ?? outer.start, end: words.at(-1)?.end ?? outer.end };
  const stage = stageOf(words, scene, span);
  emitLine(walk, [stage], scene);
  walkNested(walk, stage.nested, scene, stage);
}

/** Shell texts that code in another language runs. */
function walkCode(walk: Walk, code: string, scene: Scene, stage: Stage): void {
  for (const text of codeTexts(code)) {
    walkText(walk, text, {
      ...scene,
      fixed: { start: stage.start, end: stage.end },
      places: undefined,
    });
  }
}
