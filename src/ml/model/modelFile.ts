import * as z from 'zod';
import { ForestJson } from '../forest/forestFormat';
import { LearningReport } from './report';

/** From vote share to probability, by straight lines between the points. */
export const Calibration = z.strictObject({
  votes: z.array(z.number().min(0).max(1)).min(1),
  probabilities: z.array(z.number().min(0).max(1)).min(1),
});
export type Calibration = z.infer<typeof Calibration>;

/** A trained model as it is kept: the same history and seed give the same bytes. */
export const ModelFile = z.strictObject({
  kind: z.literal('rulewright-model'),
  featureVersion: z.number().int(),
  seed: z.number().int(),
  /** SHA-256 over the commands and labels learned from. */
  dataHash: z.string(),
  /** Feature names in column order. */
  features: z.array(z.string()),
  forest: ForestJson,
  calibration: Calibration,
  report: LearningReport,
});
export type ModelFile = z.infer<typeof ModelFile>;

/** Short name of a model for people: the start of its data hash and its seed. */
export function modelVersion(
  model: Pick<ModelFile, 'dataHash' | 'seed' | 'featureVersion'>,
): string {
  return `f${model.featureVersion}-${model.dataHash.slice(0, 12)}-s${model.seed}`;
}
