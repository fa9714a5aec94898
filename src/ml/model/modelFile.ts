import * as z from 'zod';
import { ForestJson } from '../forest/forestFormat';
import { ModelHead } from './modelHead';

/** Maps a vote share to a probability by linear interpolation between these points. */
export const Calibration = z.strictObject({
  votes: z.array(z.number().min(0).max(1)).min(1),
  probabilities: z.array(z.number().min(0).max(1)).min(1),
});
export type Calibration = z.infer<typeof Calibration>;

/** A trained model. The same history and seed give the same bytes. */
export const ModelFile = ModelHead.extend({
  /** Feature names in column order. */
  features: z.array(z.string()),
  forest: ForestJson,
  calibration: Calibration,
});
export type ModelFile = z.infer<typeof ModelFile>;
