import type { LearningReport } from './report';

/** What a new model has over the one before, in words for the person. */
export function compareModels(before: LearningReport, after: LearningReport): readonly string[] {
  const said = [
    count('commands', before.counts.commands, after.counts.commands),
    count('unsafe commands', before.counts.unsafe, after.counts.unsafe),
    share('accuracy', before.test.accuracy, after.test.accuracy),
    share('precision', before.test.unsafe.precision, after.test.unsafe.precision),
    share('recall', before.test.unsafe.recall, after.test.unsafe.recall),
    share('average precision', before.test.averagePrecision, after.test.averagePrecision),
    features(before, after),
  ].filter((line) => line !== undefined);
  return said.length === 0 ? ['Nothing changed.'] : said;
}

function count(what: string, before: number, after: number): string | undefined {
  return before === after ? undefined : `${what}: ${before} before, ${after} now`;
}

function share(what: string, before: number | null, after: number | null): string | undefined {
  if (before === after) return undefined;
  return `${what}: ${text(before)} before, ${text(after)} now`;
}

function text(value: number | null): string {
  return value === null ? 'not measured' : value.toFixed(3);
}

function features(before: LearningReport, after: LearningReport): string | undefined {
  const old = new Set(before.topFeatures.map(({ feature }) => feature));
  const fresh = after.topFeatures.map(({ feature }) => feature).filter((name) => !old.has(name));
  return fresh.length === 0 ? undefined : `new among the top features: ${fresh.join(', ')}`;
}
