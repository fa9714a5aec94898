import * as z from 'zod';
import { DataCounts } from '../dataset/dataCounts';

const Count = z.number().int().nonnegative();
const Share = z.number().min(0).max(1);

/** Precision, recall and F1 of one class; null where nothing was there to measure them on. */
export const ClassMetrics = z.strictObject({
  precision: Share.nullable(),
  recall: Share.nullable(),
  f1: Share.nullable(),
  support: Count,
});
export type ClassMetrics = z.infer<typeof ClassMetrics>;

/** How well the forest told unsafe from safe on rows it had not learned from. */
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
  /** Area under the precision-recall curve, by steps. */
  averagePrecision: Share.nullable(),
  /** Share of the unsafe rows above the threshold that flags at most 1 safe row in 1 000. */
  recallAtOnePerMille: Share.nullable(),
});
export type Metrics = z.infer<typeof Metrics>;

/** One bar of the reliability diagram: how sure the forest was, and how often it was right. */
const ReliabilityBin = z.strictObject({
  rows: Count,
  meanProbability: Share,
  unsafeShare: Share,
});

/** `error` is the expected calibration error over ten bins, before and after calibration, on held-out rows. */
export const Reliability = z.strictObject({
  errorBefore: Share.nullable(),
  errorAfter: Share.nullable(),
  bins: z.array(ReliabilityBin),
});
export type Reliability = z.infer<typeof Reliability>;

/** A feature that the forest leans on, and the side it speaks for. */
export const TopFeature = z.strictObject({
  feature: z.string(),
  importance: Share,
  speaksFor: z.enum(['unsafe', 'safe']),
  /** P(unsafe | feature present) in the training rows. */
  unsafeShare: Share,
  rows: Count,
});
export type TopFeature = z.infer<typeof TopFeature>;

/** What training found out about its data and about itself. The model carries it. */
export const LearningReport = z.strictObject({
  counts: DataCounts,
  trees: Count,
  features: Count,
  split: z.strictObject({
    trainRows: Count,
    testRows: Count,
    trainTemplates: Count,
    testTemplates: Count,
  }),
  /** On the held-out fifth: no template of it was trained on. */
  test: Metrics,
  /** Out-of-bag estimate of the final forest, by template. */
  outOfBag: Metrics,
  reliability: Reliability,
  topFeatures: z.array(TopFeature),
  /** Commands with contradictory labels, the first 20. */
  contradictions: z.array(z.string()),
  /** What a reader must know to read the figures right. */
  notes: z.array(z.string()),
});
export type LearningReport = z.infer<typeof LearningReport>;
