import * as l10n from '@vscode/l10n';
import type { KnownModel, ModelComparison, ModelDrift } from './ports';
import { effectiveLabel, type LabelledCommand } from '../core/event';
import type { EventHistory } from '../core/ports';
import { newTopFeatures } from '../ml/model/compareModels';
import { modelVersion, type ModelHead } from '../ml/model/modelHead';
import type { Drift } from '../ml/model/prediction';

/** A model and when it was trained, in epoch milliseconds. */
export interface DatedModel {
  readonly model: ModelHead;
  readonly trainedAtMs: number;
}

/** Maximum number of recent events used to measure drift. */
const DRIFT_EVENTS = 2000;

/** A model prepared for display, with the previous model and the drift since training. */
export function knownModel(
  { model, trainedAtMs }: DatedModel,
  more: { readonly before?: DatedModel | undefined; readonly drift?: ModelDrift | undefined } = {},
): KnownModel {
  const { seed, featureVersion, dataHash, report } = model;
  const { before, drift } = more;
  return {
    modelVersion: modelVersion(model),
    trainedAt: iso(trainedAtMs),
    seed,
    featureVersion,
    dataHash,
    report,
    ...(before === undefined ? {} : { previous: comparison(before, model) }),
    ...(drift === undefined ? {} : { drift }),
  };
}

function comparison(before: DatedModel, after: ModelHead): ModelComparison {
  const old = before.model.report;
  const current = after.report;
  const better = (name: string, previous: number | null, now: number | null) => ({
    name,
    before: previous,
    after: now,
    higherIsBetter: true,
  });
  return {
    modelVersion: modelVersion(before.model),
    trainedAt: iso(before.trainedAtMs),
    changes: [
      better(l10n.t('Accuracy'), old.test.accuracy, current.test.accuracy),
      better(
        l10n.t('Precision (unsafe)'),
        old.test.unsafe.precision,
        current.test.unsafe.precision,
      ),
      better(l10n.t('Recall (unsafe)'), old.test.unsafe.recall, current.test.unsafe.recall),
      better(l10n.t('Average precision'), old.test.averagePrecision, current.test.averagePrecision),
      {
        name: l10n.t('Calibration error'),
        before: old.reliability.errorAfter,
        after: current.reliability.errorAfter,
        higherIsBetter: false,
      },
      {
        name: l10n.t('Labelled commands'),
        before: labelled(old),
        after: labelled(current),
        higherIsBetter: null,
      },
    ],
    newFeatures: newTopFeatures(old, current),
  };
}

function labelled({ counts }: ModelHead['report']): number {
  return counts.safe + counts.unsafe;
}

/** The drift of recent events from the training data; undefined if there are no events since training. */
export async function driftSince(
  trainedAtMs: number,
  history: Pick<EventHistory, 'recent'>,
  measure: (commands: readonly LabelledCommand[]) => Promise<Drift>,
): Promise<ModelDrift | undefined> {
  const newer = (await history.recent(DRIFT_EVENTS)).filter(
    ({ ts }) => Date.parse(ts) > trainedAtMs,
  );
  if (newer.length === 0) return undefined;
  const { unknownFeatures, disagreement, advice } = await measure(
    newer.map((event) => ({ command: event.command, label: effectiveLabel(event), count: 1 })),
  );
  return {
    unseenShare: unknownFeatures ?? 0,
    labelDisagreement: disagreement,
    newEvents: newer.length,
    advice: advice ?? l10n.t('The model still fits the commands of this machine.'),
    retrain: advice !== undefined,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
