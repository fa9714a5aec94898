import assert from 'node:assert/strict';
import { lastDays, localDay } from '../../../src/core/localDay';

describe('days in the local time zone', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('are local days, not UTC days', () => {
    process.env['TZ'] = 'America/New_York';
    assert.equal(localDay('2026-11-23T02:00:00Z'), '2026-11-22');
    assert.equal(localDay(Date.UTC(2026, 10, 23, 6)), '2026-11-23');
    assert.equal(localDay('no date'), undefined);
  });

  it('are all listed, even across daylight saving changes', () => {
    process.env['TZ'] = 'Europe/Berlin';
    for (const month of [2, 9]) {
      const evening = new Date(2026, month, 31, 23, 30).getTime();
      const name = month === 2 ? '2026-03' : '2026-10';
      assert.deepEqual(
        lastDays(8, evening),
        Array.from({ length: 8 }, (_, at) => `${name}-${24 + at}`),
      );
    }
  });
});
