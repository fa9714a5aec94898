import type { LabelledCommand } from '../../core/event';
import type { Label } from '../../core/label';
import { ruleKey } from '../../core/rule';
import type {
  HistoryHit,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  OtherRule,
  RuleOverlap,
  RuleToTest,
  TestedEdit,
  WaysAround,
} from '../../core/liveBacktest';
import { checkPattern } from '../../matcher/dialect';
import { createMatcher } from '../../matcher/matcher';
import { commandViews, type CommandViews } from '../../shell/views';
import { gatherRows, type DataRow } from '../dataset/dataset';
import { hitsOfEach, indexViews, type ViewTexts } from '../dataset/viewTexts';
import { backtestOf, evidenceOf, exampleOf } from './evidence';
import { narrowedRule } from './narrowedRule';
import { waysAround } from './waysAround';

/** A history that rules are tested on while a person edits them. */
export interface LiveHistory {
  /** Never throws: an invalid pattern is a result. */
  test(edits: readonly TestedEdit[]): readonly LiveBacktest[];
  /** At most `limit` hits, from the one of that number. None of an invalid pattern. */
  hits(edit: TestedEdit, from: number, limit: number): HitPage;
  /** How well a rule stops other spellings of what it means to stop; `examples` count if it has no such hit. */
  ways(rule: RuleToTest, examples: readonly string[]): WaysAround;
  /** Narrows a rule so that it no longer matches a command that it matches. */
  exclude(rule: RuleToTest, command: string): NarrowedRule;
  /** Replaces the label of a command, as the history does when a person labels it. */
  label(command: string, label: Label): void;
}

const EXAMPLES = 5;
const MAX_OVERLAPS = 5;

/** The views of the commands of a history that was opened, for the next one: they are most of the work. */
export type KnownViews = Map<string, CommandViews>;

/**
 * Prepares a history for tests: `others` are the rules that tested ones are compared with. `known` has the views of the
 * history that was opened before; afterwards it has those of this one.
 */
export function openLiveHistory(
  commands: readonly LabelledCommand[],
  others: readonly OtherRule[],
  onProgress: (done: number, total: number) => void = () => undefined,
  known: KnownViews = new Map(),
): LiveHistory {
  const rows: DataRow[] = [...gatherRows(commands).rows];
  const views = rows.map(({ command }, at) => {
    if (at % 1000 === 0) onProgress(at, rows.length);
    return known.get(command) ?? commandViews(command);
  });
  known.clear();
  rows.forEach(({ command }, at) => {
    const own = views[at];
    if (own !== undefined) known.set(command, own);
  });
  const searched: Searched = { rows, views, index: indexViews(views), known: new Map() };
  let otherHits: readonly ReadonlySet<number>[] | undefined;
  const overlapsOf = (rule: RuleToTest, hits: readonly number[]): readonly RuleOverlap[] => {
    otherHits ??= hitsOf(searched, others).map((found) => new Set(found));
    return others
      .flatMap((other, at): RuleOverlap[] => {
        if (ruleKey(other) === ruleKey(rule)) return [];
        const own = otherHits?.[at];
        const shared = hits.filter((hit) => own?.has(hit)).length;
        return shared === 0 ? [] : [{ ...other, shared }];
      })
      .sort((a, b) => conflict(rule, b) - conflict(rule, a) || b.shared - a.shared);
  };
  return {
    test: (edits) => {
      const found = hitsOfEdits(searched, edits);
      return edits.map(({ rule }, at): LiveBacktest => {
        const fault = checkPattern(rule.pattern);
        if (fault !== undefined) {
          const { message, hint, offset } = fault;
          return { state: 'invalid', message, hint, offset };
        }
        const { now, gained, lost } = found[at] ?? NO_HITS;
        const { safeExamples, ...evidence } = evidenceOf(backtestOf(rows, now));
        const overlaps = overlapsOf(rule, now);
        return {
          state: 'tested',
          evidence: { ...evidence, safeExamples: safeExamples.slice(0, EXAMPLES) },
          commands: now.length,
          ofCommands: rows.length,
          gained: changed(rows, gained, rule),
          lost: changed(rows, lost, rule),
          overlaps: overlaps.slice(0, MAX_OVERLAPS),
          moreOverlaps: Math.max(0, overlaps.length - MAX_OVERLAPS),
        };
      });
    },
    hits: (edit, from, limit) => {
      const { now, gained, lost } = hitsOfEdits(searched, [edit])[0] ?? NO_HITS;
      const isGained = new Set(gained);
      const rank = rankOf(edit.rule);
      const list = (hits: readonly number[], change: HistoryHit['change']): HistoryHit[] =>
        hits
          .flatMap((hit) => rows[hit] ?? [])
          .sort((a, b) => rank(a) - rank(b) || b.count - a.count)
          .map((row) => ({ ...exampleOf(row), label: row.label, change }));
      const all = [
        ...list(gained, 'gained'),
        ...list(lost, 'lost'),
        ...list(
          now.filter((hit) => !isGained.has(hit)),
          'same',
        ),
      ];
      return { hits: all.slice(from, from + limit), from, total: all.length };
    },
    ways: (rule, examples) => {
      if (rule.effect === 'allow' || checkPattern(rule.pattern) !== undefined) return NO_WAYS;
      const { now } = hitsOfEdits(searched, [{ rule }])[0] ?? NO_HITS;
      return waysAround(
        rule,
        now.flatMap((hit) => rows[hit] ?? []),
        examples,
      );
    },
    exclude: (rule, command) => {
      if (checkPattern(rule.pattern) !== undefined) return { state: 'none', why: 'alike' };
      const { now } = hitsOfEdits(searched, [{ rule }])[0] ?? NO_HITS;
      const hits = now.flatMap((at) => {
        const row = rows[at];
        return row === undefined ? [] : [{ ...row, at }];
      });
      return narrowedRule(rule, hits, command, (tried) => hitsOf(searched, tried));
    },
    label: (command, label) => {
      const at = rows.findIndex((row) => row.command === command);
      const row = rows[at];
      if (row !== undefined) rows[at] = { ...row, label };
    },
  };
}

/** The rows of a history with what rules are matched against. */
interface Searched {
  readonly rows: readonly DataRow[];
  readonly views: readonly CommandViews[];
  readonly index: ViewTexts;
  /** The hits of the rules that were tested last, by effect and pattern. */
  readonly known: Map<string, readonly number[]>;
}

/** Indexes of rows, ascending. `now` includes the gained ones. */
interface EditHits {
  readonly now: readonly number[];
  readonly gained: readonly number[];
  readonly lost: readonly number[];
}

const NO_HITS: EditHits = { now: [], gained: [], lost: [] };

const NO_WAYS: WaysAround = { commands: 0, tried: 0, stopped: 0, open: [] };

const MAX_KNOWN = 1000;

function hitsOfEdits(searched: Searched, edits: readonly TestedEdit[]): readonly EditHits[] {
  const { known } = searched;
  const isNew = (rule: RuleToTest): boolean =>
    !known.has(ruleKey(rule)) && checkPattern(rule.pattern) === undefined;
  if (known.size > MAX_KNOWN) known.clear();
  const asked = edits.flatMap(({ rule, before }) => [rule, before ?? rule]).filter(isNew);
  const rules = [...new Map(asked.map((rule) => [ruleKey(rule), rule])).values()];
  hitsOf(searched, rules).forEach((hits, at) => {
    const rule = rules[at];
    if (rule !== undefined) known.set(ruleKey(rule), hits);
  });
  return edits.map(({ rule, before }) => {
    const now = known.get(ruleKey(rule)) ?? [];
    if (before === undefined) return { now, gained: [], lost: [] };
    const was = known.get(ruleKey(before)) ?? [];
    const [isNow, wasBefore] = [new Set(now), new Set(was)];
    return {
      now,
      gained: now.filter((hit) => !wasBefore.has(hit)),
      lost: was.filter((hit) => !isNow.has(hit)),
    };
  });
}

/** The rows that each rule matches. Allow rules are matched against other views than deny and ask rules. */
function hitsOf(
  { views, index }: Searched,
  rules: readonly RuleToTest[],
): readonly (readonly number[])[] {
  const stops = rules.filter(({ effect }) => effect !== 'allow');
  const found = hitsOfEach(
    index,
    stops.map(({ pattern }) => pattern),
  );
  const stopped = new Map(stops.map((rule, at) => [rule, found[at] ?? []]));
  return rules.map((rule) => stopped.get(rule) ?? allowedBy(rule, views));
}

function allowedBy({ pattern }: RuleToTest, views: readonly CommandViews[]): readonly number[] {
  const matcher = createMatcher([{ id: 'allow', pattern, effect: 'allow' }]);
  return views.flatMap((one, at) => (matcher.matchViews(one).hits.length > 0 ? [at] : []));
}

/** 1 where one rule allows what the other stops. */
function conflict(rule: RuleToTest, { effect }: RuleOverlap): number {
  return (rule.effect === 'allow') === (effect === 'allow') ? 0 : 1;
}

/** Labels that speak against the rule come first, those that speak for it last. */
function rankOf({ effect }: RuleToTest): (row: DataRow) => number {
  const order = effect === 'allow' ? ['unsafe', 'unknown', 'safe'] : ['safe', 'unknown', 'unsafe'];
  return ({ label }) => order.indexOf(label);
}

function changed(rows: readonly DataRow[], hits: readonly number[], rule: RuleToTest) {
  const rank = rankOf(rule);
  const isUnwanted = (hit: number): boolean => {
    const row = rows[hit];
    return row !== undefined && rank(row) === 0;
  };
  return { commands: hits.length, unwanted: hits.filter(isUnwanted).length };
}
