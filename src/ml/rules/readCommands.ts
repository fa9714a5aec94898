import type { FolderCount, LabelledCommand } from '../../core/event';
import type { HistoryHit, HistoryRead, RuleToTest } from '../../core/liveBacktest';
import { ruleKey } from '../../core/rule';
import { createMatcher, type Matcher } from '../../matcher/matcher';
import { isAllowed, isCut, type RuleHit } from '../../matcher/viewMatch';
import type { CommandViews } from '../../shell/views';
import { gatherRows, type DataRow } from '../dataset/dataset';
import { forgetOthers, placedCommand, type KnownViews, type Place } from '../dataset/placedCommand';
import { knownFolders, rowsOfRuns, type Run } from '../dataset/commandRuns';
import { RunTexts, type RunHits } from '../dataset/runTexts';

/** The cached matches of a rule among the first `upTo` texts. */
interface Found {
  readonly numbers: number[];
  upTo: number;
  /** The runs of `numbers`; valid while the number of commands read is `read`. */
  runs?: { readonly read: number; readonly of: RunHits };
}

/** Where the runs of a command are from, and how often they failed. */
type Origin = Pick<HistoryHit, 'sources' | 'folders' | 'failed'>;

/** Matchers cache automaton states, so they are replaced from time to time to limit memory. */
const TEXTS_PER_MATCHER = 20_000;
/** Maximum number of folders named for a command. */
const MOST_FOLDERS = 3;
/** Maximum number of cached matches of all rules. */
const MOST_KEPT = 5_000_000;

/**
 * The distinct commands of a history and the texts that rules are matched against, as the guard would have parsed each
 * command in its working directory. Texts are created incrementally, most recent commands first. Rules are matched
 * against the texts available, and later only against new ones.
 */
export class ReadCommands {
  /** In a fixed order. */
  readonly rows: DataRow[];
  /** The indexes of the rows in reading order. */
  readonly #order: readonly number[];
  readonly #known: KnownViews;
  /** Known working directories by command. */
  readonly #folders: ReadonlyMap<string, readonly FolderCount[]>;
  readonly #origins = new Map<string, Pick<Origin, 'sources' | 'failed'>>();
  readonly #views: CommandViews[] = [];
  /** The first run of each command, in reading order. */
  readonly #firstRuns: number[] = [];
  readonly #runs: Run[] = [];
  readonly #texts = new RunTexts();
  readonly #found = new Map<string, Found>();
  #kept = 0;
  #compiled: { readonly key: string; readonly matcher: Matcher; left: number } | undefined;

  /** `known`: the views of the previously read history. Entries that this history does not need are deleted. */
  constructor(commands: readonly LabelledCommand[], known: KnownViews = new Map()) {
    this.rows = [...gatherRows(commands).rows];
    const places = new Map(this.rows.map(({ command }, at) => [command, at]));
    forgetOthers(known, places);
    this.#known = known;
    for (const { command, sources, failed = 0 } of commands) {
      if (sources !== undefined) this.#addOrigin(command, sources, failed);
    }
    this.#folders = knownFolders(commands);
    this.#order = newestFirst(commands, places);
  }

  get read(): HistoryRead {
    return { done: this.#views.length, total: this.#order.length };
  }

  /** Reads on until `isOver` returns true, at least one command. */
  readOn(isOver: () => boolean): HistoryRead {
    while (this.#views.length < this.#order.length) {
      this.#readNext();
      if (isOver()) break;
    }
    return this.read;
  }

  /** The matches of each rule. Allow rules are matched against other views than deny and ask rules. */
  hitsOf(rules: readonly RuleToTest[]): readonly RunHits[] {
    if (this.#kept > MOST_KEPT) this.#forget();
    const stops = rules.filter(({ effect }) => effect !== 'allow');
    const allows = rules.filter(({ effect }) => effect === 'allow');
    const texts = this.#texts.texts.length;
    for (const [upTo, own] of this.#byPlace(stops, texts)) this.#matchTexts(own, upTo);
    const views = this.#views.length;
    for (const [upTo, own] of this.#byPlace(allows, views)) this.#matchViews(own, upTo);
    return rules.map((rule) => this.#runsOfRule(rule));
  }

  /** What at least one of these deny and ask rules matches. */
  hitsOfAny(rules: readonly RuleToTest[]): RunHits {
    this.hitsOf(rules);
    const numbers = rules.flatMap((rule) => this.#foundOf(rule).numbers);
    return this.#texts.runsWith([...new Set(numbers)]);
  }

  /** At most three of the folders, the most frequent first. Empty if the history has no sources. */
  originOf(command: string): Origin {
    const known = this.#origins.get(command);
    if (known === undefined) return {};
    const counts = new Map<string, number>();
    for (const [folder, count] of this.#folders.get(command) ?? []) {
      counts.set(folder, (counts.get(folder) ?? 0) + count);
    }
    const folders = [...counts].sort(([, a], [, b]) => b - a).map(([folder]) => folder);
    return { ...known, folders: folders.slice(0, MOST_FOLDERS) };
  }

  #addOrigin(command: string, sources: readonly string[], failed: number): void {
    const known = this.#origins.get(command);
    this.#origins.set(command, {
      sources: [...new Set([...(known?.sources ?? []), ...sources])],
      failed: (known?.failed ?? 0) + failed,
    });
  }

  /** Number of runs read. */
  get runs(): number {
    return this.#runs.length;
  }

  /** Number of events of a run. */
  eventsOf(run: number): number {
    return this.#runs[run]?.count ?? 0;
  }

  /** The row of a run. */
  rowOf(run: number): number {
    return this.#runs[run]?.row ?? 0;
  }

  /** The rows of these runs, ascending, each with the number of events of the runs. */
  rowsOf(runs: readonly number[]): readonly DataRow[] {
    return rowsOfRuns(this.rows, this.#runs, runs);
  }

  #readNext(): void {
    const at = this.#order[this.#views.length] ?? 0;
    const { command = '', count = 0 } = this.rows[at] ?? {};
    const folders = this.#folders.get(command) ?? [];
    const { views, places } = placedCommand(command, count, folders, this.#known);
    this.#views.push(views);
    this.#firstRuns.push(this.#runs.length);
    for (const place of places) this.#addRun(at, place);
  }

  #addRun(row: number, place: Place): void {
    const run = this.#runs.push({ row, count: place.count }) - 1;
    this.#texts.add(run, place);
  }

  /** Groups rules by the number of texts or views that they were matched against, if it is less than `end`. */
  #byPlace(rules: readonly RuleToTest[], end: number): ReadonlyMap<number, readonly RuleToTest[]> {
    const groups = new Map<number, Map<string, RuleToTest>>();
    for (const rule of rules) {
      const { upTo } = this.#foundOf(rule);
      if (upTo === end) continue;
      const own = groups.get(upTo) ?? new Map<string, RuleToTest>();
      groups.set(upTo, own.set(ruleKey(rule), rule));
    }
    return new Map(Array.from(groups, ([upTo, own]) => [upTo, [...own.values()]]));
  }

  /** Matches rules in one pass over the texts from index `from` on. */
  #matchTexts(rules: readonly RuleToTest[], from: number): void {
    const found = rules.map((rule) => this.#foundOf(rule));
    const key = rules.map(ruleKey).join('\n');
    const { texts } = this.#texts;
    for (let number = from; number < texts.length; number += 1) {
      const matched = this.#matcherOf(key, rules).matchText(texts[number] ?? '');
      for (const rule of matched) found[rule]?.numbers.push(number);
      this.#kept += matched.length;
    }
    for (const one of found) one.upTo = texts.length;
  }

  /** Matches allow rules in one pass over the views from index `from` on. */
  #matchViews(rules: readonly RuleToTest[], from: number): void {
    const found = rules.map((rule) => this.#foundOf(rule));
    const key = rules.map(ruleKey).join('\n');
    for (const [more, views] of this.#views.slice(from).entries()) {
      const matched = allowedBy(rules, this.#matcherOf(key, rules), views);
      for (const rule of matched) found[rule]?.numbers.push(from + more);
      this.#kept += matched.length;
    }
    for (const one of found) one.upTo = this.#views.length;
  }

  #matcherOf(key: string, rules: readonly RuleToTest[]): Matcher {
    const last = this.#compiled;
    if (last?.key === key && last.left > 0) {
      last.left -= 1;
      return last.matcher;
    }
    const matcher = compiled(rules);
    this.#compiled = { key, matcher, left: TEXTS_PER_MATCHER };
    return matcher;
  }

  #runsOfRule(rule: RuleToTest): RunHits {
    const found = this.#foundOf(rule);
    const read = this.#views.length;
    if (found.runs?.read !== read) {
      const of =
        rule.effect === 'allow' ? this.#allRuns(found) : this.#texts.runsWith(found.numbers);
      found.runs = { read, of };
    }
    return found.runs.of;
  }

  /** Runs of rules that are matched against whole commands. */
  #allRuns({ numbers }: Found): RunHits {
    const hits = numbers.flatMap((at) => {
      const first = this.#firstRuns[at] ?? 0;
      const end = this.#firstRuns[at + 1] ?? this.#runs.length;
      return Array.from({ length: end - first }, (_, more) => first + more);
    });
    return { hits: hits.sort(ascending), unjudged: [] };
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

/** The indexes of the allow rules that each alone allow a command. `matcher`: of these rules. */
function allowedBy(
  rules: readonly RuleToTest[],
  matcher: Matcher,
  views: CommandViews,
): readonly number[] {
  if (isCut(views)) return [];
  const { hits, partial, exhausted } = matcher.matchViews(views);
  if (exhausted) {
    // The budget is for all of them.
    const single = rules.length === 1 ? [] : [...rules.keys()];
    return single.filter((at) => {
      const own = rules.slice(at, at + 1);
      return allowedBy(own, compiled(own), views).length > 0;
    });
  }
  const byRule = new Map<number, RuleHit[]>();
  for (const hit of [...hits, ...partial]) {
    const own = byRule.get(hit.rule);
    if (own === undefined) byRule.set(hit.rule, [hit]);
    else own.push(hit);
  }
  return [...byRule].flatMap(([rule, own]) => (isAllowed(matcher.set, views, own) ? [rule] : []));
}

function compiled(rules: readonly RuleToTest[]): Matcher {
  return createMatcher(
    rules.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect })),
  );
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The rows of commands, most recent first. */
function newestFirst(
  commands: readonly LabelledCommand[],
  places: ReadonlyMap<string, number>,
): readonly number[] {
  const rows = commands.toReversed().flatMap(({ command }) => places.get(command) ?? []);
  return [...new Set(rows)];
}
