/** The learning report as the dashboard shows it. */
import * as z from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** Null where there was nothing to measure on. */
const ClassMetrics = z.strictObject({
  label: z.enum(['safe', 'unsafe']),
  precision: share.nullable(),
  recall: share.nullable(),
  f1: share.nullable(),
  support: count,
});

/** A feature that moves the model; `direction` is where its presence points. */
export const FeatureWeight = z.strictObject({
  name: z.string(),
  /** Importance, or what it adds to the risk of one command. Never negative: `direction` has the sign. */
  weight: z.number().nonnegative(),
  direction: z.enum(['safe', 'unsafe']),
});
export type FeatureWeight = z.infer<typeof FeatureWeight>;

/** One bin of the reliability figure: the mean risk given to its commands, and the share that was unsafe. */
export const ReliabilityBin = z.strictObject({ count, predicted: share, observed: share });
export type ReliabilityBin = z.infer<typeof ReliabilityBin>;

/** One number of this model beside the same number of the one before. */
export const MetricChange = z.strictObject({
  name: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** Whether a larger number is better; null where neither is. */
  higherIsBetter: z.boolean().nullable(),
});
export type MetricChange = z.infer<typeof MetricChange>;

/** What the model on the shelf says of itself. Absent figures were not measured. */
export const ModelReport = z.strictObject({
  modelVersion: z.string(),
  trainedAt: z.string(),
  seed: z.number(),
  trees: count,
  features: count,
  featureVersion: z.number(),
  dataHash: z.string(),
  /** Rows learned from, by label. */
  rows: z.strictObject({ safe: count, unsafe: count, unknown: count }),
  templates: count.optional(),
  heldOut: count,
  accuracy: share.nullable(),
  classes: z.array(ClassMetrics),
  /** Rows held out: what they are, and what the model called them. */
  confusion: z.strictObject({
    safeAsSafe: count,
    safeAsUnsafe: count,
    unsafeAsSafe: count,
    unsafeAsUnsafe: count,
  }),
  averagePrecision: share.optional(),
  /** Share of unsafe commands found while one safe command in a thousand is called unsafe. */
  recallAtLowFpr: share.optional(),
  /** Expected calibration error before and after calibration. */
  calibration: z.strictObject({ before: share, after: share }).optional(),
  reliability: z.array(ReliabilityBin),
  topFeatures: z.array(FeatureWeight),
  drift: z
    .strictObject({
      /** Share of features in newer events that the model has never seen. */
      unseenShare: share,
      /** Share of labels given since training that the model disagrees with. */
      labelDisagreement: share.nullable(),
      newEvents: count,
      /** Whether it is time to train again, and why. */
      advice: z.string(),
      retrain: z.boolean(),
    })
    .optional(),
  previous: z
    .strictObject({
      modelVersion: z.string(),
      trainedAt: z.string(),
      changes: z.array(MetricChange),
      notes: z.array(z.string()),
    })
    .optional(),
  /** Contradictory labels, one-sided data and the like, in words. */
  warnings: z.array(z.string()),
});
export type ModelReport = z.infer<typeof ModelReport>;
