import { useState } from 'preact/hooks';
import type { Review } from '../../../src/protocol/reviewer';
import { EffectBadge } from '../common/badge';
import { Exact, Sentence } from '../common/exactText';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { useShowMore } from '../common/list';
import { counted, t } from '../common/texts';
import { comparisonRows, type Row } from './comparisonRows';
import { STATE_TEXTS, type ReviewState } from './reviewState';

/** Minimum width for two columns, below which they are too narrow for a pattern. */
const NARROW_PX = 560;

/** The policy before and after the change, as two columns or as one list. Unchanged rules are hidden at first. */
export function Comparison(props: {
  readonly review: Review;
  readonly state: Exclude<ReviewState, 'appliedEarlier'>;
}) {
  const { review, state } = props;
  const [form, setForm] = useState<'columns' | 'list'>(
    window.innerWidth < NARROW_PX ? 'list' : 'columns',
  );
  const [unchanged, setUnchanged] = useState(false);
  const rows = comparisonRows(review);
  const same = rows.filter((row) => row.change === 'same').length;
  const all = useShowMore(rows, 200);
  const changed = useShowMore(
    rows.filter((row) => row.change !== 'same'),
    200,
    25,
  );
  const { shown, more } = unchanged ? all : changed;
  const after = rows.filter((row) => row.after !== undefined).length;
  const texts = STATE_TEXTS[state];
  return (
    <section aria-labelledby="comparison">
      <div class="heading-row">
        <h2 id="comparison">{t('policyBeforeAndAfter')}</h2>
        <div class="segmented" role="group" aria-label={t('showAs')}>
          <FormButton current={form} form="columns" text={t('sideBySide')} onPick={setForm} />
          <FormButton current={form} form="list" text={t('list')} onPick={setForm} />
        </div>
      </div>
      {form === 'columns' ? (
        <Columns
          rows={shown}
          before={t(texts.before, formatCount(review.inForce.length))}
          after={t(texts.after, formatCount(after))}
        />
      ) : (
        <List rows={shown} />
      )}
      {more}
      {same > 0 && (
        <button
          type="button"
          class="link"
          aria-expanded={unchanged}
          onClick={() => {
            setUnchanged(!unchanged);
          }}
        >
          {counted(unchanged ? 'hideUnchanged' : 'showUnchanged', same)}
        </button>
      )}
    </section>
  );
}

function FormButton(props: {
  readonly current: 'columns' | 'list';
  readonly form: 'columns' | 'list';
  readonly text: string;
  readonly onPick: (form: 'columns' | 'list') => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.current === props.form}
      onClick={() => {
        props.onPick(props.form);
      }}
    >
      {props.text}
    </button>
  );
}

function Columns(props: {
  readonly rows: readonly Row[];
  /** The column headings. */
  readonly before: string;
  readonly after: string;
}) {
  return (
    <table class="columns">
      <thead>
        <tr>
          <th scope="col">{props.before}</th>
          <th scope="col">{props.after}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={rowKey(row)} class={`row-${row.change}`}>
            <td class="before">
              {row.before === undefined ? (
                <Absent text={t('absent')} />
              ) : (
                <Line rule={row.before} sign={signBefore(row)} />
              )}
            </td>
            <td class="after">
              {row.after === undefined ? (
                <Absent text={t('removed')} />
              ) : (
                <Line rule={row.after} sign={signAfter(row)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One rule per line, each with a word that describes its change. */
function List({ rows }: { readonly rows: readonly Row[] }) {
  const lines = rows.flatMap((row) => {
    if (row.change === 'changed') {
      return [
        { key: `-${row.before.id}`, sign: 'removed', rule: row.before },
        { key: `+${row.before.id}`, sign: 'added', rule: row.after },
      ] as const;
    }
    return [{ key: rowKey(row), sign: row.change, rule: row.after ?? row.before }] as const;
  });
  return (
    <ol class="unified" aria-label={t('changesByLine')}>
      {lines.map((line) => (
        <li key={line.key} class={`row-${line.sign}`}>
          <Line rule={line.rule} sign={line.sign} />
        </li>
      ))}
    </ol>
  );
}

type Sign = 'added' | 'removed' | 'same';
const SIGNS = {
  added: { icon: 'add', text: 'added' },
  removed: { icon: 'remove', text: 'removed' },
  same: { icon: 'same', text: 'unchanged' },
} as const;

function Line({
  rule,
  sign,
}: {
  readonly rule: NonNullable<Row['before'] | Row['after']>;
  readonly sign: Sign;
}) {
  return (
    <span class="line">
      <span class="sign">
        <Icon name={SIGNS[sign].icon} />
        <span class="sr-only">{t(SIGNS[sign].text)}: </span>
      </span>
      <span>
        <EffectBadge effect={rule.effect} mode={rule.mode} />{' '}
        {rule.title === undefined ? (
          <Exact text={rule.pattern} />
        ) : (
          <>
            <Sentence text={rule.title} />
            <span class="line-pattern">
              <Exact text={rule.pattern} />
            </span>
          </>
        )}
      </span>
    </span>
  );
}

function Absent({ text }: { readonly text: string }) {
  return <span class="absent">{text}</span>;
}

function signBefore(row: Row): Sign {
  return row.change === 'same' ? 'same' : 'removed';
}

function signAfter(row: Row): Sign {
  return row.change === 'same' ? 'same' : 'added';
}

function rowKey(row: Row): string {
  return row.change === 'added' ? `+${row.after.effect}${row.after.pattern}` : row.before.id;
}
