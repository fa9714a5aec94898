import assert from 'node:assert/strict';
import {
  bySlot,
  type LaneRange,
  shortestRange,
  slotName,
  slotsOf,
  slotText,
} from '../../webview-ui/src/dashboard/laneSlots';
import { setEnglish } from './support/english';

describe('slots of lanes', () => {
  const zone = process.env['TZ'];
  before(() => {
    setEnglish();
    // Half an hour off UTC, and back from daylight saving time on 2026-11-01 only in the second zone.
    process.env['TZ'] = 'Asia/Kolkata';
  });
  after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const names = (range: LaneRange, now: string): readonly string[] =>
    slotsOf(range, Date.parse(now)).map((slot) => slotName(range, slot));

  it('end with the current one, and begin at full hours and days of the local time zone', () => {
    // 14:33 in Kolkata.
    const now = '2026-11-23T09:03:00.000Z';
    const hour = names('hour', now);
    assert.deepEqual([hour.length, hour[0], hour.at(-1)], [12, '13:35–13:40', '14:30–14:35']);
    const day = names('day', now);
    assert.deepEqual([day.length, day[0], day.at(-1)], [12, '16:00–18:00', '14:00–16:00']);
    const week = names('week', now);
    assert.deepEqual([week.length, week[0], week.at(-1)], [7, 'Nov 17', 'Nov 23']);
  });

  it('adjoin each other when the clocks change', () => {
    process.env['TZ'] = 'America/New_York';
    const now = Date.parse('2026-11-02T06:00:00.000Z');
    for (const range of ['hour', 'day', 'week'] as const) {
      const slots = slotsOf(range, now);
      const ends = slots.slice(0, -1).map(({ endMs }) => endMs);
      assert.deepEqual(
        slots.slice(1).map(({ startMs }) => startMs),
        ends,
      );
      assert.ok(slots.every(({ startMs, endMs }) => endMs > startMs));
    }
    const week = slotsOf('week', now);
    assert.deepEqual(
      week.map((slot) => slotText('week', slot)),
      ['Oct 27', 'Oct 28', 'Oct 29', 'Oct 30', 'Oct 31', 'Nov 1', 'Nov 2'],
    );
    process.env['TZ'] = 'Asia/Kolkata';
  });

  it('have the commands from their start to before their end', () => {
    const now = Date.parse('2026-11-23T09:03:00.000Z');
    const slots = slotsOf('hour', now);
    const at = (ts: string) => ({ ts });
    const [start, end] = [at('2026-11-23T09:00:00.000Z'), at('2026-11-23T09:04:59.999Z')];
    const others = [at('2026-11-23T09:05:00.000Z'), at('2026-11-23T08:04:59.999Z'), at('never')];
    const found = bySlot([start, end, ...others], slots);
    assert.deepEqual(found.at(-1), [start, end]);
    assert.equal(found.flat().length, 2);
  });

  it('are of the shortest range with a command', () => {
    const now = Date.parse('2026-11-23T09:03:00.000Z');
    const rangeOf = (...times: string[]) =>
      shortestRange(
        times.map((ts) => ({ ts })),
        now,
      );
    assert.equal(rangeOf('2026-11-20T00:00:00.000Z', '2026-11-23T08:30:00.000Z'), 'hour');
    assert.equal(rangeOf('2026-11-22T12:00:00.000Z'), 'day');
    assert.equal(rangeOf('2026-11-18T00:00:00.000Z'), 'week');
    assert.equal(rangeOf('2026-11-01T00:00:00.000Z'), undefined);
    assert.equal(rangeOf(), undefined);
  });
});
