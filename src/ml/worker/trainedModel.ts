import type { ModelHead } from '../model/modelHead';

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
