import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { RulewrightError } from '../../core/errors';
import { FEATURE_VERSION } from '../features/features';
import { LearningReport } from './report';

/** The metadata of a model and its report, without its trees. Everything that views show. */
export const ModelHead = z.strictObject({
  kind: z.literal('rulewright-model'),
  featureVersion: z.number().int(),
  seed: z.number().int(),
  /** SHA-256 of the commands and labels of the training data. */
  dataHash: z.string(),
  report: LearningReport,
});
export type ModelHead = z.infer<typeof ModelHead>;

/** A short name of a model: its feature version, the start of its data hash, and its seed. */
export function modelVersion(
  model: Pick<ModelHead, 'dataHash' | 'seed' | 'featureVersion'>,
): string {
  return `f${model.featureVersion}-${model.dataHash.slice(0, 12)}-s${model.seed}`;
}

/** Throws `old-model` if the model was trained on another version of the features. */
export function checkFeatureVersion(version: number): void {
  if (version === FEATURE_VERSION) return;
  throw new RulewrightError(
    'old-model',
    l10n.t(
      'The model uses version {0} of the features, but this version of Rulewright uses version {1}.',
      String(version),
      String(FEATURE_VERSION),
    ),
    { hint: l10n.t('Train again. The history is unchanged.') },
  );
}
