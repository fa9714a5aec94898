import assert from 'node:assert/strict';
import { againIn, countsOf, failuresOf, isGreen, sumOf } from '../../scripts/testSummary.mjs';

describe('the sum of several runs of tests', () => {
  for (const [what, output, code, passed, failed] of [
    ['a good run', 'unit: 5 passed\n\n12 passed, 0 failed\n', 0, 12, 0],
    ['a run with failures', '10 passed, 2 failed\n', 1, 10, 2],
    ['a run that prints no result', 'Building\nThe build failed.\n', 1, 0, 1],
    ['a run that prints no result and ends well', '', 0, 0, 1],
    ['a run that goes on after its result', '12 passed, 0 failed\nmore\n', 0, 0, 1],
    ['a run that ends badly although nothing failed', '12 passed, 0 failed\n', 137, 12, 1],
    ['a run of which everything is skipped', '• skipped\n0 passed, 0 failed\n', 0, 0, 0],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(countsOf(output, code), { passed, failed });
    });
  }

  it('lists each failure once', () => {
    const output =
      '  1) not a summary\n✗ unit a\n✗ page b\nError: ✗ no\n✗ unit a\n10 passed, 2 failed\n';
    assert.deepEqual(failuresOf(output), ['✗ unit a', '✗ page b']);
  });

  it('lists each test whose file was run again', () => {
    assert.deepEqual(againIn('↻ Runs again: page b\n  ↻ no\n✗ page c\n'), ['↻ Runs again: page b']);
  });

  it('includes the reason of each failure, limited to a few lines', () => {
    const error = Array.from({ length: 40 }, (_, at) => `    at ${at}`).join('\n');
    const [first, second] = failuresOf(`✗ unit a\n    Error: why\n✗ page b\n${error}\n`);
    assert.equal(first, '✗ unit a\n    Error: why');
    assert.equal(second?.split('\n').length, 16);
  });

  it('sums up, and passes only if something passed and nothing failed', () => {
    const total = sumOf([
      { passed: 12, failed: 0 },
      { passed: 3, failed: 1 },
    ]);
    assert.deepEqual(total, { passed: 15, failed: 1 });
    assert.equal(isGreen(total), false);
    assert.equal(isGreen({ passed: 15, failed: 0 }), true);
    assert.equal(isGreen(sumOf([])), false);
  });
});
