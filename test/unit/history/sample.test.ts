import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Label } from '../../../src/core/label';
import { sampleCsv, sampleEvents } from '../../../src/history/sample';

describe('sampleEvents', () => {
  it('is deterministic for a seed and different for another', () => {
    const csv = (seed: number): string => [...sampleCsv(200, seed)].join('');
    assert.equal(csv(7), csv(7));
    assert.notEqual(csv(7), csv(8));
  });

  it('has all three labels in realistic shares, with consistent scores', () => {
    const events = [...sampleEvents(2000, 42)];
    const share = (label: Label): number =>
      events.filter((event) => event.label === label).length / events.length;
    assert.ok(Math.abs(share('safe') - 0.7) < 0.05);
    assert.ok(Math.abs(share('unsafe') - 0.2) < 0.05);
    assert.ok(Math.abs(share('unknown') - 0.1) < 0.05);
    for (const { label, safetyScore = NaN } of events) {
      if (label === 'safe') assert.ok(safetyScore >= 80);
      else if (label === 'unsafe') assert.ok(safetyScore < 40);
      else assert.ok(safetyScore >= 40 && safetyScore < 80);
    }
  });

  it('has enough distinct commands, and no unfilled slot', () => {
    const commands = new Set([...sampleEvents(500, 42)].map((event) => event.command));
    assert.ok(commands.size >= 150, String(commands.size));
    for (const command of commands) assert.doesNotMatch(command, /\{[a-z]+\}/);
  });

  it('has unique ids, in order of time', () => {
    const events = [...sampleEvents(1000, 3)];
    assert.equal(new Set(events.map((event) => event.id)).size, 1000);
    const times = events.map((event) => event.ts);
    assert.deepEqual(times, [...times].sort());
  });

  it('matches samples/history.csv', () => {
    assert.equal(readFileSync('samples/history.csv', 'utf8'), [...sampleCsv(500, 42)].join(''));
  });
});
