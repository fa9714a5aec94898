import type { FolderCount, LabelledCommand } from '../../core/event';
import type { HistoryRead, RuleToTest } from '../../core/liveBacktest';
import { ruleKey } from '../../core/rule';
import { createMatcher, type Matcher } from '../../matcher/matcher';
import type { CommandViews } from '../../shell/views';
import { gatherRows, type DataRow } from '../dataset/dataset';
import { placedCommand, type KnownViews, type Place } from './readPlaces';

/**
 * What a rule matches: numbers of runs, ascending. A run is one of a command in working directories in which it reads the
 * same; most commands have one.
 */
export interface RunHits {
  readonly hits: readonly number[];
  /** Nobody knows where these ran, and in some folders the rule would match, in others not. */
  readonly unjudged: readonly number[];
}

/** What is known of a rule: the numbers of what it matches among the first `upTo`. */
interface Found {
  readonly numbers: number[];
  upTo: number;
  /** The runs of `numbers`, as long as `read` commands were read. */
  runs?: { readonly read: number; readonly of: RunHits };
}

/** Texts of which a run has those of one list, nobody knows which; and those runs. */
interface Either {
  readonly lists: readonly (readonly number[])[];
  readonly runs: number[];
}

/** Matchers keep states of their automata: a new one from time to time limits the memory. */
const TEXTS_PER_MATCHER = 20_000;
/** Numbers kept for all rules. */
const MOST_KEPT = 5_000_000;

/**
 * The distinct commands of a history and the texts that rules are matched against, as the guard would have read each where
 * it ran. The texts are made piece by piece, the commands that ran last first; rules are matched against what was read so
 * far, and then only against what is new.
 */
export class ReadCommands {
  /** In a fixed order. */
  readonly rows: DataRow[];
  /** The indexes of rows in the order in which they are read. */
  readonly #order: readonly number[];
  readonly #known: KnownViews;
  /** Working directories by command, as far as they are known. */
  readonly #folders = new Map<string, readonly FolderCount[]>();
  readonly #views: CommandViews[] = [];
  /** The first run of each command, in the order in which they are read. */
  readonly #firstRuns: number[] = [];
  /** The row of each run, and its number of events. */
  readonly #rowOf: number[] = [];
  readonly #countOf: number[] = [];
  /** Many commands share a text: the number of each, and by number the runs and the lists that have it. */
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #runsOf: number[][] = [];
  readonly #eitherOf: Set<Either>[] = [];
  readonly #eithers = new Map<string, Either>();
  readonly #found = new Map<string, Found>();
  #kept = 0;
  #compiled: { readonly key: string; readonly matcher: Matcher; left: number } | undefined;

  /** `known` has the views of the history that was read before; what this one lacks is deleted from it. */
  constructor(commands: readonly LabelledCommand[], known: KnownViews = new Map()) {
    this.rows = [...gatherRows(commands).rows];
    const places = new Map(this.rows.map(({ command }, at) => [command, at]));
    for (const command of known.keys()) if (!places.has(command)) known.delete(command);
    this.#known = known;
    for (const { command, folders } of commands) {
      if (folders === undefined) continue;
      this.#folders.set(command, [...(this.#folders.get(command) ?? []), ...folders]);
    }
    this.#order = newestFirst(commands, places);
  }

  get read(): HistoryRead {
    return { done: this.#views.length, total: this.#order.length };
  }

  /** Reads on until `isOver`, at least one command. */
  readOn(isOver: () => boolean): HistoryRead {
    while (this.#views.length < this.#order.length) {
      this.#readNext();
      if (isOver()) break;
    }
    return this.read;
  }

  /** What each rule matches. Allow rules are matched against other views than deny and ask rules. */
  hitsOf(rules: readonly RuleToTest[]): readonly RunHits[] {
    if (this.#kept > MOST_KEPT) this.#forget();
    const stops = rules.filter(({ effect }) => effect !== 'allow');
    for (const [upTo, own] of this.#byPlace(stops)) this.#matchTexts(own, upTo);
    for (const rule of rules) if (rule.effect === 'allow') this.#matchViews(rule);
    return rules.map((rule) => this.#runsOfRule(rule));
  }

  /** What at least one of these deny and ask rules matches. */
  hitsOfAny(rules: readonly RuleToTest[]): RunHits {
    this.hitsOf(rules);
    return this.#runsWithTexts([...new Set(rules.flatMap((rule) => this.#foundOf(rule).numbers))]);
  }

  /** The row of a run. */
  rowOf(run: number): number {
    return this.#rowOf[run] ?? 0;
  }

  /** The rows of runs, ascending, each with the events of these runs. */
  rowsOf(runs: readonly number[]): readonly DataRow[] {
    const counts = new Map<number, number>();
    for (const run of runs) {
      const row = this.rowOf(run);
      counts.set(row, (counts.get(row) ?? 0) + (this.#countOf[run] ?? 0));
    }
    return [...counts.keys()]
      .sort((a, b) => a - b)
      .flatMap((at) => {
        const row = this.rows[at];
        return row === undefined ? [] : [withCount(row, counts.get(at) ?? 0)];
      });
  }

  #readNext(): void {
    const at = this.#order[this.#views.length] ?? 0;
    const { command = '', count = 0 } = this.rows[at] ?? {};
    const folders = this.#folders.get(command) ?? [];
    const { views, places } = placedCommand(command, count, folders, this.#known);
    this.#views.push(views);
    this.#firstRuns.push(this.#rowOf.length);
    for (const place of places) this.#addRun(at, place);
  }

  #addRun(row: number, { count, texts, either }: Place): void {
    const run = this.#rowOf.push(row) - 1;
    this.#countOf.push(count);
    for (const text of texts) {
      const runs = this.#runsOf[this.#numberOf(text)];
      if (runs?.at(-1) !== run) runs?.push(run);
    }
    if (either.length > 0) this.#eitherOfLists(either).runs.push(run);
  }

  #eitherOfLists(texts: Place['either']): Either {
    const key = JSON.stringify(texts);
    const known = this.#eithers.get(key);
    if (known !== undefined) return known;
    const lists = texts.map((list) => list.map((text) => this.#numberOf(text)));
    const made: Either = { lists, runs: [] };
    for (const number of lists.flat()) (this.#eitherOf[number] ??= new Set()).add(made);
    this.#eithers.set(key, made);
    return made;
  }

  #numberOf(text: string): number {
    return this.#numbers.get(text) ?? this.#addText(text);
  }

  #addText(text: string): number {
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    this.#runsOf.push([]);
    return number;
  }

  /** Rules by the number of texts that they were matched against. */
  #byPlace(rules: readonly RuleToTest[]): ReadonlyMap<number, readonly RuleToTest[]> {
    const groups = new Map<number, Map<string, RuleToTest>>();
    for (const rule of rules) {
      const { upTo } = this.#foundOf(rule);
      if (upTo === this.#texts.length) continue;
      const own = groups.get(upTo) ?? new Map<string, RuleToTest>();
      groups.set(upTo, own.set(ruleKey(rule), rule));
    }
    return new Map(Array.from(groups, ([upTo, own]) => [upTo, [...own.values()]]));
  }

  /** Matches rules in one pass over the texts from that number on. */
  #matchTexts(rules: readonly RuleToTest[], from: number): void {
    const found = rules.map((rule) => this.#foundOf(rule));
    const key = rules.map(ruleKey).join('\n');
    for (let number = from; number < this.#texts.length; number += 1) {
      const matched = this.#matcherOf(key, rules).matchText(this.#texts[number] ?? '');
      for (const rule of matched) found[rule]?.numbers.push(number);
      this.#kept += matched.length;
    }
    for (const one of found) one.upTo = this.#texts.length;
  }

  #matchViews(rule: RuleToTest): void {
    const found = this.#foundOf(rule);
    for (; found.upTo < this.#views.length; found.upTo += 1) {
      const views = this.#views[found.upTo];
      if (views === undefined) continue;
      if (this.#matcherOf(ruleKey(rule), [rule]).matchViews(views).hits.length === 0) continue;
      found.numbers.push(found.upTo);
      this.#kept += 1;
    }
  }

  #matcherOf(key: string, rules: readonly RuleToTest[]): Matcher {
    const last = this.#compiled;
    if (last?.key === key && last.left > 0) {
      last.left -= 1;
      return last.matcher;
    }
    const matcher = createMatcher(
      rules.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect })),
    );
    this.#compiled = { key, matcher, left: TEXTS_PER_MATCHER };
    return matcher;
  }

  #runsOfRule(rule: RuleToTest): RunHits {
    const found = this.#foundOf(rule);
    const read = this.#views.length;
    if (found.runs?.read !== read) {
      const of =
        rule.effect === 'allow' ? this.#allRuns(found) : this.#runsWithTexts(found.numbers);
      found.runs = { read, of };
    }
    return found.runs.of;
  }

  /** The runs of whole commands. */
  #allRuns({ numbers }: Found): RunHits {
    const hits = numbers.flatMap((at) => {
      const first = this.#firstRuns[at] ?? 0;
      const end = this.#firstRuns[at + 1] ?? this.#rowOf.length;
      return Array.from({ length: end - first }, (_, more) => first + more);
    });
    return { hits: hits.sort(ascending), unjudged: [] };
  }

  #runsWithTexts(numbers: readonly number[]): RunHits {
    const hits = new Set(numbers.flatMap((number) => this.#runsOf[number] ?? []));
    const unjudged: number[] = [];
    const matched = new Set(numbers);
    for (const { lists, runs } of new Set(
      numbers.flatMap((one) => [...(this.#eitherOf[one] ?? [])]),
    )) {
      const isSure = lists.every((list) => list.some((number) => matched.has(number)));
      for (const run of runs) {
        if (isSure) hits.add(run);
        else if (!hits.has(run)) unjudged.push(run);
      }
    }
    return { hits: [...hits].sort(ascending), unjudged: unjudged.sort(ascending) };
  }

  #foundOf(rule: RuleToTest): Found {
    const key = ruleKey(rule);
    const found = this.#found.get(key) ?? { numbers: [], upTo: 0 };
    this.#found.set(key, found);
    return found;
  }

  #forget(): void {
    this.#found.clear();
    this.#kept = 0;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The row with another number of events. Its template is made when it is asked for. */
function withCount(row: DataRow, count: number): DataRow {
  if (row.count === count) return row;
  const { command, label, said, asked } = row;
  return {
    ...{ command, label, count },
    get template() {
      return row.template;
    },
    ...(said === undefined ? {} : { said }),
    ...(asked === undefined ? {} : { asked }),
  };
}

/** The rows of commands, those that come last first. */
function newestFirst(
  commands: readonly LabelledCommand[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  const rows = commands.toReversed().flatMap(({ command }) => places.get(command) ?? []);
  return [...new Set(rows)];
}
