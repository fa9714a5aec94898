import * as z from 'zod';
import { LearningReport } from './report';

/** A split or a leaf, in the JSON form of `ml-random-forest`. */
export type TreeNode = LeafNode | SplitNode;

/** Class shares [safe, unsafe] of the training rows that end here. */
export interface LeafNode {
  readonly distribution: readonly [readonly [number, number]];
  readonly numberSamples: number;
}

/** Rows without the feature go left, rows with it right. */
export interface SplitNode {
  readonly splitColumn: number;
  readonly splitValue: number;
  readonly gain: number;
  readonly numberSamples: number;
  readonly left: TreeNode;
  readonly right: TreeNode;
}

/** Trees nest up to the depth limit of the trainer, so they are checked by walking (`forest.ts`), not by a schema. */
export const ForestJson = z.strictObject({
  name: z.literal('RFClassifier'),
  baseModel: z.strictObject({
    indexes: z.array(z.array(z.number().int().nonnegative())),
    n: z.number().int().nonnegative(),
    replacement: z.boolean(),
    maxFeatures: z.number(),
    nEstimators: z.number().int().positive(),
    treeOptions: z.record(z.string(), z.unknown()),
    isClassifier: z.literal(true),
    seed: z.number().int(),
    estimators: z.array(
      z.strictObject({
        name: z.literal('DTClassifier'),
        options: z.record(z.string(), z.unknown()),
        root: z.custom<TreeNode>((value) => typeof value === 'object' && value !== null),
      }),
    ),
    useSampleBagging: z.boolean(),
  }),
});
export type ForestJson = z.infer<typeof ForestJson>;

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
