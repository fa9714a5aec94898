/**
 * The result of `Date.prototype.toISOString` without its cost: its first call in a process loads time zone data, which
 * takes about a millisecond.
 */
export function isoTime(epochMs: number): string {
  const time = new Date(epochMs);
  const year = time.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return time.toISOString();
  const date = [padded(year, 4), padded(time.getUTCMonth() + 1), padded(time.getUTCDate())];
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  const millis = padded(time.getUTCMilliseconds(), 3);
  return `${date.join('-')}T${clock.map((part) => padded(part)).join(':')}.${millis}Z`;
}

function padded(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
