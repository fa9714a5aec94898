import type { FeatureWeight } from '../../../src/protocol/model';
import { Bar } from '../common/bar';
import { Exact } from '../common/exact';
import { Icon } from '../common/icon';

const WORDS = { unsafe: 'towards unsafe', safe: 'towards safe' } as const;

/** Features with their strength and the side they point to. */
export function FeatureBars({ features }: { readonly features: readonly FeatureWeight[] }) {
  if (features.length === 0) return <p class="hint">No feature stands out.</p>;
  const most = Math.max(...features.map(({ weight }) => weight), Number.MIN_VALUE);
  return (
    <table class="grid features">
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Strength</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {features.map((feature) => (
          <tr key={feature.name}>
            <td>
              <Exact text={feature.name} />
            </td>
            <td class="strength">
              <Bar
                share={feature.weight / most}
                tone={feature.direction === 'unsafe' ? 'bad' : 'good'}
              />{' '}
              {feature.weight.toFixed(3)}
            </td>
            <td class="direction">
              <Icon name={feature.direction} /> {WORDS[feature.direction]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
