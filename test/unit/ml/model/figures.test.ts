import fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  calibrate,
  calibrationError,
  probabilityOf,
  reliability,
} from '../../../../src/ml/model/calibration';
import { averagePrecision, metrics, recallAt } from '../../../../src/ml/model/metrics';
import { wilsonLowerBound } from '../../../../src/ml/rules/wilson';

const judged = (score: number, isUnsafe: boolean) => ({
  score,
  predictedUnsafe: score >= 0.5,
  isUnsafe,
});

describe('wilsonLowerBound', () => {
  for (const [hits, trials, bound] of [
    [3, 3, 0.5258],
    [2, 2, 0.425],
    [1, 1, 0.2698],
    [9, 10, 0.6524],
    [0, 5, 0],
    [0, 0, 0],
  ] as const) {
    it(`is ${bound} for ${hits} of ${trials}`, () => {
      assert.ok(Math.abs(wilsonLowerBound(hits, trials) - bound) < 0.0006);
    });
  }

  it('increases with more trials and stays below the observed share', () => {
    assert.ok(wilsonLowerBound(30, 30) > wilsonLowerBound(3, 3));
    assert.ok(wilsonLowerBound(9, 10) < 0.9);
  });
});

describe('metrics', () => {
  const rows = [judged(0.9, true), judged(0.8, false), judged(0.7, true), judged(0.1, false)];

  it('counts the four outcomes and derived metrics', () => {
    const { confusion, accuracy, unsafe, safe } = metrics(rows);
    assert.deepEqual(confusion, {
      unsafeAsUnsafe: 2,
      unsafeAsSafe: 0,
      safeAsUnsafe: 1,
      safeAsSafe: 1,
    });
    assert.equal(accuracy, 0.75);
    assert.equal(unsafe.recall, 1);
    assert.equal(unsafe.precision, 0.666667);
    assert.equal(safe.recall, 0.5);
  });

  it('averages precision over the steps of recall', () => {
    assert.equal(averagePrecision(rows), 0.833333);
  });

  it('finds the recall at a share of false alarms', () => {
    assert.equal(recallAt(rows, 0), 0.5);
    assert.equal(recallAt(rows, 0.5), 1);
  });

  it('returns null without data', () => {
    const { accuracy, unsafe, averagePrecision: area } = metrics([]);
    assert.deepEqual([accuracy, unsafe.precision, unsafe.recall, area], [null, null, null, null]);
  });
});

describe('calibrate', () => {
  it('never decreases with the vote share', () => {
    const opinion = fc.record({
      votes: fc.double({ min: 0, max: 1, noNaN: true }),
      isUnsafe: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(opinion, { maxLength: 60 }), (rows) => {
        const calibration = calibrate(rows);
        const grid = Array.from({ length: 21 }, (_, at) => probabilityOf(calibration, at / 20));
        assert.ok(grid.every((value, at) => at === 0 || value >= (grid[at - 1] ?? 0)));
        assert.ok(grid.every((value) => value >= 0 && value <= 1));
      }),
    );
  });

  it('does not decrease if one safe row is followed by many with one unsafe among them', () => {
    const rows = [
      { votes: 0, isUnsafe: false },
      ...Array.from({ length: 6 }, (_, at) => ({ votes: 0.5, isUnsafe: at === 0 })),
    ];
    const calibration = calibrate(rows);
    assert.ok(probabilityOf(calibration, 0.5) >= probabilityOf(calibration, 0));
  });

  it('maps predictions to observed shares', () => {
    // The forest predicts 0.8 where one in four is unsafe.
    const rows = Array.from({ length: 400 }, (_, at) => ({
      votes: at % 2 === 0 ? 0.8 : 0.1,
      isUnsafe: at % 8 === 0,
    }));
    const { errorBefore, errorAfter } = reliability(rows, calibrate(rows));
    assert.ok((errorBefore ?? 0) > 0.3);
    assert.ok((errorAfter ?? 1) < 0.01);
  });

  it('never returns certainty', () => {
    const calibration = calibrate([
      { votes: 0, isUnsafe: false },
      { votes: 1, isUnsafe: true },
    ]);
    assert.ok(probabilityOf(calibration, 1) < 1);
    assert.ok(probabilityOf(calibration, 0) > 0);
  });
});

describe('calibrationError', () => {
  it('is the difference between predicted and observed shares', () => {
    assert.equal(calibrationError([{ probability: 0.75, isUnsafe: false }]), 0.75);
    assert.equal(calibrationError([]), null);
  });
});
