import assert from 'node:assert/strict';
import { effectiveLabel } from '../../../src/core/event';
import { labelCode, labelFromCode, labelFromScore } from '../../../src/core/label';

describe('labels', () => {
  it('have the numbers of the CSV format', () => {
    assert.deepEqual([labelCode('safe'), labelCode('unsafe'), labelCode('unknown')], [0, 1, 2]);
    assert.deepEqual(['0', '1.0', '2', '', '3', 'safe'].map(labelFromCode), [
      'safe',
      'unsafe',
      'unknown',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are derived from the safety score if there is none', () => {
    assert.deepEqual([0, 39.9, 40, 79.9, 80, 100, undefined].map(labelFromScore), [
      'unsafe',
      'unsafe',
      'unknown',
      'unknown',
      'safe',
      'safe',
      'unknown',
    ]);
  });

  it('from a person take precedence over the score', () => {
    assert.equal(effectiveLabel({ label: 'safe', safetyScore: 3 }), 'safe');
    assert.equal(effectiveLabel({ safetyScore: 3 }), 'unsafe');
  });
});
