import type { ModelReport, ReliabilityBin } from '../../../src/protocol/model';
import { formatCount, formatPercent, formatShare } from '../common/format';
import { t } from '../common/texts';

const SIZE = 200;
const MARGIN = 52;

/** The marked shares of both axes. */
const TICKS = [0, 0.5, 1];

/** Predicted risk against the observed share of unsafe commands, as a plot and as an accessible table. */
export function Reliability({ report }: { readonly report: ModelReport }) {
  const bins = report.reliability.filter(({ count }) => count > 0);
  return (
    <>
      <p class="hint">
        {t('calibrationAbout')}
        {report.calibration !== undefined &&
          ` ${t('calibrationError', formatShare(report.calibration.after), formatShare(report.calibration.before))}`}
      </p>
      {bins.length > 0 && (
        <div class="reliability">
          <Picture bins={bins} />
          <table class="grid">
            <caption class="sr-only">{t('calibration')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('predictedRisk')}</th>
                <th scope="col">{t('observedUnsafe')}</th>
                <th scope="col">{t('commandColumn')}</th>
              </tr>
            </thead>
            <tbody>
              {bins.map((bin, index) => (
                <tr key={index}>
                  <td>{formatShare(bin.predicted)}</td>
                  <td>{formatShare(bin.observed)}</td>
                  <td>{formatCount(bin.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Picture({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const x = (share: number): number => MARGIN + share * (SIZE - MARGIN - 6);
  const y = (share: number): number => SIZE - MARGIN - share * (SIZE - MARGIN - 6);
  const line = bins.map((bin) => `${x(bin.predicted)},${y(bin.observed)}`).join(' ');
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} class="plot" aria-hidden="true">
      <path class="axis" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
      <path class="ideal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
      <polyline class="curve" points={line} />
      {bins.map((bin, index) => (
        <circle key={index} class="dot" cx={x(bin.predicted)} cy={y(bin.observed)} r="3.5" />
      ))}
      {TICKS.map((share) => (
        <g key={share}>
          <text x={x(share)} y={y(0) + 13} text-anchor={share === 1 ? 'end' : 'middle'}>
            {formatPercent(share)}
          </text>
          <text x={x(0) - 4} y={y(share) + 4} text-anchor="end">
            {formatPercent(share)}
          </text>
        </g>
      ))}
      <text x={x(0.5)} y={SIZE - 6} text-anchor="middle">
        {t('predictedRisk')}
      </text>
      <text transform={`translate(10 ${y(0.5)}) rotate(-90)`} text-anchor="middle">
        {t('observedUnsafe')}
      </text>
    </svg>
  );
}
