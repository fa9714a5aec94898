import type { KnownModel } from '../app/ports';
import { counted, percent, when } from './nodes/words';

/** The report of a model as Markdown; text out of the history stands in code spans. */
export function learningReportText(model: KnownModel): string {
  const { report } = model;
  return [
    '# Learning report',
    '',
    `Model ${model.modelVersion}, trained ${when(model.trainedAt)}, seed ${model.seed}, data ${model.dataHash.slice(0, 12)}.`,
    `Learned from ${counted(report.counts.commands, 'distinct command')} (${counted(report.counts.events, 'event')}, ${counted(report.counts.templates, 'template')}): ${report.counts.unsafe} unsafe, ${report.counts.safe} safe, ${report.counts.unknown} unlabelled.`,
    '',
    ...section('What changed since the model before', comparison(model)),
    ...section('Drift', model.drift === undefined ? [] : [model.drift.advice]),
    '## On commands it had not seen',
    '',
    ...metricsTable(report.test),
    '',
    '## Out of bag',
    '',
    ...metricsTable(report.outOfBag),
    '',
    '## What it leans on',
    '',
    '| Feature | Importance | Speaks for | Unsafe share |',
    '|---|---|---|---|',
    ...report.topFeatures.map(
      ({ feature, importance, speaksFor, unsafeShare }) =>
        `| ${code(feature)} | ${importance.toFixed(4)} | ${speaksFor} | ${percent(unsafeShare) ?? ''} |`,
    ),
    '',
    ...section('Notes', report.notes),
    ...section('Labelled both ways', report.contradictions.map(code)),
  ].join('\n');
}

function comparison({ previous }: KnownModel): readonly string[] {
  if (previous === undefined) return [];
  const figure = (value: number | null): string => (value === null ? '–' : String(value));
  return [
    ...previous.changes.map(
      ({ name, before, after }) => `${name}: ${figure(before)} → ${figure(after)}`,
    ),
    ...previous.notes,
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines.map((line) => `- ${line}`), ''];
}

function metricsTable(metrics: KnownModel['report']['test']): readonly string[] {
  const { confusion, safe, unsafe } = metrics;
  const share = (value: number | null): string => percent(value) ?? 'not measured';
  return [
    `Accuracy ${share(metrics.accuracy)}, average precision ${share(metrics.averagePrecision)}, recall at 1 false alarm in 1 000 ${share(metrics.recallAtOnePerMille)}.`,
    '',
    '| Class | Precision | Recall | F1 | Rows |',
    '|---|---|---|---|---|',
    `| unsafe | ${share(unsafe.precision)} | ${share(unsafe.recall)} | ${share(unsafe.f1)} | ${unsafe.support} |`,
    `| safe | ${share(safe.precision)} | ${share(safe.recall)} | ${share(safe.f1)} | ${safe.support} |`,
    '',
    '| | called unsafe | called safe |',
    '|---|---|---|',
    `| is unsafe | ${confusion.unsafeAsUnsafe} | ${confusion.unsafeAsSafe} |`,
    `| is safe | ${confusion.safeAsUnsafe} | ${confusion.safeAsSafe} |`,
  ];
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}\``;
}
