import { createMatcher } from '../../matcher/matcher';
import type { CommandViews } from '../../shell/views';
import { deniableViews } from '../../matcher/viewMatch';

/**
 * The distinct view texts of a history that deny rules are matched against, with their commands. Many commands share a
 * text, and a candidate is matched only against texts that contain its words.
 */
export interface ViewTexts {
  readonly texts: readonly string[];
  /** For each text, the indexes of its commands. */
  readonly commandsOf: readonly (readonly number[])[];
  /** Indexes of texts by lower-case word. */
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
      const known = commandsOf[number];
      if (known?.at(-1) !== command) known?.push(command);
    }
    command += 1;
  }
  return { texts: [...numbers.keys()], commandsOf, byWord };
}

/** The commands that a deny rule matches, ascending. Only texts that contain all `words` are matched. */
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

/** For each deny rule, the commands that it matches, ascending. Matches all rules in one pass over the texts. */
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
    // Matchers cache automaton states, so replace the matcher from time to time to limit memory.
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

/** The words of a text, as the index contains them. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

function textsWith({ texts, byWord }: ViewTexts, words: readonly string[]): Iterable<number> {
  const lists = words.map((word) => byWord.get(word) ?? []);
  if (lists.length === 0) return texts.keys();
  return lists.reduce((short, list) => (list.length < short.length ? list : short));
}
