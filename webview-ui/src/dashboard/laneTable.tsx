import { useRef } from 'preact/hooks';
import type { AgentLane, LaneCommand } from '../../../src/protocol/dashboard';
import type { Decision } from '../../../src/core/verdict';
import { Badge } from '../common/badge';
import { Exact } from '../common/exactText';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { counted, t } from '../common/texts';
import { STATUS_TONES } from './agentCard';
import type { AgentView } from './agentView';
import type { Filling, OpenSlot, Place } from './lanePlaces';
import { slotName, slotText, type LaneRange, type Slot } from './laneSlots';

interface TableProps {
  readonly shown: readonly Filling[];
  readonly slots: readonly Slot[];
  readonly range: LaneRange;
  readonly agents: readonly AgentView[];
  readonly open: OpenSlot | undefined;
  readonly onOpen: (place: Place) => void;
}

/** Lanes as rows and slots as columns. The arrow keys move between slots with commands; one of them is a tab stop. */
export function LaneTable({ shown, slots, range, agents, open, onOpen }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  return (
    <table class="lanes" role="table" aria-labelledby="lanes" style={{ '--slots': slots.length }}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader" class="lane-name">
            {t('agent')}
          </th>
          {slots.map((slot, at) => (
            <th key={slot.startMs} scope="col" role="columnheader">
              <span class={isMarked(at, slots.length) ? 'lane-time' : 'sr-only'}>
                {slotText(range, slot)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        ref={body}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (moveFocus(body.current, event.target, event.key)) event.preventDefault();
        }}
      >
        {shown.map(({ lane, cells }) => (
          <tr key={lane.id} role="row">
            <th scope="row" role="rowheader" class="lane-name">
              <LaneName lane={lane} agent={agents.find(({ id }) => id === lane.id)} />
            </th>
            {slots.map((slot, at) => (
              <td key={slot.startMs} role="cell">
                <Cell
                  commands={cells[at] ?? []}
                  name={slotName(range, slot)}
                  isOpen={open?.lane === lane && open.slot === slot}
                  onOpen={() => {
                    onOpen({ lane: lane.id, startMs: slot.startMs });
                  }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every third column has a visible label, so that labels fit; the last columns end with one. */
function isMarked(at: number, count: number): boolean {
  return (count - 1 - at) % 3 === 0;
}

function LaneName(props: { readonly lane: AgentLane; readonly agent: AgentView | undefined }) {
  const { lane, agent } = props;
  return (
    <>
      <Exact text={lane.name} />{' '}
      {agent !== undefined && (
        <Badge
          tone={agent.stale ? 'warn' : STATUS_TONES[agent.status]}
          icon={agent.stale ? 'stale' : agent.status}
        >
          {t(agent.stale ? 'stale' : agent.status)}
        </Badge>
      )}
    </>
  );
}

function Cell(props: {
  readonly commands: readonly LaneCommand[];
  readonly name: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const { commands, name, isOpen } = props;
  if (commands.length === 0) return null;
  const worst = worstOf(commands);
  const label = cellName(name, commands);
  return (
    <button
      type="button"
      class={`slot slot-${worst}`}
      title={label}
      aria-label={label}
      aria-pressed={isOpen}
      tabIndex={isOpen ? 0 : -1}
      onClick={props.onOpen}
      onFocus={props.onOpen}
    >
      <Icon name={worst} /> <span class="slot-count">{formatCount(countOf(commands, worst))}</span>
    </button>
  );
}

/** From the most to the least severe. */
const SEVERITY = ['deny', 'ask', 'allow', 'none'] as const satisfies readonly Decision[];

function worstOf(commands: readonly LaneCommand[]): Decision {
  return SEVERITY.find((one) => countOf(commands, one) > 0) ?? 'none';
}

/** A command that the policy did not evaluate counts as one that no rule decides. */
function countOf(commands: readonly LaneCommand[], decision: Decision): number {
  return commands.filter((command) => (command.decision ?? 'none') === decision).length;
}

function cellName(slot: string, commands: readonly LaneCommand[]): string {
  const [denied, asked] = [countOf(commands, 'deny'), countOf(commands, 'ask')];
  return [
    slot,
    counted('commands', commands.length),
    ...(denied > 0 ? [t('deniedCount', formatCount(denied))] : []),
    ...(asked > 0 ? [t('askedCount', formatCount(asked))] : []),
  ].join(', ');
}

/** Moves to the next slot with commands in the direction of an arrow key. Returns whether the key is one. */
function moveFocus(body: Element | null, target: EventTarget | null, key: string): boolean {
  const rows = Array.from(body?.children ?? [], (row) =>
    Array.from(row.querySelectorAll('button')),
  );
  const row = rows.findIndex((buttons) => buttons.some((button) => button === target));
  const buttons = rows[row] ?? [];
  const at = buttons.findIndex((button) => button === target);
  switch (key) {
    case 'ArrowRight':
      buttons[at + 1]?.focus();
      return true;
    case 'ArrowLeft':
      buttons[at - 1]?.focus();
      return true;
    case 'ArrowDown':
      nearest(rows[row + 1], buttons[at])?.focus();
      return true;
    case 'ArrowUp':
      nearest(rows[row - 1], buttons[at])?.focus();
      return true;
    default:
      return false;
  }
}

/** The button of another lane whose column is the closest. */
function nearest(
  buttons: readonly HTMLButtonElement[] = [],
  from: HTMLButtonElement | undefined,
): HTMLButtonElement | undefined {
  const columnOf = (button: HTMLButtonElement | undefined): number => {
    const cell = button?.parentElement;
    return Array.from(cell?.parentElement?.children ?? []).indexOf(cell as Element);
  };
  const column = columnOf(from);
  return buttons.toSorted(
    (a, b) => Math.abs(columnOf(a) - column) - Math.abs(columnOf(b) - column),
  )[0];
}
