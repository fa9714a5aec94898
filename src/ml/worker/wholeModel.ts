import { sha256Hex } from '../../core/hash';
import type { Files } from '../../core/files';
import { ModelFile } from '../model/modelFile';
import { loadModel, type LoadedModel } from '../model/predict';
import { damagedModel, missingModel, unsealed } from './shelfForm';
import type { TrainedModel } from './trainedModel';

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

/** Unpacks a model from its JSON text: for worker threads alone. Throws `old-model`. */
export function unpackModel(json: Uint8Array): LoadedModel {
  return loadModel(ModelFile.parse(JSON.parse(new TextDecoder().decode(json))));
}

/**
 * Reads a model of the shelf with its trees and unpacks it: for worker threads alone, as that takes long.
 * Throws `not-found`, `old-model` or `invalid-input`, each with its cure.
 */
export async function readWholeModel(files: Files, path: string): Promise<LoadedModel> {
  const bytes = await files.read(path);
  if (bytes === undefined) throw missingModel(path);
  const [, line = ''] = new TextDecoder().decode(bytes).split('\n');
  const parsed = ModelFile.safeParse(unsealed('model', line, path));
  if (!parsed.success) throw damagedModel(path);
  return loadModel(parsed.data);
}
