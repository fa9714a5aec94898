import type { Command, CommandNode, PipelineNode, Redirected, SyntaxNode } from 'unbash';
import { follow } from '../paths/folder';
import { codeTexts } from '../nested/code';
import type { Nested } from '../nested/nested';
import { looksLikePowerShell, toSurface } from '../powershell/surface';
import { combinations, lineOf, MAX_CHOICES } from '../stages/line';
import { redirectsOf, writes } from '../stages/redirects';
import { shellStage, stageOf, type Span, type Stage } from '../stages/stage';
import { noteWritten, writersOf } from '../stages/written';
import { likelyWords } from '../words/likely';
import { MAY_RUN, rawToken, type Token } from '../words/token';
import { rememberLoop } from '../words/variables';
import { LIMITS, spendLine } from './budget';
import { feedOf, IEX, inputTexts, printedTexts, runsOutput, withInput } from './feeds';
import { forEachChild, parseShell } from './parse';
import { walkPieces } from './pieces';
import { placeOf, spanIn, tokensOf, type Scene } from './scene';
import { settingsOf, settingText } from './settings';
import {
  commentsOf,
  isSoleSubstitution,
  isSubstitution,
  leafCommands,
  type Substitution,
} from './tree';
import {
  hideDocuments,
  inSubshell,
  isLastRoom,
  startWalk,
  followsTooDeep,
  TOP,
  type Exploration,
  type Walk,
} from './walkState';

/** Finds every pipeline that `command` runs, outer ones first. Never throws. */
export function explore(command: string, powershell = false): Exploration {
  const text = command.length > LIMITS.inputChars ? command.slice(0, LIMITS.inputChars) : command;
  const walk = startWalk(text);
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
    pieces: walk.refused
      ? walkPieces(walk, text, { ...TOP, powershell, guess: true }, walkText)
      : [],
    parsed: !walk.refused,
    truncated: walk.budget.exhausted || walk.tooDeep || text.length < command.length,
  };
}

/** False where the parser refused the text; what stands before the fault has been walked. */
function walkText(walk: Walk, text: string, scene: Scene): boolean {
  if (scene.powershell || looksLikePowerShell(text)) return walkPowerShell(walk, text, scene);
  const { script, faults, tooDeep } = parseShell(text);
  if (tooDeep) walk.tooDeep = true;
  if (script !== undefined) walkInside(walk, script, scene);
  return script !== undefined && !faults;
}

/** PowerShell goes the same way, rewritten to the surface that the parser reads. */
function walkPowerShell(walk: Walk, text: string, scene: Scene): boolean {
  const { text: surface, places } = toSurface(text);
  const { script, faults, tooDeep } = parseShell(surface);
  if (tooDeep) walk.tooDeep = true;
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
  const [only] = choices[0] ?? [];
  if (nodes.length === 1 && only !== undefined) {
    follow(walk.folders, only.program, only.words, walk.variables);
  }
}

/** Every combination of one stage per place, a few at most. */
function emitLines(walk: Walk, choices: readonly (readonly Stage[])[], scene: Scene): void {
  for (const stages of combinations(choices)) {
    if (scene.feeds !== undefined) stages.push(scene.feeds);
    emitLine(walk, stages, scene);
    const last = stages.at(-1);
    if (last?.inner !== undefined && stages.length > 1) {
      emitLine(walk, [...stages.slice(0, -1), shellStage(last.inner, last.sudo, last)], scene);
    }
  }
}

const MAX_STAGES = 256;

function emitLine(walk: Walk, stages: readonly Stage[], scene: Scene): void {
  if (!spendLine(walk.budget)) return;
  const guess = scene.guess || stages.some((stage) => stage.guess);
  const line = lineOf(stages, guess, walk.folders.now);
  const inner = { ...scene, guess: line.guess };
  walk.lines.push(line);
  for (const [at, { stage, fed }] of line.stages.entries()) {
    const behind = stages.slice(at + 1);
    const reader = readerOf(stage, behind);
    if (fed !== undefined) {
      walk.readers.set(stage, reader);
      walkGiven(walk, printedTexts(stage, behind, fed), inner, reader);
    }
    if (fed !== undefined || stage.runsInput !== undefined) {
      walkGiven(walk, inputTexts(stage, fed ?? stage.runsInput, inner), inner, reader);
    } else hideDocuments(walk, stage, inner);
    runWritten(walk, stage, inner);
  }
  if (!line.guess) noteWritten(stages, walk.written);
}

/** The stage that runs what a stage prints or is given. */
function readerOf(stage: Stage, behind: readonly Stage[]): Stage {
  return behind.find(({ runsInput }) => runsInput !== undefined) ?? stage;
}

/** Texts that a stage reads and runs; code is also shown as what its reader is given. */
function walkGiven(walk: Walk, texts: readonly Nested[], scene: Scene, reader: Stage): void {
  for (const given of texts) {
    const shown = given.type === 'code' ? withInput(reader, given) : undefined;
    if (shown !== undefined && spendLine(walk.budget)) {
      walk.lines.push(lineOf([shown], true, walk.folders.now));
    }
  }
  walkNested(walk, texts, scene, reader);
}

/** A file that the command wrote before, and runs now. */
function runWritten(walk: Walk, stage: Stage, scene: Scene): void {
  const found = scene.guess ? undefined : writersOf(stage, walk.written);
  if (found === undefined || isLastRoom(walk, scene)) return;
  const reader = shellStage(found.reader, stage.sudo, stage);
  emitLine(walk, [...found.stages, reader], { ...scene, guess: true, feeds: undefined });
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

/** Walks the statements and substitutions in a part of the tree. */
function walkInside(walk: Walk, node: SyntaxNode, scene: Scene): void {
  if (!scene.guess && (node.type === 'Script' || node.type === 'CompoundList')) {
    walk.hidden.push(...commentsOf(node, walk.source, scene));
  }
  if (node.type === 'Redirected') walkRedirects(walk, node, scene);
  if (node.type === 'For' && node.wordlist !== undefined) {
    rememberLoop(node.name.value, node.wordlist, walk.variables);
  }
  forEachChild(node, (child) => {
    if (child.type === 'Command' || child.type === 'Pipeline') walkPipeline(walk, child, scene);
    else if (isSubstitution(child)) walkSubstitution(walk, child, scene);
    else if (SHELLS_OF_THEIR_OWN.has(child.type)) {
      inSubshell(walk, () => {
        walkInside(walk, child, scene);
      });
    } else if (child.type !== 'Word' || MAY_RUN.test(child.text)) walkInside(walk, child, scene);
  });
}

/** What they do with `cd` does not last. */
const SHELLS_OF_THEIR_OWN: ReadonlySet<string> = new Set(['Subshell', 'Function']);

/** The redirects of a group, a loop or a condition, as a command of their own. */
function walkRedirects(walk: Walk, node: Redirected, scene: Scene): void {
  const redirects = redirectsOf(node.redirects, scene, walk.descriptors);
  if (redirects.length === 0) return;
  const stage = stageOf([], scene, spanIn(scene, node.pos, node.end), redirects);
  // Reading is no deed that an allow rule has to name.
  const guess = scene.guess || !redirects.some(({ op }) => writes(op));
  emitLine(walk, [stage], { ...scene, guess });
}

function walkSubstitution(walk: Walk, node: Substitution, scene: Scene): void {
  const { script } = node;
  const feeds = node.type === 'ProcessSubstitution' ? scene.reads : scene.prints;
  if (script === undefined) return;
  if (followsTooDeep(walk, scene)) return;
  const fixed = script.source === undefined ? scene.fixed : spanIn(scene, node.pos, node.end);
  const depth = scene.depth + 1;
  inSubshell(walk, () => {
    walkInside(walk, script, {
      ...scene,
      fixed,
      depth,
      feeds,
      reads: undefined,
      prints: undefined,
    });
  });
}

function commandStages(walk: Walk, node: Command, scene: Scene, later: (() => void)[]): Stage[] {
  const words = tokensOf(node, scene, walk.variables);
  const settings = settingsOf(node, words, scene);
  if (!scene.guess) walk.settings.push(...settings);
  const redirects = redirectsOf(node.redirects, scene, walk.descriptors);
  const documents = node.redirects.filter((redirect) => redirect.type === 'HereDoc');
  const span = spanIn(scene, node.pos, node.end);
  if (words.length === 0 && redirects.length === 0) {
    later.push(() => {
      walkWords(walk, node, scene, undefined);
      walkNested(walk, settings.flatMap(settingText), scene, span);
    });
    return [];
  }
  if (isSoleSubstitution(node)) {
    const prints = scene.feeds ?? shellStage(scene.powershell ? IEX : 'sh', scene.sudo, span);
    later.push(() => {
      walkInside(walk, node, { ...scene, feeds: undefined, prints });
    });
    return [];
  }
  const stage = stageOf(words, scene, span, redirects, documents);
  const likely = likelyWords(words, walk.variables).map((other) =>
    stageOf(other, scene, span, redirects, documents, true),
  );
  later.push(() => {
    walkWords(walk, node, scene, stage);
    walkNested(walk, [...stage.nested, ...settings.flatMap(settingText)], scene, stage);
    for (const other of likely) walkNested(walk, other.nested, { ...scene, guess: true }, other);
  });
  return [likely.length > 0 ? { ...stage, vague: true } : stage, ...likely];
}

/** Substitutions in the words of one command; a shell or interpreter runs what they print. */
function walkWords(walk: Walk, node: Command, scene: Scene, stage: Stage | undefined): void {
  const reads = stage === undefined ? undefined : feedOf(stage);
  const runsCode = stage !== undefined && runsOutput(stage);
  const reader = stage === undefined ? undefined : walk.readers.get(stage);
  walkInside(walk, node, {
    ...scene,
    feeds: undefined,
    reads: reads ?? (reader === undefined ? undefined : feedOf(reader)),
    prints: runsCode ? reads : undefined,
  });
}

function walkNested(
  walk: Walk,
  nested: readonly Nested[],
  scene: Scene,
  stage: Span & { readonly program?: string },
): void {
  for (const run of nested) {
    const guess = scene.guess || run.guess === true;
    if (guess && isLastRoom(walk, scene)) continue;
    if (followsTooDeep(walk, scene)) return;
    const sudo = scene.sudo || run.sudo;
    const powershell = run.type !== 'code' && run.powershell === true;
    const depth = scene.depth + 1;
    const inner: Scene = { ...scene, powershell, depth, sudo, guess, feeds: undefined };
    const work = (): void => {
      walkRun(walk, run, inner, stage);
    };
    // `eval` runs its text in the same shell.
    if (stage.program === 'eval') work();
    else inSubshell(walk, work);
  }
}

function walkRun(
  walk: Walk,
  run: Nested,
  scene: Scene,
  stage: Span & { readonly program?: string },
): void {
  if (run.type === 'words') walkInner(walk, run.words, scene, stage);
  else if (run.type === 'text')
    walkNestedText(walk, run.text, { ...scene, ...placeOf(run.from, stage) });
  else walkCode(walk, run.text, scene, stage);
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
  if (!spendLine(walk.budget)) return;
  walk.lines.push(lineOf([{ ...stage, nested: [] }], scene.guess, walk.folders.now));
}

const MAX_RAW_WORDS = 256;

function walkInner(walk: Walk, words: readonly Token[], scene: Scene, outer: Span): void {
  const span = { start: words[0]?.start ?? outer.start, end: words.at(-1)?.end ?? outer.end };
  const stage = stageOf(words, scene, span);
  emitLine(walk, [stage], scene);
  walkNested(walk, stage.nested, scene, stage);
}

/** Shell texts that code in another language runs. */
function walkCode(
  walk: Walk,
  code: string,
  scene: Scene,
  stage: Span & { readonly program?: string },
): void {
  for (const text of codeTexts(code, stage.program ?? '')) {
    walkText(walk, text, {
      ...scene,
      fixed: { start: stage.start, end: stage.end },
      places: undefined,
    });
  }
}
