import { useState } from 'preact/hooks';
import type { AgentLane } from '../../../src/protocol/dashboard';
import { useMore } from '../common/list';
import { t } from '../common/texts';
import type { AgentView } from './agentView';
import { LaneCommands } from './laneCommands';
import { openPlace, type Place } from './lanePlaces';
import { bySlot, LaneRange, shortestRange, slotsOf } from './laneSlots';
import { LaneTable } from './laneTable';
import type { Send } from './section';

interface LanesProps {
  readonly lanes: readonly AgentLane[];
  readonly agents: readonly AgentView[];
  readonly send: Send;
  readonly now: number;
}

const RANGE_TEXTS = { hour: 'lastHour', day: 'lastDay', week: 'lastWeek' } as const;

/** Number of lanes shown initially. */
const FIRST_LANES = 6;

/** A lane for each session: when its commands ran and what was decided, and the commands of one slot. */
export function AgentLanes({ lanes, agents, send, now }: LanesProps) {
  const [chosen, setChosen] = useState<LaneRange>();
  const [place, setPlace] = useState<Place>();
  const shortest = shortestRange(
    lanes.flatMap(({ commands }) => commands),
    now,
  );
  const range = chosen ?? shortest;
  const slots = slotsOf(range ?? 'hour', now);
  const filled = lanes
    .map((lane) => ({ lane, cells: bySlot(lane.commands, slots) }))
    .filter(({ cells }) => cells.some((cell) => cell.length > 0));
  const { shown, more } = useMore(filled, FIRST_LANES);
  if (range === undefined) return null;
  const open = openPlace(shown, slots, place);
  return (
    <section class="block lanes-block" aria-labelledby="lanes">
      <div class="lanes-header">
        <h3 id="lanes">{t('lanes')}</h3>
        <Range range={range} onRange={setChosen} />
      </div>
      {shown.length === 0 ? (
        <p class="hint">{t('noLane')}</p>
      ) : (
        <LaneTable {...{ shown, slots, range, agents, open }} onOpen={setPlace} />
      )}
      {more}
      {open !== undefined && <LaneCommands {...open} range={range} send={send} />}
    </section>
  );
}

function Range(props: { readonly range: LaneRange; readonly onRange: (range: LaneRange) => void }) {
  return (
    <div class="field">
      <label htmlFor="lane-range">{t('period')}</label>
      <select
        id="lane-range"
        value={props.range}
        onChange={(event) => {
          const { value } = event.currentTarget;
          props.onRange(LaneRange.find((range) => range === value) ?? props.range);
        }}
      >
        {LaneRange.map((range) => (
          <option key={range} value={range}>
            {t(RANGE_TEXTS[range])}
          </option>
        ))}
      </select>
    </div>
  );
}
