import type { ComponentChildren } from 'preact';
import type { ModelReport } from '../../../src/protocol/model';
import { Words } from '../common/exactText';
import { formatCount, formatShare, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { ShortId } from '../common/shortId';
import { counted, t } from '../common/texts';
import { FeatureBars } from './featureBars';
import { PreviousModel } from './previousModel';
import { Reliability } from './reliability';

/** The learning report: the metrics first, then the details. */
export function Report({ report }: { readonly report: ModelReport }) {
  return (
    <>
      {report.warnings.map((warning) => (
        <Notice key={warning} tone="info" message={warning} />
      ))}
      <Drift drift={report.drift} />
      <Figures report={report} />
      <div class="report">
        <Block title={t('heldOutCommands')}>
          <ClassTable report={report} />
          <Confusion report={report} />
        </Block>
        <Block title={t('mostImportantFeatures')}>
          <FeatureBars features={report.topFeatures} />
        </Block>
        <Block title={t('calibration')}>
          <Reliability report={report} />
        </Block>
        {report.previous !== undefined && (
          <Block title={t('comparedWithPrevious')}>
            <PreviousModel previous={report.previous} />
          </Block>
        )}
        <Block title={t('training')}>
          <Training report={report} />
        </Block>
      </div>
    </>
  );
}

/** A share, or a dash if there is no data. */
function shareOrDash(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : formatShare(share);
}

function Block({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Drift({ drift }: { readonly drift: ModelReport['drift'] }) {
  if (drift === undefined) return null;
  const parts = [
    counted('commandsSince', drift.newEvents),
    t('unseenShare', formatShare(drift.unseenShare)),
    ...(drift.labelDisagreement === null
      ? []
      : [t('disagreement', formatShare(drift.labelDisagreement))]),
  ];
  return (
    <Notice
      tone={drift.retrain ? 'warn' : 'info'}
      message={drift.advice}
      hint={`${parts.join('; ')}.`}
    />
  );
}

function Figures({ report }: { readonly report: ModelReport }) {
  const unsafe = report.classes.find(({ label }) => label === 'unsafe');
  const figures: readonly (readonly [string, string, string])[] = [
    [t('recallUnsafe'), shareOrDash(unsafe?.recall), t('recallUnsafeAbout')],
    [t('precisionUnsafe'), shareOrDash(unsafe?.precision), t('precisionUnsafeAbout')],
    [t('accuracy'), shareOrDash(report.accuracy), counted('accuracyAbout', report.heldOut)],
    ...(report.recallAtLowFpr === undefined
      ? []
      : [
          [
            t('recallAtLowFpr'),
            formatShare(report.recallAtLowFpr),
            t('recallAtLowFprAbout'),
          ] as const,
        ]),
    ...(report.averagePrecision === undefined
      ? []
      : [
          [
            t('averagePrecision'),
            formatShare(report.averagePrecision),
            t('averagePrecisionAbout'),
          ] as const,
        ]),
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value, about]) => (
        <div key={name} class="tile">
          <dt>{name}</dt>
          <dd>
            <span class="figure">{value}</span>
            <span class="hint">{about}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ClassTable({ report }: { readonly report: ModelReport }) {
  return (
    <table class="grid">
      <caption class="sr-only">{t('classTable')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('class')}</th>
          <th scope="col" class="number">
            {t('precision')}
          </th>
          <th scope="col" class="number">
            {t('recall')}
          </th>
          <th scope="col" class="number">
            {t('f1')}
          </th>
          <th scope="col" class="number">
            {t('commandColumn')}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.classes.map((entry) => (
          <tr key={entry.label}>
            <th scope="row">
              <Icon name={entry.label} /> {t(entry.label)}
            </th>
            <td class="number">{shareOrDash(entry.precision)}</td>
            <td class="number">{shareOrDash(entry.recall)}</td>
            <td class="number">{shareOrDash(entry.f1)}</td>
            <td class="number">{formatCount(entry.support)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Confusion({ report: { confusion } }: { readonly report: ModelReport }) {
  return (
    <table class="grid confusion">
      <caption>{t('confusionMatrix')}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('predictedSafe')}</th>
          <th scope="col">{t('predictedUnsafe')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('isSafe')}</th>
          <td class="right">{formatCount(confusion.safeAsSafe)}</td>
          <td class="wrong">
            {formatCount(confusion.safeAsUnsafe)} <span class="hint">{t('falseAlarms')}</span>
          </td>
        </tr>
        <tr>
          <th scope="row">{t('isUnsafe')}</th>
          <td class="wrong">
            {formatCount(confusion.unsafeAsSafe)} <span class="hint">{t('missed')}</span>
          </td>
          <td class="right">{formatCount(confusion.unsafeAsUnsafe)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Training({ report }: { readonly report: ModelReport }) {
  const { safe, unsafe, unknown } = report.rows;
  const entries: readonly (readonly [string, string])[] = [
    [t('model'), report.modelVersion],
    [t('trained'), formatTime(report.trainedAt)],
    [
      t('trainedOn'),
      t('trainedOnRows', formatCount(safe), formatCount(unsafe), formatCount(unknown)),
    ],
    ...(report.templates === undefined
      ? []
      : [[t('shapes'), formatCount(report.templates)] as const]),
    [
      t('forest'),
      t(
        'forestOf',
        counted('trees', report.trees),
        counted('features', report.features),
        String(report.featureVersion),
        String(report.seed),
      ),
    ],
  ];
  return (
    <dl class="pairs">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Words text={value} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('dataHash')}</dt>
        <dd>
          <ShortId id={report.dataHash} copy="copyDataHash" />
        </dd>
      </div>
    </dl>
  );
}
