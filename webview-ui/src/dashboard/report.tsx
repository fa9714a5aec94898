import type { ComponentChildren } from 'preact';
import type { ModelReport } from '../../../src/protocol/model';
import { Exact } from '../common/exact';
import { formatCount, formatShare, formatTime, plural } from '../common/format';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { ShortId } from '../common/shortId';
import { FeatureBars } from './featureBars';
import { Previous } from './previous';
import { Reliability } from './reliability';

/** The learning report: figures first, then what they rest on. */
export function Report({ report }: { readonly report: ModelReport }) {
  return (
    <>
      {report.warnings.map((warning) => (
        <Notice key={warning} tone="warn" message={warning} />
      ))}
      <Drift drift={report.drift} />
      <Figures report={report} />
      <div class="report">
        <Block title="Held-out commands">
          <ClassTable report={report} />
          <Confusion report={report} />
        </Block>
        <Block title="What moves it most">
          <FeatureBars features={report.topFeatures} />
        </Block>
        <Block title="Does its risk mean what it says?">
          <Reliability report={report} />
        </Block>
        {report.previous !== undefined && (
          <Block title="Compared with the model before">
            <Previous previous={report.previous} />
          </Block>
        )}
        <Block title="How it was made">
          <Made report={report} />
        </Block>
      </div>
    </>
  );
}

/** A share, or a dash where nothing was there to measure it on. */
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
    `${plural(drift.newEvents, 'command')} since training`,
    `${formatShare(drift.unseenShare)} of their features are new to the model`,
    ...(drift.labelDisagreement === null
      ? []
      : [`it disagrees with ${formatShare(drift.labelDisagreement)} of the labels given since`]),
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
    [
      'Unsafe found (recall)',
      shareOrDash(unsafe?.recall),
      'of the unsafe commands it had not seen',
    ],
    [
      'Right when it warns (precision)',
      shareOrDash(unsafe?.precision),
      'of what it called unsafe was',
    ],
    ['Accuracy', shareOrDash(report.accuracy), `on ${plural(report.heldOut, 'held-out command')}`],
    ...(report.recallAtLowFpr === undefined
      ? []
      : [
          [
            'Recall at 0.1 % false alarms',
            formatShare(report.recallAtLowFpr),
            'found while one safe command in 1,000 is called unsafe',
          ] as const,
        ]),
    ...(report.averagePrecision === undefined
      ? []
      : [
          [
            'Average precision',
            formatShare(report.averagePrecision),
            'over all thresholds',
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
      <caption class="sr-only">Precision, recall and F1 of each class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
          <th scope="col">F1</th>
          <th scope="col">Commands</th>
        </tr>
      </thead>
      <tbody>
        {report.classes.map((entry) => (
          <tr key={entry.label}>
            <th scope="row">
              <Icon name={entry.label} /> {entry.label === 'safe' ? 'Safe' : 'Unsafe'}
            </th>
            <td>{shareOrDash(entry.precision)}</td>
            <td>{shareOrDash(entry.recall)}</td>
            <td>{shareOrDash(entry.f1)}</td>
            <td>{formatCount(entry.support)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Confusion({ report: { confusion } }: { readonly report: ModelReport }) {
  return (
    <table class="grid confusion">
      <caption>Confusion matrix</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Called safe</th>
          <th scope="col">Called unsafe</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Is safe</th>
          <td class="right">{formatCount(confusion.safeAsSafe)}</td>
          <td class="wrong">
            {formatCount(confusion.safeAsUnsafe)} <span class="hint">false alarms</span>
          </td>
        </tr>
        <tr>
          <th scope="row">Is unsafe</th>
          <td class="wrong">
            {formatCount(confusion.unsafeAsSafe)} <span class="hint">missed</span>
          </td>
          <td class="right">{formatCount(confusion.unsafeAsUnsafe)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Made({ report }: { readonly report: ModelReport }) {
  const { safe, unsafe, unknown } = report.rows;
  const entries: readonly (readonly [string, string])[] = [
    ['Model', report.modelVersion],
    ['Trained', formatTime(report.trainedAt)],
    [
      'Learned from',
      `${formatCount(safe)} safe, ${formatCount(unsafe)} unsafe; ${formatCount(unknown)} unlabelled left out`,
    ],
    ...(report.templates === undefined
      ? []
      : [['Different shapes', formatCount(report.templates)] as const]),
    [
      'Forest',
      `${plural(report.trees, 'tree')}, ${plural(report.features, 'feature')} (version ${report.featureVersion}), seed ${report.seed}`,
    ],
  ];
  return (
    <dl class="pairs">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Exact text={value} />
          </dd>
        </div>
      ))}
      <div>
        <dt>Data fingerprint</dt>
        <dd>
          <ShortId id={report.dataHash} of="data fingerprint" />
        </dd>
      </div>
    </dl>
  );
}
