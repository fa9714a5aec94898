import type { MetricChange, ModelReport } from '../../../src/protocol/model';
import { Exact } from '../common/exact';
import { formatCount, formatShare, formatTime } from '../common/format';
import { Icon } from '../common/icon';

/** What training again changed. */
export function Previous({
  previous,
}: {
  readonly previous: NonNullable<ModelReport['previous']>;
}) {
  return (
    <>
      <p class="hint">
        Against <Exact text={previous.modelVersion} />, trained {formatTime(previous.trainedAt)}.
      </p>
      <table class="grid">
        <caption class="sr-only">Figures before and after</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {previous.changes.map((change) => (
            <tr key={change.name}>
              <th scope="row">{change.name}</th>
              <td>{figure(change.before)}</td>
              <td>{figure(change.after)}</td>
              <td>
                <Verdict change={change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {previous.notes.length > 0 && (
        <ul class="notes">
          {previous.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Verdict({ change }: { readonly change: MetricChange }) {
  const { before, after, higherIsBetter } = change;
  if (before === null || after === null) return <>–</>;
  if (before === after) return <>Same</>;
  const up = after > before;
  const words =
    higherIsBetter === null ? (up ? 'More' : 'Less') : up === higherIsBetter ? 'Better' : 'Worse';
  return (
    <>
      <Icon name={up ? 'up' : 'down'} /> {words}
    </>
  );
}

/** Shares lie between 0 and 1; anything else is a count. */
function figure(value: number | null): string {
  if (value === null) return '–';
  return value >= 0 && value <= 1 ? formatShare(value) : formatCount(value);
}
