import * as z from 'zod';
import { isObject } from '../../core/isObject';

/** A split or a leaf in the JSON format of `ml-random-forest`. */
export type TreeNode = LeafNode | SplitNode;

/** Class shares [safe, unsafe] of the training rows in this leaf. */
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

/** Trees are deeply nested, so `forest.ts` checks them by traversal instead of a schema. */
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
        root: z.custom<TreeNode>(isObject),
      }),
    ),
    useSampleBagging: z.boolean(),
  }),
});
export type ForestJson = z.infer<typeof ForestJson>;
