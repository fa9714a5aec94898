import type { ClassMetrics, Metrics } from './report';

/** A row with its score (0–1), its prediction and its label. */
export interface ScoredRow {
  readonly score: number;
  readonly predictedUnsafe: boolean;
  readonly isUnsafe: boolean;
}

/** The metrics of an evaluation. */
export function metrics(rows: readonly ScoredRow[]): Metrics {
  const count = (predicted: boolean, actual: boolean): number =>
    rows.filter((row) => row.predictedUnsafe === predicted && row.isUnsafe === actual).length;
  const confusion = {
    unsafeAsUnsafe: count(true, true),
    unsafeAsSafe: count(false, true),
    safeAsUnsafe: count(true, false),
    safeAsSafe: count(false, false),
  };
  return {
    rows: rows.length,
    accuracy: ratio(confusion.unsafeAsUnsafe + confusion.safeAsSafe, rows.length),
    confusion,
    safe: classMetrics(confusion.safeAsSafe, confusion.unsafeAsSafe, confusion.safeAsUnsafe),
    unsafe: classMetrics(confusion.unsafeAsUnsafe, confusion.safeAsUnsafe, confusion.unsafeAsSafe),
    averagePrecision: averagePrecision(rows),
    recallAtOnePerMille: recallAt(rows, 0.001),
  };
}

/** `part / whole` with six digits; null if `whole` is 0. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 1e6) / whole) / 1e6;
}

/** The highest recall at which at most this share of the safe rows is classified as unsafe. */
export function recallAt(rows: readonly ScoredRow[], falseShare: number): number | null {
  const unsafe = rows.filter((row) => row.isUnsafe).length;
  const allowed = Math.floor((rows.length - unsafe) * falseShare);
  let truePositives = 0;
  let best = 0;
  let falsePositives = 0;
  for (const step of steps(rows)) {
    truePositives += step.unsafe;
    falsePositives += step.safe;
    if (falsePositives > allowed) break;
    best = truePositives;
  }
  return ratio(best, unsafe);
}

/** Σ precision × increase in recall, from the highest score down. Rows with equal scores are one step. */
export function averagePrecision(rows: readonly ScoredRow[]): number | null {
  const unsafe = rows.filter((row) => row.isUnsafe).length;
  let truePositives = 0;
  let seen = 0;
  let sum = 0;
  for (const step of steps(rows)) {
    truePositives += step.unsafe;
    seen += step.unsafe + step.safe;
    sum += (truePositives / seen) * step.unsafe;
  }
  return ratio(sum, unsafe);
}

function steps(rows: readonly ScoredRow[]): { unsafe: number; safe: number }[] {
  const byScore = new Map<number, { unsafe: number; safe: number }>();
  for (const row of rows) {
    const step = byScore.get(row.score) ?? { unsafe: 0, safe: 0 };
    step[row.isUnsafe ? 'unsafe' : 'safe'] += 1;
    byScore.set(row.score, step);
  }
  return [...byScore.entries()].sort((a, b) => b[0] - a[0]).map(([, step]) => step);
}

function classMetrics(
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
): ClassMetrics {
  return {
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    support: truePositives + falseNegatives,
  };
}
