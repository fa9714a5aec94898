import { distinctAscending, without } from '../../core/ascending';
import type { Place } from './placedCommand';

/**
 * The matches of a rule as ascending indexes of runs. A run combines the working directories in which a command is
 * parsed identically; most commands have one run.
 */
export interface RunHits {
  readonly hits: readonly number[];
  /** Runs with an unknown working directory, in which the rule matches for some directories but not for others. */
  readonly unjudged: readonly number[];
}

/** Lists of texts, of which a run has exactly one unknown list, and the runs concerned. */
interface Alternatives {
  readonly lists: readonly (readonly number[])[];
  readonly runs: number[];
}

/** The distinct texts of runs. Many runs share a text, so a rule is matched against each text once. */
export class RunTexts {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** For each text, the runs and the lists that contain it. */
  readonly #runsOf: number[][] = [];
  readonly #alternativesOf = new Map<number, Set<Alternatives>>();
  readonly #alternativeLists = new Map<string, Alternatives>();

  /** Adds the next run. Runs are added in ascending order. */
  add(run: number, { texts, alternatives }: Pick<Place, 'texts' | 'alternatives'>): void {
    for (const text of texts) {
      const runs = this.#runsOf[this.#numberOf(text)];
      if (runs?.at(-1) !== run) runs?.push(run);
    }
    if (alternatives.length > 0) this.#alternativesOfLists(alternatives).runs.push(run);
  }

  /** The runs that certainly have a text. */
  runsOf(text: number): readonly number[] {
    return this.#runsOf[text] ?? [];
  }

  /** Whether some runs have a text only in some working directories. */
  isUncertain(text: number): boolean {
    return this.#alternativesOf.has(text);
  }

  /** The runs with at least one of these texts. */
  runsWith(numbers: readonly number[]): RunHits {
    const certain: number[] = [];
    const found = new Set<Alternatives>();
    for (const number of numbers) {
      for (const run of this.#runsOf[number] ?? []) certain.push(run);
      for (const alternatives of this.#alternativesOf.get(number) ?? []) found.add(alternatives);
    }
    const possible: number[] = [];
    const matched = new Set(numbers);
    for (const { lists, runs } of found) {
      const isCertain = lists.every((list) => list.some((number) => matched.has(number)));
      const judged = isCertain ? certain : possible;
      for (const run of runs) judged.push(run);
    }
    const hits = distinctAscending(certain);
    return { hits, unjudged: without(distinctAscending(possible), hits) };
  }

  #alternativesOfLists(texts: Place['alternatives']): Alternatives {
    const key = JSON.stringify(texts);
    const known = this.#alternativeLists.get(key);
    if (known !== undefined) return known;
    const lists = texts.map((list) => list.map((text) => this.#numberOf(text)));
    const made: Alternatives = { lists, runs: [] };
    for (const number of lists.flat()) {
      const found = this.#alternativesOf.get(number) ?? new Set();
      this.#alternativesOf.set(number, found.add(made));
    }
    this.#alternativeLists.set(key, made);
    return made;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.#numbers.set(text, number);
    this.#runsOf.push([]);
    return number;
  }
}
