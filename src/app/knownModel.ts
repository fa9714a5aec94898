import type { KnownModel, ModelComparison, ModelDrift } from './ports';
import { effectiveLabel, type LabelledCommand } from '../core/event';
import type { EventHistory } from '../core/ports';
import { compareModels } from '../ml/model/compareModels';
import { modelVersion, type ModelHead } from '../ml/model/modelHead';
import type { Drift } from '../ml/model/prediction';

/** A model and when it was trained, in epoch milliseconds. */
export interface DatedModel {
  readonly model: ModelHead;
  readonly trainedAtMs: number;
}

/** The newest events that drift is measured on: a look at a trend, not a full count. */
const LOOKED_AT = 2000;

/** A model as people see it, beside the one before it and what has happened since. */
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
  const was = before.model.report;
  const is = after.report;
  const better = (name: string, old: number | null, now: number | null) => ({
    name,
    before: old,
    after: now,
    higherIsBetter: true,
  });
  return {
    modelVersion: modelVersion(before.model),
    trainedAt: iso(before.trainedAtMs),
    changes: [
      better('Accuracy', was.test.accuracy, is.test.accuracy),
      better('Precision (unsafe)', was.test.unsafe.precision, is.test.unsafe.precision),
      better('Recall (unsafe)', was.test.unsafe.recall, is.test.unsafe.recall),
      better('Average precision', was.test.averagePrecision, is.test.averagePrecision),
      {
        name: 'Calibration error',
        before: was.reliability.errorAfter,
        after: is.reliability.errorAfter,
        higherIsBetter: false,
      },
      {
        name: 'Labelled commands',
        before: labelled(was),
        after: labelled(is),
        higherIsBetter: null,
      },
    ],
    notes: compareModels(was, is),
  };
}

function labelled({ counts }: ModelHead['report']): number {
  return counts.safe + counts.unsafe;
}

/** How far the newest events are from what the model learned from; undefined while there are none. */
export async function driftSince(
  trainedAtMs: number,
  history: Pick<EventHistory, 'recent'>,
  measure: (commands: readonly LabelledCommand[]) => Promise<Drift>,
): Promise<ModelDrift | undefined> {
  const newer = (await history.recent(LOOKED_AT)).filter(({ ts }) => Date.parse(ts) > trainedAtMs);
  if (newer.length === 0) return undefined;
  const { unknownFeatures, disagreement, advice } = await measure(
    newer.map((event) => ({ command: event.command, label: effectiveLabel(event), count: 1 })),
  );
  return {
    unseenShare: unknownFeatures ?? 0,
    labelDisagreement: disagreement,
    newEvents: newer.length,
    advice: advice ?? 'The model still fits what runs here.',
    retrain: advice !== undefined,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
