import * as l10n from '@vscode/l10n';
import { formatCount } from '../core/formatCount';
import type { KnownModel } from '../app/ports';
import { featureText } from './featureText';
import { labelName } from './nodes/terms';
import { percent, when } from './nodes/nodeTexts';

/** The report of a model as Markdown. Text from the history is in code spans. */
export function learningReportText(model: KnownModel): string {
  const { report } = model;
  return [
    `# ${l10n.t('Learning report')}`,
    '',
    ...provenance(model),
    '',
    ...section(l10n.t('Compared with the previous model'), comparison(model)),
    ...section(l10n.t('Drift'), model.drift === undefined ? [] : [model.drift.advice]),
    `## ${l10n.t('On held-out commands')}`,
    '',
    ...metricsTable(report.test),
    '',
    `## ${l10n.t('Out of bag')}`,
    '',
    ...metricsTable(report.outOfBag),
    '',
    `## ${l10n.t('Most important features')}`,
    '',
    row([
      l10n.t('Feature'),
      l10n.t('Importance'),
      l10n.t('Indicates'),
      l10n.t('Share of unsafe commands'),
    ]),
    '|---|---|---|---|',
    ...report.topFeatures.map(({ feature, importance, speaksFor, unsafeShare }) =>
      row([code(feature), importance.toFixed(4), labelName(speaksFor), percent(unsafeShare) ?? '']),
    ),
    '',
    ...section(l10n.t('Notes'), report.notes),
    ...section(l10n.t('Commands with contradictory labels'), report.contradictions.map(code)),
  ].join('\n');
}

function provenance({ modelVersion, trainedAt, seed, dataHash, report }: KnownModel): string[] {
  const { commands, events, templates, unsafe, safe, unknown } = report.counts;
  return [
    l10n.t(
      'Model {0}, trained {1}, seed {2}, data {3}.',
      modelVersion,
      when(trainedAt),
      String(seed),
      dataHash.slice(0, 12),
    ),
    l10n.t(
      'Trained on distinct commands: {0} (events: {1}, templates: {2}; {3} unsafe, {4} safe, {5} unlabelled).',
      formatCount(commands),
      formatCount(events),
      formatCount(templates),
      formatCount(unsafe),
      formatCount(safe),
      formatCount(unknown),
    ),
  ];
}

function comparison({ previous }: KnownModel): readonly string[] {
  if (previous === undefined) return [];
  const figure = (value: number | null): string => (value === null ? '–' : String(value));
  return [
    ...previous.changes.map(
      ({ name, before, after }) => `${name}: ${figure(before)} → ${figure(after)}`,
    ),
    ...newFeatures(previous.newFeatures),
  ];
}

function newFeatures(names: readonly string[]): readonly string[] {
  const texts = names.map(featureText).join(', ');
  return texts === '' ? [] : [l10n.t('New among the most important features: {0}', texts)];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines.map((line) => `- ${line}`), ''];
}

function metricsTable(metrics: KnownModel['report']['test']): readonly string[] {
  const { accuracy, averagePrecision, recallAtOnePerMille, confusion, safe, unsafe } = metrics;
  const share = (value: number | null): string => percent(value) ?? l10n.t('no data');
  const classRow = (label: 'safe' | 'unsafe', { precision, recall, f1, support }: typeof safe) =>
    row([labelName(label), share(precision), share(recall), share(f1), String(support)]);
  return [
    l10n.t(
      'Accuracy: {0}, average precision: {1}, recall at 1 false alarm in 1,000: {2}.',
      share(accuracy),
      share(averagePrecision),
      share(recallAtOnePerMille),
    ),
    '',
    row([l10n.t('Class'), l10n.t('Precision'), l10n.t('Recall'), 'F1', l10n.t('Rows')]),
    '|---|---|---|---|---|',
    classRow('unsafe', unsafe),
    classRow('safe', safe),
    '',
    row(['', l10n.t('predicted unsafe'), l10n.t('predicted safe')]),
    '|---|---|---|',
    row([l10n.t('is unsafe'), `${confusion.unsafeAsUnsafe}`, `${confusion.unsafeAsSafe}`]),
    row([l10n.t('is safe'), `${confusion.safeAsUnsafe}`, `${confusion.safeAsSafe}`]),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}\``;
}
