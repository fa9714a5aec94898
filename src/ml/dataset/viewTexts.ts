import { createMatcher } from '../../matcher/matcher';
import type { CommandViews } from '../../shell/views';
import { deniableViews } from '../../matcher/viewMatch';

/**
 * The distinct texts of all views of a history that deny rules read, and which commands show each. Many commands share a text, and a
 * candidate need only be tried where its words occur.
 */
export interface ViewTexts {
  readonly texts: readonly string[];
  /** Numbers of the commands that show a text. */
  readonly commandsOf: readonly (readonly number[])[];
  /** Text numbers by lower-case word. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
}

/** Indexes the views of commands 0, 1, 2 … */
export function indexViews(commands: Iterable<CommandViews>): ViewTexts {
  const numbers = new Map<string, number>();
  const commandsOf: number[][] = [];
  const byWord = new Map<string, number[]>();
  let command = 0;
  for (const views of commands) {
    for (const { text } of deniableViews(views)) {
      const number = numbers.get(text) ?? addText(text, numbers, commandsOf, byWord);
      const shown = commandsOf[number];
      if (shown?.at(-1) !== command) shown?.push(command);
    }
    command += 1;
  }
  return { texts: [...numbers.keys()], commandsOf, byWord };
}

/** The commands, ascending, that a deny rule hits: the matcher that decides, tried where `words` occur. */
export function commandsHit(
  index: ViewTexts,
  pattern: string,
  words: readonly string[],
): readonly number[] {
  const matcher = createMatcher([{ id: 'candidate', pattern, effect: 'deny' }]);
  const hit = new Set<number>();
  for (const number of textsWith(index, words)) {
    const commands = index.commandsOf[number] ?? [];
    if (commands.every((command) => hit.has(command))) continue;
    if (matcher.matchText(index.texts[number] ?? '').length === 0) continue;
    for (const command of commands) hit.add(command);
  }
  return [...hit].sort((a, b) => a - b);
}

const TEXTS_PER_MATCHER = 20_000;

/** For each deny rule the commands, ascending, that it hits: all rules in one pass over the texts. */
export function hitsOfEach(
  index: ViewTexts,
  patterns: readonly string[],
): readonly (readonly number[])[] {
  const rules = patterns.map((pattern, at) => ({
    id: String(at),
    pattern,
    effect: 'deny' as const,
  }));
  const hits = patterns.map(() => new Set<number>());
  let matcher = createMatcher(rules);
  index.texts.forEach((text, number) => {
    // A matcher keeps what it made for the texts it saw: a new one now and then keeps memory small.
    if (number % TEXTS_PER_MATCHER === 0) matcher = createMatcher(rules);
    for (const rule of matcher.matchText(text)) {
      for (const command of index.commandsOf[number] ?? []) hits[rule]?.add(command);
    }
  });
  return hits.map((commands) => [...commands].sort((a, b) => a - b));
}

function addText(
  text: string,
  numbers: Map<string, number>,
  commandsOf: number[][],
  byWord: Map<string, number[]>,
): number {
  const number = numbers.size;
  numbers.set(text, number);
  commandsOf.push([]);
  for (const word of wordsOf(text)) {
    const known = byWord.get(word);
    if (known === undefined) byWord.set(word, [number]);
    else known.push(number);
  }
  return number;
}

/** The words of a text, as the index knows them. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

function textsWith({ texts, byWord }: ViewTexts, words: readonly string[]): Iterable<number> {
  const lists = words.map((word) => byWord.get(word) ?? []);
  if (lists.length === 0) return texts.keys();
  return lists.reduce((short, list) => (list.length < short.length ? list : short));
}
