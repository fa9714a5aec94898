import type { Command, HereDocBody } from 'unbash';
import type { Span, Stage } from '../stages/stage';
import type { Stages } from '../stages/written';
import { splitWord, type Variables } from '../words/expand';
import { madeToken, tokenOf, type Token } from '../words/token';
import { assignmentsOf, remember, rememberArguments } from '../words/variables';

/** Where a text comes from and how it is run. */
export interface Scene {
  /** Where the text begins in the command as written. */
  readonly base: number;
  /** Set where positions in the text say nothing about the command as written. */
  readonly fixed: Span | undefined;
  /** Where each character of a rewritten text was written. */
  readonly places: readonly number[] | undefined;
  readonly powershell: boolean;
  readonly depth: number;
  readonly sudo: boolean;
  /** Whether it is only likely that this runs: then it is shown to deny rules alone. */
  readonly guess: boolean;
  /** What reads the output of every pipeline here as its program. */
  readonly feeds: Stage | undefined;
  /** What runs the files that process substitutions make. */
  readonly reads: Stage | undefined;
  /** What runs the output of command substitutions. */
  readonly prints: Stage | undefined;
  /** The pipeline that writes what every pipeline here reads. */
  readonly gives: Stages | undefined;
  /** What a group of commands is given to read, where the command tells. */
  readonly input: string | undefined;
}

/** The stretch of the command as written that a stretch of the scene's text stands for. */
export function spanIn(scene: Scene, start: number, end: number): Span {
  const { fixed, base, places } = scene;
  if (fixed !== undefined) return fixed;
  if (places === undefined) return { start: start + base, end: end + base };
  return { start: (places[start] ?? 0) + base, end: (places[end - 1] ?? 0) + 1 + base };
}

/** Where the text held by a word begins, as far as it stands there unchanged. */
export function placeOf(
  from: Token | undefined,
  stage: Span,
): Pick<Scene, 'base' | 'fixed' | 'places'> {
  const inside = from === undefined || from.moved ? -1 : from.text.indexOf(from.value);
  if (from === undefined || inside < 0) {
    return { base: 0, fixed: { start: stage.start, end: stage.end }, places: undefined };
  }
  return { base: from.start + inside, fixed: undefined, places: undefined };
}

/** A here-document's body as if it were a word. */
export function bodyToken(body: HereDocBody, scene: Scene): Token {
  const { start, end } = spanIn(scene, body.pos, body.end);
  const moved = scene.fixed !== undefined;
  return { ...madeToken('', start, end), text: body.text, value: body.text, moved };
}

/** A command that sets more variables tells nothing by them. */
const MAX_ASSIGNMENTS = 64;

/** The words of a command as written, lists in braces taken apart. Notes what it sets in `variables`. */
export function tokensOf(node: Command, scene: Scene, variables: Variables): readonly Token[] {
  for (const item of assignmentsOf(node).slice(0, MAX_ASSIGNMENTS)) remember(item, variables);
  const words: Token[] = [];
  if (node.name !== undefined) words.push(...splitWord(tokenOf(node.name, scene)));
  for (const arg of node.args) {
    if (arg.type === 'Word') words.push(...splitWord(tokenOf(arg, scene)));
    else {
      const { start, end } = spanIn(scene, arg.pos, arg.end);
      const text = arg.value.type === 'Word' ? `${arg.name}=${arg.value.value}` : arg.text;
      words.push({
        ...madeToken(text, start, end),
        text: arg.text,
        moved: scene.fixed !== undefined,
      });
    }
  }
  rememberArguments(words, node, variables, scene.input);
  return words;
}
