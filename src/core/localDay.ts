/** The date of a time in the local time zone, `2026-11-23`; undefined if the time is invalid. */
export function localDay(time: string | number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const two = (part: number): string => String(part).padStart(2, '0');
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** The last `count` dates up to that of `nowMs` (epoch), oldest first. */
export function lastDays(count: number, nowMs: number): readonly string[] {
  const now = new Date(nowMs);
  return Array.from({ length: count }, (_, at) => {
    // At noon, so that a change to or from daylight saving time does not skip a day.
    const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate() - at, 12);
    return localDay(noon.getTime()) ?? '';
  }).reverse();
}
