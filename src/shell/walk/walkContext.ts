import type { Command, HereDocBody } from 'unbash';
import type { Stage } from '../stages/stage';
import type { Stages } from '../stages/writtenFiles';
import { splitWord, type Variables } from '../words/expand';
import { spanIn, type Place, type Span } from '../words/place';
import { madeToken, tokenOf, type Token } from '../words/token';
import { assignmentsOf, remember, rememberArguments } from '../words/variables';

/** Where a text comes from and how it is run. */
export interface WalkContext extends Place {
  readonly powershell: boolean;
  readonly depth: number;
  readonly sudo: boolean;
  /** Whether it may not run: then only deny and ask rules read it. */
  readonly speculative: boolean;
  /** The stage that executes the output of every pipeline here. */
  readonly consumer: Stage | undefined;
  /** Whether something may run the output of these commands. */
  readonly captured: boolean;
  /** The stage that runs the files created by process substitutions. */
  readonly fileConsumer: Stage | undefined;
  /** The stage that runs the output of command substitutions. */
  readonly outputConsumer: Stage | undefined;
  /** The pipeline whose output every pipeline here reads. */
  readonly inputPipeline: Stages | undefined;
  /** The input of a group of commands, if known. */
  readonly input: string | undefined;
}

/** The position of the text of a word, if the original command contains it unchanged. */
export function placeOf(
  from: Token | undefined,
  stage: Span,
): Pick<WalkContext, 'base' | 'fixed' | 'places'> {
  // In rewritten text, a word may be longer than its original.
  const isAsWritten = from?.moved === false && from.end - from.start === from.text.length;
  const inside = isAsWritten ? from.text.indexOf(from.value) : -1;
  if (from === undefined || inside < 0) {
    return { base: 0, fixed: { start: stage.start, end: stage.end }, places: undefined };
  }
  return { base: from.start + inside, fixed: undefined, places: undefined };
}

/** The body of a here-document as a word. */
export function bodyToken(body: HereDocBody, context: WalkContext): Token {
  const { start, end } = spanIn(context, body.pos, body.end);
  const moved = context.fixed !== undefined;
  return { ...madeToken('', start, end), text: body.text, value: body.text, moved };
}

/** Maximum number of assignments read from one command. */
const MAX_ASSIGNMENTS = 64;

/** The words of a command with brace expansion applied. Notes its assignments in `variables`. */
export function tokensOf(
  node: Command,
  context: WalkContext,
  variables: Variables,
): readonly Token[] {
  for (const item of assignmentsOf(node).slice(0, MAX_ASSIGNMENTS)) remember(item, variables);
  const words: Token[] = [];
  if (node.name !== undefined) words.push(...splitWord(tokenOf(node.name, context)));
  for (const arg of node.args) {
    if (arg.type === 'Word') words.push(...splitWord(tokenOf(arg, context)));
    else {
      const { start, end } = spanIn(context, arg.pos, arg.end);
      const text = arg.value.type === 'Word' ? `${arg.name}=${arg.value.value}` : arg.text;
      words.push({
        ...madeToken(text, start, end),
        text: arg.text,
        moved: context.fixed !== undefined,
      });
    }
  }
  rememberArguments(words, node, variables, context.input);
  return words;
}
