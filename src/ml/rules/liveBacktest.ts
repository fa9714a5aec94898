import { without } from '../../core/ascending';
import type { LabelledCommand } from '../../core/event';
import type { Label } from '../../core/label';
import { type Effect, ruleKey } from '../../core/rule';
import type {
  ChangedDecision,
  Decided,
  DecidedBoth,
  DecidedKind,
  HistoryHit,
  HistoryRead,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  OtherRule,
  RuleOverlap,
  RuleToTest,
  TestedEdit,
  BypassTest,
} from '../../core/liveBacktest';
import { checkPattern } from '../../matcher/dialect';
import type { DataRow } from '../dataset/dataset';
import type { KnownViews } from '../dataset/placedCommand';
import type { RunHits } from '../dataset/runTexts';
import { backtestOf, evidenceOf, exampleOf } from './backtestEvidence';
import { narrowedRule } from './narrowedRule';
import { ReadCommands } from './readCommands';
import { testBypasses } from './bypassTest';

/** A history for testing rules while a person edits them, using the commands that were read so far. */
export interface LiveHistory {
  /**
   * Reads on until `isOver` returns true, at least one command, the most recent commands first. Nothing is read before
   * the first call.
   */
  read(isOver: () => boolean): HistoryRead;
  /** Never throws: an invalid pattern is a result. */
  test(edits: readonly TestedEdit[]): readonly LiveBacktest[];
  /** At most `limit` hits, starting at index `from`. Empty for an invalid pattern. */
  hits(edit: TestedEdit, from: number, limit: number): HitPage;
  /** How many other spellings of its intended commands a rule stops. Uses `examples` if the rule has no such hit. */
  testBypasses(rule: RuleToTest, examples: readonly string[]): BypassTest;
  /** Narrows a rule so that it no longer matches a given command. */
  exclude(rule: RuleToTest, command: string): NarrowedRule;
  /** The decisions about the commands read so far with these enforced rules, before and after a change. */
  decide(before: readonly RuleToTest[], after: readonly RuleToTest[]): DecidedBoth;
  /** Replaces the label of a command, as the history does when a person labels it. */
  label(command: string, label: Label): void;
}

const EXAMPLES = 5;
const MAX_OVERLAPS = 5;

/**
 * Prepares a history for tests. `others`: rules that tested rules are compared with. `known`: the views of the history
 * that was opened before; views computed for this history are added.
 */
export function openLiveHistory(
  commands: readonly LabelledCommand[],
  others: readonly OtherRule[],
  known?: KnownViews,
): LiveHistory {
  const read = new ReadCommands(commands, known);
  const overlapsOf = overlapsWith(read, others);
  const hitsOf = (rule: RuleToTest): readonly DataRow[] =>
    read.rowsOf((hitsOfEdits(read, [{ rule }])[0] ?? NO_HITS).now);
  let listed: { readonly key: string; readonly rows: readonly ListedRow[] } | undefined;
  return {
    read: (isOver) => read.readOn(isOver),
    test: (edits) => {
      const found = hitsOfEdits(read, edits);
      return edits.map(({ rule }, at): LiveBacktest => {
        const fault = checkPattern(rule.pattern);
        if (fault !== undefined) {
          const { message, hint, offset } = fault;
          return { state: 'invalid', message, hint, offset };
        }
        return tested(read, rule, found[at] ?? NO_HITS, overlapsOf(rule, found[at]?.now ?? []));
      });
    },
    hits: (edit, from, limit) => {
      const key = JSON.stringify([edit, read.read.done]);
      if (listed?.key !== key) listed = { key, rows: listOf(read, edit) };
      const { rows } = listed;
      const hits = rows.slice(from, from + limit).map((row) => hitOf(read, row));
      return { hits, from, total: rows.length };
    },
    testBypasses: (rule, examples) => {
      if (rule.effect === 'allow' || checkPattern(rule.pattern) !== undefined)
        return NO_BYPASS_TEST;
      return testBypasses(rule, hitsOf(rule), examples);
    },
    exclude: (rule, command) => {
      if (checkPattern(rule.pattern) !== undefined) return { state: 'none', why: 'alike' };
      const { now } = hitsOfEdits(read, [{ rule }])[0] ?? NO_HITS;
      const hits = rowNumbers(read, now).flatMap((at) => {
        const row = read.rows[at];
        return row === undefined ? [] : [{ ...row, at }];
      });
      return narrowedRule(rule, hits, command, (tried) =>
        read.hitsOf(tried).map((found) => rowNumbers(read, found.hits)),
      );
    },
    decide: (before, after) => decidedBoth(read, before, after),
    label: (command, label) => {
      const at = read.rows.findIndex((row) => row.command === command);
      const row = read.rows[at];
      if (row !== undefined) read.rows[at] = { ...row, label };
      listed = undefined;
    },
  };
}

/** From the least to the most strict: of several matching rules, the strictest decides. */
const STRICTNESS = ['noRule', 'allowed', 'asked', 'denied'] as const satisfies DecidedKind[];
const KIND_OF = { allow: 1, ask: 2, deny: 3 } as const satisfies Record<Effect, number>;

/** Maximum number of commands in `changed`. */
const MAX_CHANGED = 3;

function decidedBoth(
  read: ReadCommands,
  before: readonly RuleToTest[],
  after: readonly RuleToTest[],
): DecidedBoth {
  const [old, now] = [kindsOf(read, before), kindsOf(read, after)];
  const changed = new Map<string, ChangedDecision>();
  for (const [run, kind] of now.entries()) {
    if (changed.size === MAX_CHANGED) break;
    const { command = '' } = read.rows[read.rowOf(run)] ?? {};
    const was = old[run] ?? 'noRule';
    if (was !== kind && !changed.has(command)) {
      changed.set(command, { command, before: was, after: kind });
    }
  }
  return {
    before: countsOf(read, old),
    after: countsOf(read, now),
    changed: [...changed.values()],
  };
}

/** The decision about each run. Rules with an invalid pattern decide nothing. */
function kindsOf(read: ReadCommands, rules: readonly RuleToTest[]): readonly DecidedKind[] {
  const valid = rules.filter(({ pattern }) => checkPattern(pattern) === undefined);
  const certain = new Uint8Array(read.runs);
  const possible = new Uint8Array(read.runs);
  read.hitsOf(valid).forEach(({ hits, unjudged }, at) => {
    const own = KIND_OF[valid[at]?.effect ?? 'allow'];
    for (const run of hits) certain[run] = Math.max(certain[run] ?? 0, own);
    for (const run of unjudged) possible[run] = Math.max(possible[run] ?? 0, own);
  });
  return Array.from(certain, (own, run) =>
    (possible[run] ?? 0) > own ? 'unjudged' : (STRICTNESS[own] ?? 'noRule'),
  );
}

function countsOf(read: ReadCommands, kinds: readonly DecidedKind[]): Decided {
  const counts = { denied: 0, asked: 0, allowed: 0, noRule: 0, unjudged: 0 };
  for (const [run, kind] of kinds.entries()) counts[kind] += read.eventsOf(run);
  return counts;
}

function tested(
  read: ReadCommands,
  rule: RuleToTest,
  { now, gained, lost, unjudged }: EditHits,
  overlaps: readonly RuleOverlap[],
): LiveBacktest {
  const rows = read.rowsOf(now);
  const { safeExamples, ...evidence } = evidenceOf(backtestOf(rows));
  return {
    state: 'tested',
    evidence: { ...evidence, safeExamples: safeExamples.slice(0, EXAMPLES) },
    commands: rows.length,
    ofCommands: read.read.done,
    unjudged: rowNumbers(read, unjudged).length,
    gained: changed(read.rowsOf(gained), rule),
    lost: changed(read.rowsOf(lost), rule),
    overlaps: overlaps.slice(0, MAX_OVERLAPS),
    moreOverlaps: Math.max(0, overlaps.length - MAX_OVERLAPS),
  };
}

/** The distinct rows of the runs. */
function rowNumbers(read: ReadCommands, runs: readonly number[]): readonly number[] {
  return [...new Set(runs.map((run) => read.rowOf(run)))];
}

/** A row in the list of hits of a rule. */
interface ListedRow {
  readonly row: DataRow;
  readonly change: HistoryHit['change'];
}

function hitOf(read: ReadCommands, { row, change }: ListedRow): HistoryHit {
  return { ...exampleOf(row), ...read.originOf(row.command), label: row.label, change };
}

/** All hits of a rule in order, including removed ones, followed by the commands that cannot be judged. */
function listOf(read: ReadCommands, edit: TestedEdit): readonly ListedRow[] {
  const { now, gained, lost, unjudged } = hitsOfEdits(read, [edit])[0] ?? NO_HITS;
  const list = (runs: readonly number[], change: HistoryHit['change']): readonly ListedRow[] => {
    const rows = read.rowsOf(runs);
    return labelOrder(edit.rule)
      .flatMap((label) => byCount(rows.filter((row) => row.label === label)))
      .map((row) => ({ row, change }));
  };
  return [
    ...list(gained, 'gained'),
    ...list(lost, 'lost'),
    ...list(without(now, gained), 'same'),
    ...list(unjudged, 'unjudged'),
  ];
}

/** A function that returns the other rules that match some of a rule's hits, conflicting ones first. */
function overlapsWith(
  read: ReadCommands,
  others: readonly OtherRule[],
): (rule: RuleToTest, hits: readonly number[]) => readonly RuleOverlap[] {
  let known: { readonly done: number; readonly of: ReadonlyMap<number, number[]> } | undefined;
  return (rule, hits) => {
    if (known?.done !== read.read.done) {
      known = { done: read.read.done, of: othersByRun(read.hitsOf(others)) };
    }
    const shared = new Map<number, { count: number; row: number }>();
    for (const hit of hits) {
      const row = read.rowOf(hit);
      for (const other of known.of.get(hit) ?? []) {
        const last = shared.get(other);
        // Runs of the same command are adjacent.
        if (last?.row !== row) shared.set(other, { count: (last?.count ?? 0) + 1, row });
      }
    }
    return [...shared]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, { count }]): RuleOverlap[] => {
        const other = others[at];
        if (other === undefined || ruleKey(other) === ruleKey(rule)) return [];
        return [{ ...other, shared: count }];
      })
      .sort((a, b) => conflict(rule, b) - conflict(rule, a) || b.shared - a.shared);
  };
}

/** For each run, the indexes of the rules that match it. */
function othersByRun(found: readonly RunHits[]): ReadonlyMap<number, number[]> {
  const of = new Map<number, number[]>();
  found.forEach(({ hits }, other) => {
    for (const run of hits) {
      const own = of.get(run);
      if (own === undefined) of.set(run, [other]);
      else own.push(other);
    }
  });
  return of;
}

/** Indexes of runs, ascending. `now` includes added hits. */
interface EditHits {
  readonly now: readonly number[];
  readonly gained: readonly number[];
  readonly lost: readonly number[];
  readonly unjudged: readonly number[];
}

const NO_HITS: EditHits = { now: [], gained: [], lost: [], unjudged: [] };

const NO_BYPASS_TEST: BypassTest = { commands: 0, tried: 0, stopped: 0, open: [] };

/** An invalid pattern has no hits. */
function hitsOfEdits(read: ReadCommands, edits: readonly TestedEdit[]): readonly EditHits[] {
  const asked = edits.flatMap(({ rule, before }) => [rule, before ?? rule]);
  const rules = [...new Map(asked.map((rule) => [ruleKey(rule), rule])).values()];
  const valid = rules.filter(({ pattern }) => checkPattern(pattern) === undefined);
  const hits = read.hitsOf(valid);
  const found = new Map(valid.map((rule, at) => [ruleKey(rule), hits[at]]));
  return edits.map(({ rule, before }) => {
    const { hits: now = [], unjudged = [] } = found.get(ruleKey(rule)) ?? {};
    if (before === undefined) return { now, gained: [], lost: [], unjudged };
    const was = found.get(ruleKey(before))?.hits ?? [];
    return { now, unjudged, gained: without(now, was), lost: without(was, now) };
  });
}

/** 1 if one rule allows what the other one stops. */
function conflict(rule: RuleToTest, { effect }: RuleOverlap): number {
  return (rule.effect === 'allow') === (effect === 'allow') ? 0 : 1;
}

/** The labels in the order of hits: those that contradict the rule come first, those that support it last. */
function labelOrder({ effect }: RuleToTest): readonly Label[] {
  return effect === 'allow' ? ['unsafe', 'unknown', 'safe'] : ['safe', 'unknown', 'unsafe'];
}

function byCount(rows: readonly DataRow[]): readonly DataRow[] {
  return rows.toSorted((a, b) => b.count - a.count);
}

function changed(rows: readonly DataRow[], rule: RuleToTest) {
  const [contradicting] = labelOrder(rule);
  const unwanted = rows.filter(({ label }) => label === contradicting);
  return { commands: rows.length, unwanted: unwanted.length };
}
