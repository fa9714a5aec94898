import { createMatcher } from '../../matcher/matcher';
import { deniableViews } from '../../matcher/viewMatch';
import type { CommandViews } from '../../shell/views';
import type { Place } from './placedCommand';
import { RunTexts, type RunHits } from './runTexts';

/**
 * The distinct view texts that deny and ask rules are matched against, with their runs. A candidate is matched only
 * against texts that contain its words.
 */
export interface ViewTexts {
  readonly runs: RunTexts;
  /** Indexes of texts by lower-case word. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
}

/** Indexes runs 0, 1, 2 … */
export function indexRuns(places: Iterable<Pick<Place, 'texts' | 'alternatives'>>): ViewTexts {
  const runs = new RunTexts();
  let run = 0;
  for (const place of places) {
    runs.add(run, place);
    run += 1;
  }
  const byWord = new Map<string, number[]>();
  runs.texts.forEach((text, number) => {
    for (const word of wordsOf(text)) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [number]);
      else known.push(number);
    }
  });
  return { runs, byWord };
}

/** Indexes commands 0, 1, 2 …, each as one run in a project. */
export function indexViews(commands: readonly CommandViews[]): ViewTexts {
  return indexRuns(
    commands.map((views) => ({
      texts: deniableViews(views).map(({ text }) => text),
      alternatives: [],
    })),
  );
}

/** The runs that a deny rule matches. Only texts that contain all `words` are matched. */
export function runsHit(
  { runs, byWord }: ViewTexts,
  pattern: string,
  words: readonly string[],
): RunHits {
  const matcher = createMatcher([{ id: 'candidate', pattern, effect: 'deny' }]);
  const numbers: number[] = [];
  const hit = new Set<number>();
  for (const number of textsWith({ runs, byWord }, words)) {
    const certain = runs.runsOf(number);
    if (!runs.isUncertain(number) && certain.every((run) => hit.has(run))) continue;
    if (matcher.matchText(runs.texts[number] ?? '').length === 0) continue;
    numbers.push(number);
    for (const run of certain) hit.add(run);
  }
  return runs.runsWith(numbers);
}

const TEXTS_PER_MATCHER = 20_000;

/** A rule that stops a command. */
export interface StopRule {
  readonly pattern: string;
  readonly effect: 'deny' | 'ask';
}

/** For each rule, the runs that it matches. Matches all rules in one pass over the texts. */
export function hitsOfEach({ runs }: ViewTexts, stops: readonly StopRule[]): readonly RunHits[] {
  const rules = stops.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect }));
  const found = stops.map((): number[] => []);
  let matcher = createMatcher(rules);
  runs.texts.forEach((text, number) => {
    // Matchers cache automaton states, so replace the matcher from time to time to limit memory.
    if (number > 0 && number % TEXTS_PER_MATCHER === 0) matcher = createMatcher(rules);
    for (const rule of matcher.matchText(text)) found[rule]?.push(number);
  });
  return found.map((numbers) => runs.runsWith(numbers));
}

/** The words of a text, as the index contains them. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

function textsWith({ runs, byWord }: ViewTexts, words: readonly string[]): Iterable<number> {
  const lists = words.map((word) => byWord.get(word) ?? []);
  if (lists.length === 0) return runs.texts.keys();
  return lists.reduce((short, list) => (list.length < short.length ? list : short));
}
