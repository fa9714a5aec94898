import type { Evidence, EvidenceExample } from '../../core/evidence';
import type { DataRow } from '../dataset/dataset';
import type { ForestAssessment } from './forestView';
import { wilsonLowerBound } from './wilson';

/** The commands and distinct templates of a history that a rule matches, by label. */
export interface Backtest {
  readonly unsafe: readonly DataRow[];
  readonly safe: readonly DataRow[];
  readonly unknown: readonly DataRow[];
  /** Number of commands that it may match: the working directory is unknown, and the match depends on it. */
  readonly unjudged: number;
  readonly unsafeTemplates: ReadonlySet<string>;
  readonly safeTemplates: ReadonlySet<string>;
  /** Lower Wilson bound of the unsafe share of the matched templates. */
  readonly lowerBound: number;
}

/** Groups the rows that a rule matches by label. `unjudged`: number of rows that it may match. */
export function backtestOf(hits: readonly DataRow[], unjudged = 0): Backtest {
  const of = (label: DataRow['label']): readonly DataRow[] =>
    hits.filter((row) => row.label === label);
  const unsafe = of('unsafe');
  const safe = of('safe');
  const unsafeTemplates = new Set(unsafe.map((row) => row.template));
  let safeTemplates: ReadonlySet<string> | undefined;
  return {
    unsafe,
    safe,
    unknown: of('unknown'),
    unjudged,
    unsafeTemplates,
    // Computed on demand: live tests do not need templates, and they take longer than everything else.
    get safeTemplates() {
      return (safeTemplates ??= new Set(safe.map((row) => row.template)));
    },
    get lowerBound() {
      return wilsonLowerBound(unsafeTemplates.size, unsafeTemplates.size + this.safeTemplates.size);
    },
  };
}

const UNSAFE_EXAMPLES = 5;

/** The evidence for a reviewer: figures, a few unsafe examples, and all safe commands that the rule matches. */
export function evidenceOf(backtest: Backtest, assessment?: ForestAssessment): Evidence {
  const unsafeHits = events(backtest.unsafe);
  const safeHits = events(backtest.safe);
  return {
    unsafeHits,
    safeHits,
    unknownHits: events(backtest.unknown),
    templates: backtest.unsafeTemplates.size,
    ...(backtest.unjudged === 0 ? {} : { unjudged: backtest.unjudged }),
    precision: unsafeHits + safeHits === 0 ? 0 : rounded(unsafeHits / (unsafeHits + safeHits)),
    unsafeExamples: examples(backtest.unsafe).slice(0, UNSAFE_EXAMPLES),
    safeExamples: examples(backtest.safe),
    ...(assessment === undefined
      ? {}
      : { forest: { meanRisk: assessment.meanRisk, restsOn: [...assessment.restsOn] } }),
  };
}

/** The number of events in a history. */
export function historySize(rows: readonly DataRow[]): number {
  return events(rows);
}

function examples(rows: readonly DataRow[]): EvidenceExample[] {
  return [...rows]
    .sort((a, b) => b.count - a.count || a.command.length - b.command.length)
    .map(exampleOf);
}

/** A command in the form used for evidence. */
export function exampleOf({ command, count, answers }: DataRow): EvidenceExample {
  return { command, count, ...(answers === undefined ? {} : { said: answers }) };
}

function events(rows: readonly DataRow[]): number {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
