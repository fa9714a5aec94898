import * as z from 'zod';
import { RulewrightError } from '../../core/errors';
import { FEATURE_VERSION } from '../features/features';
import { LearningReport } from './report';

/** What a model is and how good it is, without its trees: all that people see of it. */
export const ModelHead = z.strictObject({
  kind: z.literal('rulewright-model'),
  featureVersion: z.number().int(),
  seed: z.number().int(),
  /** SHA-256 over the commands and labels learned from. */
  dataHash: z.string(),
  report: LearningReport,
});
export type ModelHead = z.infer<typeof ModelHead>;

/** Short name of a model for people: the start of its data hash and its seed. */
export function modelVersion(
  model: Pick<ModelHead, 'dataHash' | 'seed' | 'featureVersion'>,
): string {
  return `f${model.featureVersion}-${model.dataHash.slice(0, 12)}-s${model.seed}`;
}

/** Throws `old-model` for a version of the features that is not this one. */
export function refuseOldFeatures(version: number): void {
  if (version === FEATURE_VERSION) return;
  throw new RulewrightError(
    'old-model',
    `This model was trained on version ${version} of the features; this is version ${FEATURE_VERSION}.`,
    { hint: 'Train again: the history is still there.' },
  );
}
