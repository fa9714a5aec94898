import type { Command, HereDocBody } from 'unbash';
import type { Span, Stage } from './stage';
import { madeToken, tokenOf, type Token } from './word';

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
  /** What reads the output of every pipeline here as its program. */
  readonly feeds: Stage | undefined;
  /** What runs the files that process substitutions make. */
  readonly reads: Stage | undefined;
  /** What runs the output of command substitutions. */
  readonly prints: Stage | undefined;
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
  stage: Stage,
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

/** The words of a command, with variables that the command itself set and tricks with `$IFS` and braces resolved. */
export function tokensOf(
  node: Command,
  scene: Scene,
  variables: Map<string, string>,
): readonly Token[] {
  for (const item of node.prefix) if (item.type === 'Assignment') remember(item.text, variables);
  const words: Token[] = [];
  if (node.name !== undefined) words.push(...resolve(tokenOf(node.name, scene), variables));
  for (const arg of node.args) {
    if (arg.type === 'Word') words.push(...resolve(tokenOf(arg, scene), variables));
    else {
      const { start, end } = spanIn(scene, arg.pos, arg.end);
      words.push({
        ...madeToken(arg.text, start, end),
        text: arg.text,
        moved: scene.fixed !== undefined,
      });
    }
  }
  return words;
}

function remember(text: string, variables: Map<string, string>): void {
  const [, name, , quoted, bare] = PLAIN_VALUE.exec(text) ?? [];
  if (name !== undefined) variables.set(name, quoted ?? bare ?? '');
}

const PLAIN_VALUE = /^([A-Za-z_]\w*)=(?:(['"])([\w./ ~:=@%+,-]{1,256})\2|([\w./~:@%+,-]{1,256}))$/;

/** What a shell makes of one word before it runs the command. */
function resolve(token: Token, variables: ReadonlyMap<string, string>): readonly Token[] {
  if (token.node === undefined) return [token];
  const { text } = token;
  if (text.includes('IFS') && IFS.test(text)) return split(token, token.value.split(IFS));
  if (text.startsWith('{') && BRACES.test(text)) return split(token, text.slice(1, -1).split(','));
  const name = VARIABLE.exec(text)?.[1];
  const value = name === undefined ? undefined : variables.get(name);
  if (value === undefined) return [token];
  return text.startsWith('"') ? [made(value, token)] : split(token, value.split(' '));
}

const IFS = /\$\{?IFS(?:%\?+|:\d+(?::\d+)?)?\}?(?:\$\d)?/;
const BRACES = /^\{[\w./~*-]+(?:,[\w./~*-]*)+\}$/;
const VARIABLE = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/;

function split(token: Token, values: readonly string[]): readonly Token[] {
  return values.filter((value) => value !== '').map((value) => made(value, token));
}

function made(value: string, { start, end }: Token): Token {
  return { ...madeToken(value, start, end), moved: true };
}
