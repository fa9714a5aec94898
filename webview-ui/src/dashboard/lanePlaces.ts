import type { AgentLane, LaneCommand } from '../../../src/protocol/dashboard';
import type { Slot } from './laneSlots';

/** A slot of a lane, identified by its start. */
export interface Place {
  readonly lane: string;
  readonly startMs: number;
}

/** A lane that is shown. */
export interface Filling {
  readonly lane: AgentLane;
  /** The commands of each slot. */
  readonly cells: readonly (readonly LaneCommand[])[];
}

/** The slot whose commands are shown. */
export interface OpenSlot {
  readonly lane: AgentLane;
  readonly slot: Slot;
  readonly commands: readonly LaneCommand[];
}

/** The chosen slot; the newest one if none is chosen, or if the chosen one is no longer shown. */
export function openPlace(
  shown: readonly Filling[],
  slots: readonly Slot[],
  place: Place | undefined,
): OpenSlot | undefined {
  const all = shown.flatMap(({ lane, cells }) =>
    slots.map((slot, at) => ({ lane, slot, commands: cells[at] ?? [] })),
  );
  const some = all.filter(({ commands }) => commands.length > 0);
  const isChosen = ({ lane, slot }: OpenSlot): boolean =>
    lane.id === place?.lane && slot.startMs === place.startMs;
  const newest = Math.max(...some.map(({ slot }) => slot.startMs));
  return some.find(isChosen) ?? some.find(({ slot }) => slot.startMs === newest);
}
