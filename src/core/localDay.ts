import { visibleText } from './visibleText';

/** The date of a time in the local time zone, `2026-11-23`; undefined if the time is invalid. */
export function localDay(time: string | number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** A time in the local time zone, `2026-11-23 14:05:09`; invalid text is returned with its hidden characters visible. */
export function localTime(iso: string): string {
  const day = localDay(iso);
  if (day === undefined) return visibleText(iso);
  const date = new Date(iso);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${day} ${parts.map(two).join(':')}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
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
