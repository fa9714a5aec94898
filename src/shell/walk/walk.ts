import type { Command, CommandNode, PipelineNode, Redirected, SyntaxNode } from 'unbash';
import { follow, START_FOLDER, type Folder } from '../paths/folder';
import { codeTexts } from '../nested/code';
import type { Nested } from '../nested/nested';
import { looksLikePowerShell, toSurface } from '../powershell/surface';
import { lineOf, MAX_CHOICES } from '../stages/line';
import { redirectsOf, writes } from '../stages/redirects';
import { isForeign, shellStage, stageOf, type Span, type Stage } from '../stages/stage';
import { likelyWords } from '../words/likely';
import { MAY_RUN, type Token } from '../words/token';
import { inputOf, rememberLoop } from '../words/variables';
import { LIMITS, spendLine, spendText } from './budget';
import { emitAlso, emitLine, emitLines } from './emit';
import { feedOf, IEX, runsOutput } from './feeds';
import { runsLonger } from './nesting';
import { forEachChild, parseShell, withoutReturns } from './parse';
import { callFunction, noteGroup, printedInto, rawStage, withArguments } from './inputs';
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
  inSubshell,
  isLastRoom,
  startWalk,
  followsTooDeep,
  TOP,
  type Exploration,
  type Walk,
} from './walkState';

/** Finds every pipeline that `command` runs, outer ones first. Never throws. */
export function explore(
  command: string,
  powershell = false,
  start: Folder = START_FOLDER,
): Exploration {
  const tooLong = command.length > LIMITS.textChars || runsLonger(command, LIMITS.inputChars);
  const text = tooLong ? command.slice(0, LIMITS.inputChars) : command;
  const found = exploreText(text, powershell, start);
  // Of what the parser refuses nobody knows what runs.
  if (!found.parsed && text.length > LIMITS.inputChars) {
    const cut = text.slice(0, LIMITS.inputChars);
    return { ...exploreText(cut, powershell, start), truncated: true };
  }
  return { ...found, truncated: found.truncated || tooLong };
}

function exploreText(text: string, powershell: boolean, start: Folder): Exploration {
  const walk = startWalk(text, start, walkNested);
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
    truncated: walk.budget.exhausted || walk.tooDeep,
  };
}

/** False where the parser refused the text; what stands before the fault has been walked. */
function walkText(walk: Walk, text: string, scene: Scene): boolean {
  if (scene.powershell || looksLikePowerShell(text)) return walkPowerShell(walk, text, scene);
  const { text: plain, places } = withoutReturns(text);
  const { script, faults, tooDeep } = parseShell(plain);
  if (tooDeep) walk.tooDeep = true;
  if (script !== undefined)
    walkInside(walk, script, places === undefined ? scene : { ...scene, places });
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
  const choices = nodes.map((stage, at) => {
    const input = stage.type === 'Command' ? undefined : printedInto(walk, nodes, at, scene);
    return stagesOf(walk, stage, input === undefined ? scene : { ...scene, input }, later, alone);
  });
  if (choices.every((choice) => choice.length > 0)) emitLines(walk, choices, scene);
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
  if (node.type === 'Function') walk.functions.set(node.name.value, node.body);
  if (node.type === 'Redirected') {
    walkRedirects(walk, node, scene);
    const input = inputOf(node, walk.variables);
    if (input !== undefined && scene.input !== input) {
      walkInside(walk, node.command, { ...scene, input });
      return;
    }
  }
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
  if (redirects.some(({ op }) => writes(op))) noteGroup(walk, node, redirects, scene);
  const stage = stageOf([], scene, spanIn(scene, node.pos, node.end), redirects);
  // Reading is no deed that an allow rule has to name.
  const guess = scene.guess || !redirects.some(({ op }) => writes(op));
  emitLine(walk, [stage], { ...scene, guess });
}

function walkSubstitution(walk: Walk, node: Substitution, scene: Scene): void {
  const { script } = node;
  const isFile = node.type === 'ProcessSubstitution';
  const isInput = isFile && node.operator === '<';
  const feeds = isFile ? (isInput ? scene.reads : undefined) : scene.prints;
  const gives = isFile && !isInput ? scene.gives : undefined;
  if (script === undefined) return;
  if (followsTooDeep(walk, scene)) return;
  const fixed = script.source === undefined ? scene.fixed : spanIn(scene, node.pos, node.end);
  const depth = scene.depth + 1;
  const inner = { ...scene, fixed, depth, feeds, gives, reads: undefined, prints: undefined };
  inSubshell(walk, () => {
    walkInside(walk, script, inner);
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
  if (scene.powershell && isForeign(stage)) {
    likely.push({ ...stage, program: stage.name, guess: true });
  }
  later.push(() => {
    walkWords(walk, node, scene, stage);
    walkNested(walk, [...stage.nested, ...settings.flatMap(settingText)], scene, stage);
    for (const other of likely) walkNested(walk, other.nested, { ...scene, guess: true }, other);
    for (const called of [stage, ...likely]) callFunction(walk, called, scene, walkInside);
  });
  return [likely.length > 0 ? { ...stage, vague: true } : stage, ...likely];
}

/** A command with more words is not shown again for each of them. */
const MAX_GIVING = 32;

/** Substitutions in the words of one command; a shell or interpreter runs what they print. */
function walkWords(walk: Walk, node: Command, scene: Scene, stage: Stage | undefined): void {
  const quiet = {
    ...scene,
    feeds: undefined,
    reads: undefined,
    prints: undefined,
    gives: undefined,
  };
  if (stage === undefined) {
    walkInside(walk, node, quiet);
    return;
  }
  const own = feedOf(stage);
  const reader = walk.readers.get(stage);
  const reads = own ?? (reader === undefined ? undefined : feedOf(reader));
  const prints = runsOutput(stage) ? own : undefined;
  const gives = node.args.length > MAX_GIVING ? undefined : walk.givers.get(stage);
  walkInside(walk, node, { ...quiet, reads, prints, gives });
  if (reads === undefined) return;
  // What was opened before, by another command: `exec 3< <(curl x); sh <&3`.
  for (const { op, target } of stage.redirects) {
    if (!op.endsWith('<') || !target.moved || target.node === undefined) continue;
    walkInside(walk, target.node, { ...quiet, reads, guess: true });
  }
}

function walkNested(
  walk: Walk,
  nested: readonly Nested[],
  scene: Scene,
  stage: Span | Stage,
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
    if ('program' in stage && stage.program === 'eval') work();
    else inSubshell(walk, work);
  }
}

function walkRun(walk: Walk, run: Nested, scene: Scene, stage: Span | Stage): void {
  if (run.type === 'words') walkInner(walk, run.words, scene, stage);
  else if (run.type === 'text') {
    withArguments(walk, run.args ?? [], () => {
      walkNestedText(walk, run.text, { ...scene, ...placeOf(run.from, stage) });
    });
  } else walkCode(walk, run.text, scene, stage);
}

/** A nested text that the parser refuses still counts, as the words it seems to have. */
function walkNestedText(walk: Walk, text: string, scene: Scene): void {
  if (text.trim() === '' || !spendText(walk.budget, text)) return;
  if (walkText(walk, text, scene)) return;
  const stage = rawStage(text, scene);
  if (spendLine(walk.budget)) walk.lines.push(lineOf([stage], scene.guess, walk.folders.now));
}

function walkInner(walk: Walk, words: readonly Token[], scene: Scene, outer: Span | Stage): void {
  const span = { start: words[0]?.start ?? outer.start, end: words.at(-1)?.end ?? outer.end };
  const stage = stageOf(words, scene, span);
  emitLine(walk, [stage], scene);
  walkNested(walk, stage.nested, scene, stage);
  // What the outer command writes is what this one prints.
  const written = 'redirects' in outer ? outer.redirects.filter(({ op }) => writes(op)) : [];
  if (written.length > 0) emitAlso(walk, [{ ...stage, redirects: written }], scene);
}

/** Shell texts that code in another language runs. */
function walkCode(walk: Walk, code: string, scene: Scene, stage: Span | Stage): void {
  if (code.length > LIMITS.inputChars || !spendText(walk.budget, code)) {
    walk.budget.exhausted = true;
  }
  for (const text of codeTexts(code, 'program' in stage ? stage.program : '')) {
    walkText(walk, text, {
      ...scene,
      fixed: { start: stage.start, end: stage.end },
      places: undefined,
    });
  }
}
