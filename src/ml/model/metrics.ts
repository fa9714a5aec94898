import type { ClassMetrics, Metrics } from './report';

/** One judged row: what the forest said (0–1), what it decided, and what is true. */
export interface Judged {
  readonly score: number;
  readonly saysUnsafe: boolean;
  readonly isUnsafe: boolean;
}

/** The figures of one evaluation. */
export function metrics(rows: readonly Judged[]): Metrics {
  const count = (says: boolean, is: boolean): number =>
    rows.filter((row) => row.saysUnsafe === says && row.isUnsafe === is).length;
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

/** `part / whole` to six digits, null where there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 1e6) / whole) / 1e6;
}

/** Recall of the highest threshold order that calls at most this share of the safe rows unsafe. */
export function recallAt(rows: readonly Judged[], falseShare: number): number | null {
  const unsafe = rows.filter((row) => row.isUnsafe).length;
  const allowed = Math.floor((rows.length - unsafe) * falseShare);
  let caught = 0;
  let best = 0;
  let mistakes = 0;
  for (const step of steps(rows)) {
    caught += step.unsafe;
    mistakes += step.safe;
    if (mistakes > allowed) break;
    best = caught;
  }
  return ratio(best, unsafe);
}

/** Σ precision × gain in recall, from the highest score down; rows of equal score are one step. */
export function averagePrecision(rows: readonly Judged[]): number | null {
  const unsafe = rows.filter((row) => row.isUnsafe).length;
  let caught = 0;
  let seen = 0;
  let sum = 0;
  for (const step of steps(rows)) {
    caught += step.unsafe;
    seen += step.unsafe + step.safe;
    sum += (caught / seen) * step.unsafe;
  }
  return ratio(sum, unsafe);
}

function steps(rows: readonly Judged[]): { unsafe: number; safe: number }[] {
  const byScore = new Map<number, { unsafe: number; safe: number }>();
  for (const row of rows) {
    const step = byScore.get(row.score) ?? { unsafe: 0, safe: 0 };
    step[row.isUnsafe ? 'unsafe' : 'safe'] += 1;
    byScore.set(row.score, step);
  }
  return [...byScore.entries()].sort((a, b) => b[0] - a[0]).map(([, step]) => step);
}

function classMetrics(hit: number, falseHit: number, missed: number): ClassMetrics {
  return {
    precision: ratio(hit, hit + falseHit),
    recall: ratio(hit, hit + missed),
    f1: ratio(2 * hit, 2 * hit + falseHit + missed),
    support: hit + missed,
  };
}
