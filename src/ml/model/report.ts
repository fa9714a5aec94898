import * as z from 'zod';
import { DataCounts } from '../dataset/dataCounts';

const Count = z.number().int().nonnegative();
const Share = z.number().min(0).max(1);

/** Precision, recall and F1 of a class; null if there is no data. */
export const ClassMetrics = z.strictObject({
  precision: Share.nullable(),
  recall: Share.nullable(),
  f1: Share.nullable(),
  support: Count,
});
export type ClassMetrics = z.infer<typeof ClassMetrics>;

/** The quality of a forest on rows that it was not trained on. */
export const Metrics = z.strictObject({
  rows: Count,
  accuracy: Share.nullable(),
  confusion: z.strictObject({
    unsafeAsUnsafe: Count,
    unsafeAsSafe: Count,
    safeAsUnsafe: Count,
    safeAsSafe: Count,
  }),
  safe: ClassMetrics,
  unsafe: ClassMetrics,
  /** Area under the precision-recall curve (step function). */
  averagePrecision: Share.nullable(),
  /** Recall at the threshold with at most one false positive per 1,000 safe rows. */
  recallAtOnePerMille: Share.nullable(),
});
export type Metrics = z.infer<typeof Metrics>;

/** A bin of the reliability diagram: mean predicted probability and observed share. */
const ReliabilityBin = z.strictObject({
  rows: Count,
  meanProbability: Share,
  unsafeShare: Share,
});

/** The expected calibration error in ten bins, before and after calibration, on held-out rows. */
export const Reliability = z.strictObject({
  errorBefore: Share.nullable(),
  errorAfter: Share.nullable(),
  bins: z.array(ReliabilityBin),
});
export type Reliability = z.infer<typeof Reliability>;

/** An important feature, and the label that it indicates. */
export const TopFeature = z.strictObject({
  feature: z.string(),
  importance: Share,
  speaksFor: z.enum(['unsafe', 'safe']),
  /** P(unsafe | feature present) in the training rows. */
  unsafeShare: Share,
  rows: Count,
});
export type TopFeature = z.infer<typeof TopFeature>;

/** The report of a training run. It is part of the model. */
export const LearningReport = z.strictObject({
  counts: DataCounts,
  /** Number of bundled commands in the training data, by label. */
  base: z.strictObject({ safe: Count, unsafe: Count }),
  trees: Count,
  features: Count,
  split: z.strictObject({
    trainRows: Count,
    testRows: Count,
    trainTemplates: Count,
    testTemplates: Count,
  }),
  /**
   * On the held-out fifth, whose templates are not in the training data. Taken from the history, or from the bundled
   * commands if the history is small.
   */
  test: Metrics,
  /** Out-of-bag estimate of the final forest, by template. */
  outOfBag: Metrics,
  reliability: Reliability,
  topFeatures: z.array(TopFeature),
  /** Commands with contradictory labels, the first 20. */
  contradictions: z.array(z.string()),
  /** Limitations of the figures. */
  notes: z.array(z.string()),
});
export type LearningReport = z.infer<typeof LearningReport>;
