import type { LaneCommand } from '../../../src/protocol/dashboard';
import { localTime, localDay } from '../../../src/core/localDay';
import { formatDay } from '../common/format';

/** The time that lanes cover, up to now. */
export const LaneRange = ['hour', 'day', 'week'] as const;
export type LaneRange = (typeof LaneRange)[number];

/** A part of the time axis. `endMs` is exclusive. */
export interface Slot {
  readonly startMs: number;
  readonly endMs: number;
}

/** Slots of 5 minutes, of 2 hours, and of one day. */
const SLOTS = { hour: 12, day: 12, week: 7 } as const;

/** The slots of a range, oldest first. They begin at full hours and days of the local time zone. */
export function slotsOf(range: LaneRange, nowMs: number): readonly Slot[] {
  const count = SLOTS[range];
  const edges = Array.from({ length: count + 1 }, (_, at) => edge(range, nowMs, at + 1 - count));
  return edges.slice(0, count).map((startMs, at) => ({ startMs, endMs: edges[at + 1] ?? nowMs }));
}

/** The start of the slot that is `offset` slots after the current one, in epoch milliseconds. */
function edge(range: LaneRange, nowMs: number, offset: number): number {
  const now = new Date(nowMs);
  // Local fields instead of milliseconds, because days differ in length.
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()] as const;
  switch (range) {
    case 'hour': {
      const minute = Math.floor(now.getMinutes() / 5) * 5;
      return new Date(year, month, day, now.getHours(), minute + 5 * offset).getTime();
    }
    case 'day': {
      const hour = Math.floor(now.getHours() / 2) * 2;
      return new Date(year, month, day, hour + 2 * offset).getTime();
    }
    case 'week':
      return new Date(year, month, day + offset).getTime();
  }
}

/** The shortest range with a command; undefined if all commands are older. */
export function shortestRange(
  commands: readonly Pick<LaneCommand, 'ts'>[],
  nowMs: number,
): LaneRange | undefined {
  return LaneRange.find((range) => {
    const start = slotsOf(range, nowMs)[0]?.startMs ?? nowMs;
    return commands.some(({ ts }) => Date.parse(ts) >= start);
  });
}

/** The commands of each slot. */
export function bySlot<Command extends Pick<LaneCommand, 'ts'>>(
  commands: readonly Command[],
  slots: readonly Slot[],
): readonly (readonly Command[])[] {
  return slots.map(({ startMs, endMs }) =>
    commands.filter(({ ts }) => {
      const ms = Date.parse(ts);
      return ms >= startMs && ms < endMs;
    }),
  );
}

/** The start of a slot: a time of the day, or a day. */
export function slotText(range: LaneRange, { startMs }: Slot): string {
  return range === 'week' ? formatDay(localDay(startMs) ?? '') : clock(startMs);
}

/** The whole slot: `14:00–16:00`, or a day. */
export function slotName(range: LaneRange, slot: Slot): string {
  return range === 'week' ? slotText(range, slot) : `${clock(slot.startMs)}–${clock(slot.endMs)}`;
}

function clock(ms: number): string {
  return localTime(new Date(ms).toISOString()).slice(11, 16);
}
