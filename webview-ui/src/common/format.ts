import { localTime } from '../../../src/core/localDay';
import { formatCount } from '../../../src/core/formatCount';
import { displayLanguage, t } from './texts';
import { visibleText } from './visibleText';

export { localTime as formatTime } from '../../../src/core/localDay';
export { formatCount } from '../../../src/core/formatCount';

/** `12 kB`, `3.4 MB`. */
export function formatSize(bytes: number): string {
  return bytes < 1e6
    ? `${formatCount(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A share as a rounded percentage, which is 0 or 100 only for exact values. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.1) return '< 0.1 %';
  if (share < 1 && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** An estimate as an integer percentage, because its decimals are not significant. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A date such as `2026-11-23` as `Nov 23`, in the display language; invalid text is returned visibly. */
export function formatDay(day: string): string {
  // At noon, so that no time zone changes the date.
  const date = new Date(`${day}T12:00`);
  if (Number.isNaN(date.getTime())) return visibleText(day);
  return new Intl.DateTimeFormat(displayLanguage(), { month: 'short', day: 'numeric' }).format(
    date,
  );
}

/** `640 µs`, `12 ms`. */
export function formatMicros(micros: number): string {
  return micros < 1000
    ? `${Math.round(micros)} µs`
    : `${formatCount(Math.round(micros / 1000))} ms`;
}

/** An ISO time as local time; any other text is returned unchanged. */
export function formatIfTime(text: string): string {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? localTime(text) : text;
}

const STEPS = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [Infinity, 'day'],
] as const;

/** `3 minutes ago`; invalid text is returned visibly. */
export function formatAgo(iso: string, nowMs: number): string {
  const then = new Date(iso).getTime();
  if (Number.isNaN(then)) return visibleText(iso);
  let amount = (then - nowMs) / 1000;
  if (Math.abs(amount) < 5) return t('justNow');
  const relative = new Intl.RelativeTimeFormat(displayLanguage(), { numeric: 'auto' });
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit);
    amount /= size;
  }
  return iso;
}
