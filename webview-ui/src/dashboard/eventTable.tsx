import { Label } from '../../../src/core/label';
import { eventContext, type EventRow } from '../../../src/protocol/dashboard';
import { RiskBadge } from '../common/badge';
import { Command } from '../common/command';
import { Words } from '../common/exactText';
import { formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { useShowMore } from '../common/list';
import { t, type TextKey } from '../common/texts';
import { cutText, visibleText } from '../common/visibleText';
import { DecisionBadge } from '../common/decisionBadge';
import { rowTint } from './eventFilter';
import { EventType, breakableName } from './eventType';
import { KeyHelp } from './labelKeys';
import { useRowKeys } from './rowKeys';
import type { Send } from './section';

/** Number of characters shown until a command is expanded. */
const COMMAND_CUT = 60;
const COLUMNS = [
  'time',
  'event',
  'command',
  'tool',
  'exit',
  'riskColumn',
  'verdict',
  'label',
] as const satisfies readonly TextKey[];

/** Events as a table. On a narrow page each row is a card; the roles keep it a table for screen readers. */
export function EventTable({
  rows,
  send,
}: {
  readonly rows: readonly EventRow[];
  readonly send: Send;
}) {
  const { shown, more } = useShowMore(rows, 100);
  const keys = useRowKeys(shown, send);
  return (
    <>
      <KeyHelp />
      <p class="sr-only" role="status">
        {keys.announcement}
      </p>
      <table class="events" role="table" aria-label={t('commandTable')}>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={keys.table} onKeyDown={keys.onKeyDown}>
          {shown.map((row, index) => (
            <EventLine
              key={row.id}
              row={row}
              isCurrent={keys.isCurrent(row, index)}
              onFocus={() => {
                keys.onFocus(row);
              }}
              send={send}
            />
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}

function EventLine(props: {
  readonly row: EventRow;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly send: Send;
}) {
  const { row, send } = props;
  return (
    <tr
      role="row"
      class={`tint-${rowTint(row)}`}
      tabIndex={props.isCurrent ? 0 : -1}
      onFocusCapture={props.onFocus}
      data-vscode-context={eventContext(row)}
    >
      <td role="cell" class="cell-time">
        <time dateTime={row.ts}>{formatTime(row.ts)}</time>
      </td>
      <td role="cell" class="cell-event">
        <EventType name={row.eventType} />
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
          <span class="hint" title={t('uncertainTitle')}>
            {' '}
            <Icon name="unknown" /> {t('uncertain')}
          </span>
        )}
      </td>
      <td role="cell" class="cell-tool">
        <Words text={breakableName(row.tool ?? '–')} />
      </td>
      <td
        role="cell"
        class={row.exitCode === undefined ? 'cell-exit none' : 'cell-exit'}
        data-name={t('exit')}
      >
        <ExitCode code={row.exitCode} />
      </td>
      <td role="cell" class={row.risk === undefined ? 'cell-risk none' : 'cell-risk'}>
        {row.risk === undefined ? '–' : <RiskBadge risk={row.risk} />}
      </td>
      <td role="cell" class={row.verdict === undefined ? 'cell-verdict none' : 'cell-verdict'}>
        <VerdictCell row={row} send={send} />
      </td>
      <td role="cell" class="cell-label">
        <LabelSelect row={row} send={send} />
      </td>
    </tr>
  );
}

function ExitCode({ code }: { readonly code: number | undefined }) {
  if (code === undefined) return <span title={t('noExitCode')}>–</span>;
  return code === 0 ? (
    <span class="exit-good" title={t('exitSucceeded')}>
      0
    </span>
  ) : (
    <span class="exit-bad" title={t('exitFailed')}>
      <Icon name="failed" /> {String(code)}
    </span>
  );
}

function VerdictCell({ row, send }: { readonly row: EventRow; readonly send: Send }) {
  const { verdict } = row;
  if (verdict === undefined) return <span title={t('noVerdict')}>–</span>;
  const name = commandName(row);
  return (
    <>
      <DecisionBadge
        decision={verdict.decision}
        title={t('policyVersion', verdict.policyVersion)}
      />{' '}
      <button
        type="button"
        class="link"
        aria-label={t('explainOf', name)}
        onClick={() => {
          send({ type: 'explain', subjectId: row.id });
        }}
      >
        {t('explain')}
      </button>
      <RuleLink rule={verdict.rules[0]} text={t('rule')} name={t('showRule', name)} send={send} />
      <RuleLink
        rule={verdict.shadow[0]}
        text={t('shadowRule')}
        name={t('showShadowRule', name)}
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
      aria-label={t('labelOf', commandName(row))}
      value={row.label ?? 'none'}
      onChange={(event) => {
        const label = Label.safeParse(event.currentTarget.value);
        if (label.success) send({ type: 'label', eventId: row.id, label: label.data });
      }}
    >
      <option value="none" disabled={row.label !== undefined}>
        {t(NO_LABEL[implied])}
      </option>
      <option value="safe">{t('safe')}</option>
      <option value="unsafe">{t('unsafe')}</option>
      <option value="unknown">{t('unknown')}</option>
    </select>
  );
}

/** The option for a row without a label, by the label for its risk. */
const NO_LABEL = {
  safe: 'noneLooksSafe',
  unsafe: 'noneLooksUnsafe',
  unknown: 'noneLabelled',
} as const satisfies Record<Label, TextKey>;

function commandName(row: EventRow): string {
  return visibleText(cutText(row.command, COMMAND_CUT).text);
}
