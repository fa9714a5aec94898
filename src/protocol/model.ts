/** The learning report in the form of the dashboard. */
import * as z from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** Metrics of one class. Null if there is no data. */
const ClassMetrics = z.strictObject({
  label: z.enum(['safe', 'unsafe']),
  precision: share.nullable(),
  recall: share.nullable(),
  f1: share.nullable(),
  support: count,
});

/** A feature and its weight. `direction` is the class that its presence indicates. */
export const FeatureWeight = z.strictObject({
  name: z.string(),
  /**
   * Its importance in the model, or its contribution to the risk of one command. Always positive; `direction` has the
   * sign.
   */
  weight: z.number().nonnegative(),
  direction: z.enum(['safe', 'unsafe']),
});
export type FeatureWeight = z.infer<typeof FeatureWeight>;

/** One bin of the reliability diagram: the mean predicted risk of its commands, and the share of unsafe ones. */
export const ReliabilityBin = z.strictObject({ count, predicted: share, observed: share });
export type ReliabilityBin = z.infer<typeof ReliabilityBin>;

/** A metric of this model and of the previous one. */
export const MetricChange = z.strictObject({
  name: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** Whether larger is better; null if neither is. */
  higherIsBetter: z.boolean().nullable(),
});
export type MetricChange = z.infer<typeof MetricChange>;

/** The report of the newest model. Metrics without data are absent. */
export const ModelReport = z.strictObject({
  modelVersion: z.string(),
  trainedAt: z.string(),
  seed: z.number(),
  trees: count,
  features: count,
  featureVersion: z.number(),
  dataHash: z.string(),
  /** Number of training rows, by label. */
  rows: z.strictObject({ safe: count, unsafe: count, unknown: count }),
  templates: count.optional(),
  heldOut: count,
  accuracy: share.nullable(),
  classes: z.array(ClassMetrics),
  /** Confusion matrix of the held-out rows: label, then prediction. */
  confusion: z.strictObject({
    safeAsSafe: count,
    safeAsUnsafe: count,
    unsafeAsSafe: count,
    unsafeAsUnsafe: count,
  }),
  averagePrecision: share.optional(),
  /** Share of unsafe commands found at one false alarm in 1,000 safe commands. */
  recallAtLowFpr: share.optional(),
  /** Expected calibration error before and after calibration. */
  calibration: z.strictObject({ before: share, after: share }).optional(),
  reliability: z.array(ReliabilityBin),
  topFeatures: z.array(FeatureWeight),
  drift: z
    .strictObject({
      /** Share of the features of newer events that are new to the model. */
      unseenShare: share,
      /** Share of the labels given since training that the model disagrees with. */
      labelDisagreement: share.nullable(),
      newEvents: count,
      /** Whether to train again, and why. */
      advice: z.string(),
      retrain: z.boolean(),
    })
    .optional(),
  previous: z
    .strictObject({
      modelVersion: z.string(),
      trainedAt: z.string(),
      changes: z.array(MetricChange),
      /** New among the most important features; code is between backticks. */
      newFeatures: z.array(z.string()),
    })
    .optional(),
  /** Warnings about the data, such as contradictory labels. */
  warnings: z.array(z.string()),
});
export type ModelReport = z.infer<typeof ModelReport>;
