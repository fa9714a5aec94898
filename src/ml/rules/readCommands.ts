import type { LabelledCommand } from '../../core/event';
import type { HistoryRead, RuleToTest } from '../../core/liveBacktest';
import { ruleKey } from '../../core/rule';
import { createMatcher, type Matcher } from '../../matcher/matcher';
import { deniableViews } from '../../matcher/viewMatch';
import { commandViews, type CommandViews } from '../../shell/views';
import { gatherRows, type DataRow } from '../dataset/dataset';

/** The views of the commands of a history that was read, for the next one: they are most of the work. */
export type KnownViews = Map<string, CommandViews>;

/** What is known of a rule: the numbers of what it matches among the first `upTo`. */
interface Found {
  readonly numbers: number[];
  upTo: number;
  /** The rows of `numbers`, ascending, as long as `read` commands were read. */
  rows?: { readonly read: number; readonly hits: readonly number[] };
}

/** Matchers keep states of their automata: a new one from time to time limits the memory. */
const TEXTS_PER_MATCHER = 20_000;
/** Numbers kept for all rules. */
const MOST_KEPT = 5_000_000;

/**
 * The distinct commands of a history and the texts that rules are matched against. The texts are made piece by piece, the
 * commands that ran last first; rules are matched against what was read so far, and then only against what is new.
 */
export class ReadCommands {
  /** In a fixed order. */
  readonly rows: DataRow[];
  /** The indexes of rows in the order in which they are read. */
  readonly #order: readonly number[];
  readonly #known: KnownViews;
  readonly #views: CommandViews[] = [];
  /** Many commands share a text: the number of each, and by number the rows. */
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #rowsOf: number[][] = [];
  readonly #found = new Map<string, Found>();
  #kept = 0;
  #compiled: { readonly key: string; readonly matcher: Matcher; left: number } | undefined;

  /** `known` has the views of the history that was read before; what this one lacks is deleted from it. */
  constructor(commands: readonly LabelledCommand[], known: KnownViews = new Map()) {
    this.rows = [...gatherRows(commands).rows];
    const places = new Map(this.rows.map(({ command }, at) => [command, at]));
    for (const command of known.keys()) if (!places.has(command)) known.delete(command);
    this.#known = known;
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

  /** The rows that each rule matches, ascending. Allow rules are matched against other views than deny and ask rules. */
  hitsOf(rules: readonly RuleToTest[]): readonly (readonly number[])[] {
    if (this.#kept > MOST_KEPT) this.#forget();
    const stops = rules.filter(({ effect }) => effect !== 'allow');
    for (const [upTo, own] of this.#byPlace(stops)) this.#matchTexts(own, upTo);
    for (const rule of rules) if (rule.effect === 'allow') this.#matchViews(rule);
    return rules.map((rule) => this.#rowsOfRule(rule));
  }

  #readNext(): void {
    const row = this.#order[this.#views.length] ?? 0;
    const { command = '' } = this.rows[row] ?? {};
    const views = this.#known.get(command) ?? commandViews(command);
    this.#known.set(command, views);
    this.#views.push(views);
    for (const { text } of deniableViews(views)) {
      const number = this.#numbers.get(text) ?? this.#addText(text);
      const rows = this.#rowsOf[number];
      if (rows?.at(-1) !== row) rows?.push(row);
    }
  }

  #addText(text: string): number {
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    this.#rowsOf.push([]);
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

  #rowsOfRule(rule: RuleToTest): readonly number[] {
    const found = this.#foundOf(rule);
    const read = this.#views.length;
    if (found.rows?.read !== read) {
      const rows =
        rule.effect === 'allow'
          ? found.numbers.map((at) => this.#order[at] ?? 0)
          : found.numbers.flatMap((number) => this.#rowsOf[number] ?? []);
      found.rows = { read, hits: [...new Set(rows)].sort((a, b) => a - b) };
    }
    return found.rows.hits;
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

/** The rows of commands, those that come last first. */
function newestFirst(
  commands: readonly LabelledCommand[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  const rows = commands.toReversed().flatMap(({ command }) => places.get(command) ?? []);
  return [...new Set(rows)];
}
