import { Label } from '../../../src/core/label';
import type { EventRow } from '../../../src/protocol/dashboard';
import { ScoreBadge } from '../common/badge';
import { Command } from '../common/command';
import { Words } from '../common/exact';
import { formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { useMore } from '../common/list';
import { cutText, visibleText } from '../common/visibleText';
import { DecisionBadge } from './decisions';
import { rowTint } from './eventFilter';
import type { Send } from './section';

/** Characters of a command shown before the person asks for all. */
const COMMAND_CUT = 60;
const COLUMNS = ['Time', 'Event', 'Command', 'Tool', 'Exit', 'Score', 'Verdict', 'Label'] as const;

/** Events in rows; on a narrow page each row becomes a small card. The roles keep it a table for readers. */
export function EventTable({
  rows,
  send,
}: {
  readonly rows: readonly EventRow[];
  readonly send: Send;
}) {
  const { shown, more } = useMore(rows, 100);
  return (
    <>
      <table class="events" role="table" aria-label="Commands">
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((row) => (
            <EventLine key={row.id} row={row} send={send} />
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}

function EventLine({ row, send }: { readonly row: EventRow; readonly send: Send }) {
  return (
    <tr role="row" class={`tint-${rowTint(row)}`}>
      <td role="cell" class="cell-time">
        <time dateTime={row.ts}>{formatTime(row.ts)}</time>
      </td>
      <td role="cell" class="cell-event">
        <Words text={spaced(row.eventType)} />
      </td>
      <td role="cell" class="cell-command">
        <Command
          text={row.command}
          limit={COMMAND_CUT}
          omitted={row.omitted}
          onOpen={() => {
            send({ type: 'openCommand', eventId: row.id });
          }}
        />
        {row.lowConfidence && (
          <span
            class="hint"
            title="The terminal was not sure of this command line; it is not learned from"
          >
            {' '}
            <Icon name="unknown" /> not sure
          </span>
        )}
      </td>
      <td role="cell" class="cell-tool">
        <Words text={spaced(row.tool ?? '–')} />
      </td>
      <td role="cell" class="cell-exit">
        <ExitCode code={row.exitCode} />
      </td>
      <td role="cell" class="cell-score">
        {row.safetyScore === undefined ? '–' : <ScoreBadge score={row.safetyScore} />}
      </td>
      <td role="cell" class="cell-verdict">
        <VerdictCell row={row} send={send} />
      </td>
      <td role="cell" class="cell-label">
        <LabelSelect row={row} send={send} />
      </td>
    </tr>
  );
}

/** `command_executed` as two words: they can wrap and leave room for the command. */
function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}

function ExitCode({ code }: { readonly code: number | undefined }) {
  if (code === undefined) return <span title="The shell reported none">–</span>;
  return code === 0 ? (
    <span class="exit-good" title="Succeeded">
      0
    </span>
  ) : (
    <span class="exit-bad" title="Failed">
      <Icon name="failed" /> {code}
    </span>
  );
}

function VerdictCell({ row, send }: { readonly row: EventRow; readonly send: Send }) {
  const { verdict } = row;
  if (verdict === undefined) return <span title="The policy was not asked">–</span>;
  const name = commandName(row);
  return (
    <>
      <DecisionBadge
        decision={verdict.decision}
        title={`Policy version ${verdict.policyVersion}`}
      />
      <RuleLink
        rule={verdict.rules[0]}
        text="rule"
        name={`Show the rule that decided ${name}`}
        send={send}
      />
      <RuleLink
        rule={verdict.shadow[0]}
        text="shadow rule"
        name={`Show the shadow rule that would have decided ${name}`}
        send={send}
      />
    </>
  );
}

function RuleLink(props: {
  readonly rule: string | undefined;
  readonly text: string;
  readonly name: string;
  readonly send: Send;
}) {
  const { rule, text, name, send } = props;
  if (rule === undefined) return null;
  return (
    <>
      {' '}
      <button
        type="button"
        class="link"
        aria-label={name}
        onClick={() => {
          send({ type: 'openRule', ruleId: rule });
        }}
      >
        {text}
      </button>
    </>
  );
}

function LabelSelect({ row, send }: { readonly row: EventRow; readonly send: Send }) {
  const implied = rowTint(row);
  return (
    <select
      aria-label={`Label of ${commandName(row)}`}
      value={row.label ?? 'none'}
      onChange={(event) => {
        const label = Label.safeParse(event.currentTarget.value);
        if (label.success) send({ type: 'label', eventId: row.id, label: label.data });
      }}
    >
      <option value="none" disabled={row.label !== undefined}>
        {implied === 'unknown' ? 'None' : `None (score: ${implied})`}
      </option>
      <option value="safe">Safe</option>
      <option value="unsafe">Unsafe</option>
      <option value="unknown">Unknown</option>
    </select>
  );
}

function commandName(row: EventRow): string {
  return visibleText(cutText(row.command, COMMAND_CUT).text);
}
