import type { MetricChange, ModelReport } from '../../../src/protocol/model';
import { Exact, Sentence, Words } from '../common/exactText';
import { formatCount, formatShare, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { Filled } from '../common/filledText';
import { t } from '../common/texts';

/** The metrics next to those of the previous model. */
export function PreviousModel({
  previous,
}: {
  readonly previous: NonNullable<ModelReport['previous']>;
}) {
  return (
    <>
      <p class="hint">
        <Filled
          text="previousModel"
          parts={[<Exact text={previous.modelVersion} />, formatTime(previous.trainedAt)]}
        />
      </p>
      <table class="grid">
        <caption class="sr-only">{t('metricsBeforeAndAfter')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('metric')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('now')}</th>
            <th scope="col">{t('change')}</th>
          </tr>
        </thead>
        <tbody>
          {previous.changes.map((change) => (
            <tr key={change.name}>
              <th scope="row">
                <Words text={change.name} />
              </th>
              <td>{figure(change.before)}</td>
              <td>{figure(change.after)}</td>
              <td>
                <Verdict change={change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {previous.newFeatures.length > 0 && (
        <>
          <p class="hint">{t('newTopFeatures')}</p>
          <ul class="notes">
            {previous.newFeatures.map((feature) => (
              <li key={feature}>
                <Sentence text={feature} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Verdict({ change }: { readonly change: MetricChange }) {
  const { before, after, higherIsBetter } = change;
  if (before === null || after === null) return <>–</>;
  if (before === after) return <>{t('same')}</>;
  const up = after > before;
  const text =
    higherIsBetter === null ? (up ? 'more' : 'less') : up === higherIsBetter ? 'better' : 'worse';
  return (
    <>
      <Icon name={up ? 'up' : 'down'} /> {t(text)}
    </>
  );
}

/** Values between 0 and 1 are shares; all others are counts. */
function figure(value: number | null): string {
  if (value === null) return '–';
  return value >= 0 && value <= 1 ? formatShare(value) : formatCount(value);
}
