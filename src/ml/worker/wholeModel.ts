import { sha256Hex } from '../../core/hash';
import type { Files } from '../../core/fileAccess';
import { ModelFile } from '../model/modelFile';
import { loadModel, type LoadedModel } from '../model/predict';
import { damagedModel, missingModel, verifiedPart } from './modelFormat';
import type { TrainedModel } from './trainedModel';

/** Serializes a model for another thread. */
export function packModel(model: ModelFile): TrainedModel {
  const { kind, featureVersion, seed, dataHash, report } = model;
  const text = JSON.stringify(model);
  return {
    head: { kind, featureVersion, seed, dataHash, report },
    json: new TextEncoder().encode(text),
    sha256: sha256Hex(text),
  };
}

/** Loads a model from JSON. Only for worker threads. Throws `old-model`. */
export function unpackModel(json: Uint8Array): LoadedModel {
  return loadModel(ModelFile.parse(JSON.parse(new TextDecoder().decode(json))));
}

/**
 * Loads a stored model with its trees. Only for worker threads, because it is slow. Throws `not-found`, `old-model` or
 * `invalid-input`.
 */
export async function readWholeModel(files: Files, path: string): Promise<LoadedModel> {
  const bytes = await files.read(path);
  if (bytes === undefined) throw missingModel(path);
  const [, line = ''] = new TextDecoder().decode(bytes).split('\n');
  const parsed = ModelFile.safeParse(verifiedPart('model', line, path));
  if (!parsed.success) throw damagedModel(path);
  return loadModel(parsed.data);
}
