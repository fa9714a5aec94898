import type { Evidence, EvidenceExample } from '../../core/evidence';
import type { DataRow } from '../dataset/dataset';
import type { ForestOpinion } from './forestView';
import { wilsonLowerBound } from './wilson';

/** What a rule hits in a history, counted by distinct templates, with the commands behind it. */
export interface Backtest {
  readonly unsafe: readonly DataRow[];
  readonly safe: readonly DataRow[];
  readonly unknown: readonly DataRow[];
  readonly unsafeTemplates: ReadonlySet<string>;
  readonly safeTemplates: ReadonlySet<string>;
  /** Wilson bound of the unsafe share of the templates hit. */
  readonly lowerBound: number;
}

/** Sorts the rows that a rule hits by label. */
export function backtestOf(rows: readonly DataRow[], hits: readonly number[]): Backtest {
  const of = (label: DataRow['label']): DataRow[] =>
    hits
      .map((hit) => rows[hit])
      .filter((row) => row !== undefined && row.label === label) as DataRow[];
  const unsafe = of('unsafe');
  const safe = of('safe');
  const unsafeTemplates = new Set(unsafe.map((row) => row.template));
  const safeTemplates = new Set(safe.map((row) => row.template));
  return {
    unsafe,
    safe,
    unknown: of('unknown'),
    unsafeTemplates,
    safeTemplates,
    lowerBound: wilsonLowerBound(unsafeTemplates.size, unsafeTemplates.size + safeTemplates.size),
  };
}

const UNSAFE_EXAMPLES = 5;

/** The backtest as a reviewer sees it: a few unsafe commands first, then every safe one that would be stopped. */
export function evidenceOf(backtest: Backtest, opinion?: ForestOpinion): Evidence {
  const unsafeHits = events(backtest.unsafe);
  const safeHits = events(backtest.safe);
  return {
    unsafeHits,
    safeHits,
    unknownHits: events(backtest.unknown),
    templates: backtest.unsafeTemplates.size,
    precision: unsafeHits + safeHits === 0 ? 0 : rounded(unsafeHits / (unsafeHits + safeHits)),
    unsafeExamples: examples(backtest.unsafe).slice(0, UNSAFE_EXAMPLES),
    safeExamples: examples(backtest.safe),
    ...(opinion === undefined
      ? {}
      : { forest: { meanRisk: opinion.meanRisk, restsOn: [...opinion.restsOn] } }),
  };
}

/** The events of a history that evidence is counted on. */
export function historySize(rows: readonly DataRow[]): number {
  return events(rows);
}

function examples(rows: readonly DataRow[]): EvidenceExample[] {
  return [...rows]
    .sort((a, b) => b.count - a.count || a.command.length - b.command.length)
    .map(({ command, count }) => ({ command, count }));
}

function events(rows: readonly DataRow[]): number {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
