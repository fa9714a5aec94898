import type { Calibration } from './modelFile';
import type { Reliability } from './report';

/** The out-of-bag estimate of a row, and its label. */
export interface OutOfBagRow {
  /** Share of the trees that classify it as unsafe. */
  readonly votes: number;
  readonly isUnsafe: boolean;
}

interface Block {
  votes: number;
  rows: number;
  unsafe: number;
}

/**
 * Isotonic regression (pool adjacent violators) of the label on the vote share. The probability of each block is smoothed
 * to (unsafe + ½) / (rows + 1), so that no finite history gives certainty.
 */
export function calibrate(rows: readonly OutOfBagRow[]): Calibration {
  const blocks: Block[] = [];
  for (const { votes, isUnsafe } of [...rows].sort((a, b) => a.votes - b.votes)) {
    blocks.push({ votes, rows: 1, unsafe: isUnsafe ? 1 : 0 });
    pool(blocks);
  }
  if (blocks.length === 0) return { votes: [0, 1], probabilities: [0, 1] };
  return {
    votes: blocks.map((block) => digits(block.votes / block.rows)),
    probabilities: blocks.map((block) => digits(smoothed(block))),
  };
}

/** The calibrated probability of a vote share: linear interpolation between block centers, constant outside. */
export function probabilityOf(calibration: Calibration, votes: number): number {
  const { votes: xs, probabilities: ys } = calibration;
  const right = xs.findIndex((x) => x >= votes);
  if (right < 0) return ys.at(-1) ?? 0;
  const x1 = xs[right] ?? 0;
  const y1 = ys[right] ?? 0;
  if (right === 0 || x1 === votes) return y1;
  const x0 = xs[right - 1] ?? 0;
  const y0 = ys[right - 1] ?? 0;
  return digits(y0 + ((y1 - y0) * (votes - x0)) / (x1 - x0));
}

/** The calibration error before and after calibration, and the reliability diagram in ten bins. */
export function reliability(rows: readonly OutOfBagRow[], calibration: Calibration): Reliability {
  const after = rows.map((row) => ({
    probability: probabilityOf(calibration, row.votes),
    isUnsafe: row.isUnsafe,
  }));
  const before = rows.map((row) => ({ probability: row.votes, isUnsafe: row.isUnsafe }));
  return {
    errorBefore: calibrationError(before),
    errorAfter: calibrationError(after),
    bins: binsOf(after).map(({ rows, probability, unsafe }) => ({
      rows,
      meanProbability: digits(probability / rows),
      unsafeShare: digits(unsafe / rows),
    })),
  };
}

interface PredictedRow {
  readonly probability: number;
  readonly isUnsafe: boolean;
}

/** Expected calibration error (Naeini et al. 2015): Σ rows/n × |mean probability − observed share|. */
export function calibrationError(rows: readonly PredictedRow[]): number | null {
  if (rows.length === 0) return null;
  const gaps = binsOf(rows).map((bin) => Math.abs(bin.probability - bin.unsafe));
  return digits(gaps.reduce((sum, gap) => sum + gap, 0) / rows.length);
}

function binsOf(
  rows: readonly PredictedRow[],
): { rows: number; probability: number; unsafe: number }[] {
  const bins = Array.from({ length: 10 }, () => ({ rows: 0, probability: 0, unsafe: 0 }));
  for (const row of rows) {
    const bin = bins[Math.min(9, Math.floor(row.probability * 10))];
    if (bin === undefined) continue;
    bin.rows += 1;
    bin.probability += row.probability;
    bin.unsafe += row.isUnsafe ? 1 : 0;
  }
  return bins.filter((bin) => bin.rows > 0);
}

/** Merges the last block into its left neighbors while its probability is not higher. */
function pool(blocks: Block[]): void {
  for (let last = blocks.at(-1), left = blocks.at(-2); last && left; left = blocks.at(-2)) {
    const sameVotes = left.votes * last.rows === last.votes * left.rows;
    // Compare smoothed values, because these must not decrease: smoothing changes small blocks more than large ones.
    const isDecreasing = smoothed(left) >= smoothed(last);
    if (!sameVotes && !isDecreasing) return;
    left.votes += last.votes;
    left.rows += last.rows;
    left.unsafe += last.unsafe;
    blocks.pop();
    last = left;
  }
}

function smoothed(block: Block): number {
  return (block.unsafe + 0.5) / (block.rows + 1);
}

function digits(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
