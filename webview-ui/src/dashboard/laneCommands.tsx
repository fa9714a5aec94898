import {
  eventContext,
  type FromDashboard,
  type LaneCommand,
} from '../../../src/protocol/dashboard';
import { Command } from '../common/command';
import { DecisionBadge } from '../common/decisionBadge';
import { Exact } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatTime } from '../common/format';
import { useShowMore } from '../common/list';
import { t } from '../common/texts';
import { shortText } from '../common/visibleText';
import { EventType } from './eventType';
import type { OpenSlot } from './lanePlaces';
import { slotName, type LaneRange } from './laneSlots';
import type { Send } from './section';

/** Number of commands of a slot shown initially. */
const FIRST_COMMANDS = 10;

/** The commands of the open slot, newest first. */
export function LaneCommands({
  lane,
  slot,
  commands,
  range,
  send,
}: OpenSlot & { readonly range: LaneRange; readonly send: Send }) {
  const { shown, more } = useShowMore(commands, 100, FIRST_COMMANDS);
  return (
    <div class="lane-commands" role="group" aria-labelledby="lane-open">
      <h4 id="lane-open">
        <Filled text="commandsOfSlot" parts={[<Exact text={lane.name} />, slotName(range, slot)]} />
      </h4>
      <ul>
        {shown.map((command) => (
          <li key={command.id} data-vscode-context={eventContext(command)}>
            <LaneLine command={command} send={send} />
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}

function LaneLine({ command, send }: { readonly command: LaneCommand; readonly send: Send }) {
  const { id, ts, eventType, decision } = command;
  const sends = (message: FromDashboard) => (): void => {
    send(message);
  };
  return (
    <>
      <time dateTime={ts}>{formatTime(ts)}</time>{' '}
      {decision !== undefined && <DecisionBadge decision={decision} />}{' '}
      <Command
        text={command.command}
        limit={100}
        omitted={command.omitted}
        onOpen={sends({ type: 'openCommand', eventId: id })}
      />{' '}
      <span class="hint">
        <EventType name={eventType} />
      </span>{' '}
      <button
        type="button"
        class="link"
        aria-label={t('explainOf', shortText(command.command))}
        onClick={sends({ type: 'explain', subjectId: id })}
      >
        {t('explain')}
      </button>
    </>
  );
}
