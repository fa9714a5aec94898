import type { FeatureWeight } from '../../../src/protocol/model';
import { Bar } from '../common/bar';
import { Sentence } from '../common/exactText';
import { Icon } from '../common/icon';
import { useShowMore } from '../common/list';
import { t } from '../common/texts';

const DIRECTIONS = { unsafe: 'raisesRisk', safe: 'lowersRisk' } as const;

/** Features with their weight and direction. The `first` features are shown, the rest on request. */
export function FeatureBars(props: {
  readonly features: readonly FeatureWeight[];
  /** Default: all. */
  readonly first?: number;
}) {
  const { features, first = features.length } = props;
  const { shown, more } = useShowMore(features, features.length, first);
  if (features.length === 0) return <p class="hint">{t('noFeatures')}</p>;
  const most = Math.max(...features.map(({ weight }) => weight), Number.MIN_VALUE);
  return (
    <>
      <table class="grid features">
        <thead>
          <tr>
            <th scope="col">{t('feature')}</th>
            <th scope="col">{t('weight')}</th>
            <th scope="col">{t('direction')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((feature) => (
            <tr key={feature.name}>
              <td>
                <Sentence text={feature.name} />
              </td>
              <td class="strength">
                <Bar
                  share={feature.weight / most}
                  tone={feature.direction === 'unsafe' ? 'bad' : 'good'}
                />{' '}
                {feature.weight.toFixed(3)}
              </td>
              <td class="direction">
                <Icon name={feature.direction} /> {t(DIRECTIONS[feature.direction])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}
