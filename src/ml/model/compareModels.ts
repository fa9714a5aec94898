import type { LearningReport } from './report';

/** The names of the features that are among the most important ones of a model and were not of the previous one. */
export function newTopFeatures(before: LearningReport, after: LearningReport): readonly string[] {
  const old = new Set(before.topFeatures.map(({ feature }) => feature));
  return after.topFeatures.map(({ feature }) => feature).filter((name) => !old.has(name));
}
