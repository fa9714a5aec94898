import type { ModelHead } from '../model/modelHead';

/**
 * A model from a worker, as JSON text, because cloning the trees as objects would block the thread for half a second.
 */
export interface TrainedModel {
  readonly head: ModelHead;
  /** The `ModelFile` as JSON text in UTF-8. */
  readonly json: Uint8Array<ArrayBuffer>;
  /** The hash of `json`, 64 hex digits. */
  readonly sha256: string;
}
