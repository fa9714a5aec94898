import * as l10n from '@vscode/l10n';
import type { LearningReport } from './report';

/** The differences between a new model and the previous one, as sentences for display. */
export function compareModels(before: LearningReport, after: LearningReport): readonly string[] {
  const lines = [
    count(l10n.t('commands'), before.counts.commands, after.counts.commands),
    count(l10n.t('unsafe commands'), before.counts.unsafe, after.counts.unsafe),
    share(l10n.t('accuracy'), before.test.accuracy, after.test.accuracy),
    share(l10n.t('precision'), before.test.unsafe.precision, after.test.unsafe.precision),
    share(l10n.t('recall'), before.test.unsafe.recall, after.test.unsafe.recall),
    share(l10n.t('average precision'), before.test.averagePrecision, after.test.averagePrecision),
    features(before, after),
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? [l10n.t('Nothing changed.')] : lines;
}

function count(what: string, before: number, after: number): string | undefined {
  return before === after ? undefined : l10n.t('{0}: {1} before, {2} now', what, before, after);
}

function share(what: string, before: number | null, after: number | null): string | undefined {
  if (before === after) return undefined;
  return l10n.t('{0}: {1} before, {2} now', what, text(before), text(after));
}

function text(value: number | null): string {
  return value === null ? l10n.t('no data') : value.toFixed(3);
}

function features(before: LearningReport, after: LearningReport): string | undefined {
  const old = new Set(before.topFeatures.map(({ feature }) => feature));
  const fresh = after.topFeatures.map(({ feature }) => feature).filter((name) => !old.has(name));
  return fresh.length === 0 ? undefined : l10n.t('new top features: {0}', fresh.join(', '));
}
