import type { OverviewState } from '../../../src/protocol/dashboard';
import { formatCount, formatDay } from '../common/format';
import { counted, t } from '../common/texts';

type Day = Extract<OverviewState, { state: 'ready' }>['days'][number];

/** Sizes in units of the drawing. */
const WIDTH = 420;
const HEIGHT = 150;
const LEFT = 34;
const RIGHT = 14;
const BOTTOM = 24;
const TOP = 14;

/** The stacked parts of a bar, from the axis upwards. */
const PARTS = ['denied', 'asked', 'shadow'] as const;
const PART_TEXTS = { denied: 'denied', asked: 'asked', shadow: 'onlyShadow' } as const;

/** Denied and asked commands of each day, as a chart and as a table. */
export function DayChart({ days }: { readonly days: readonly Day[] }) {
  const commands = days.reduce((sum, day) => sum + day.commands, 0);
  const stopped = days.some((day) => PARTS.some((part) => day[part] > 0));
  return (
    <>
      <p class="hint">
        {counted('commandsOfDays', commands, formatCount(days.length))}
        {stopped && ` ${t('stoppedOfDays', sumOf(days, 'denied'), sumOf(days, 'asked'))}`}
      </p>
      {stopped && <Chart days={days} />}
      {commands > 0 && !stopped && <p>{t('nothingStopped')}</p>}
      {commands > 0 && (
        <details>
          <summary>{t('showTable')}</summary>
          <DayTable days={days} />
        </details>
      )}
    </>
  );
}

function sumOf(days: readonly Day[], part: (typeof PARTS)[number]): string {
  return formatCount(days.reduce((sum, day) => sum + day[part], 0));
}

function Chart({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(...days.map(stoppedOn));
  const step = stepFor(most);
  const top = Math.ceil(most / step) * step;
  const y = (count: number): number => HEIGHT - BOTTOM - (count / top) * (HEIGHT - BOTTOM - TOP);
  const slot = (WIDTH - LEFT - RIGHT) / days.length;
  const lines = Array.from({ length: top / step + 1 }, (_, at) => at * step);
  return (
    <figure class="days">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {lines.map((count) => (
          <g key={count}>
            <path class="axis" d={`M${LEFT} ${y(count)}H${WIDTH - RIGHT}`} />
            <text x={LEFT - 6} y={y(count) + 3} text-anchor="end">
              {formatCount(count)}
            </text>
          </g>
        ))}
        {days.map((day, at) => (
          <g key={day.day}>
            {barsOf(day).map(({ part, from, to }) => (
              <rect
                key={part}
                class={`part-${part}`}
                x={LEFT + at * slot + slot * 0.15}
                width={slot * 0.7}
                y={y(to)}
                height={y(from) - y(to)}
              />
            ))}
            {(days.length - 1 - at) % LABEL_EVERY === 0 && (
              <text x={LEFT + (at + 0.5) * slot} y={HEIGHT - 4} text-anchor="middle">
                {formatDay(day.day)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        {PARTS.map((part) => (
          <span key={part} class="legend">
            <span class={`swatch part-${part}`} aria-hidden="true" /> {t(PART_TEXTS[part])}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** Interval of the axis labels in days. */
const LABEL_EVERY = 3;

function stoppedOn(day: Day): number {
  return PARTS.reduce((sum, part) => sum + day[part], 0);
}

/** The non-empty stacked bars of a day. */
function barsOf(day: Day) {
  let from = 0;
  return PARTS.flatMap((part) => {
    const bar = { part, from, to: from + day[part] };
    from = bar.to;
    return day[part] === 0 ? [] : [bar];
  });
}

/**
 * The distance between grid lines: 1, 2 or 5 times a power of ten, so that there are at most five
 * lines.
 */
function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 5)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => most / step <= 5) ?? most;
}

function DayTable({ days }: { readonly days: readonly Day[] }) {
  return (
    <table class="grid">
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col" class="number">
            {t('commandTable')}
          </th>
          {PARTS.map((part) => (
            <th key={part} scope="col" class="number">
              {t(PART_TEXTS[part])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <tr key={day.day}>
            <td>{formatDay(day.day)}</td>
            <td class="number">{formatCount(day.commands)}</td>
            {PARTS.map((part) => (
              <td key={part} class="number">
                {formatCount(day[part])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
