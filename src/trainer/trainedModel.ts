import { sha256Hex } from '../core/hash';
import type { ModelFile } from '../ml/model/modelFile';

/** What a model is and how good it is, without its trees. */
export type ModelHead = Omit<ModelFile, 'features' | 'forest' | 'calibration'>;

/**
 * A model as the worker hands it over. The trees stay text: a thread that took them as objects would stand still for
 * half a second.
 */
export interface TrainedModel {
  readonly head: ModelHead;
  /** The whole `ModelFile` as JSON text in UTF-8. */
  readonly json: Uint8Array<ArrayBuffer>;
  /** Of `json`, 64 hex digits. */
  readonly sha256: string;
}

/** Packs a model for another thread. */
export function packModel(model: ModelFile): TrainedModel {
  const { kind, featureVersion, seed, dataHash, report } = model;
  const text = JSON.stringify(model);
  return {
    head: { kind, featureVersion, seed, dataHash, report },
    json: new TextEncoder().encode(text),
    sha256: sha256Hex(text),
  };
}
