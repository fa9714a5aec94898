import { Readable } from 'node:stream';
import { RulewrightError } from '../../core/errors';
import { sha256Hex } from '../../core/hash';
import type { TrainedModel } from './trainedModel';

/**
 * A model as its file on the shelf: JSON in two lines, the head alone and the whole model. So whoever shows a model
 * reads no trees. Each line has a hash of its own, so that a damaged one is noticed. In pieces: to put them together
 * would hold up this thread.
 */
export function shelfPieces({ head, json, sha256 }: TrainedModel): AsyncIterable<Uint8Array> {
  const text = JSON.stringify(head);
  const start = `{"headSha256":"${sha256Hex(text)}","head":${text},\n"modelSha256":"${sha256}","model":`;
  return Readable.from([Buffer.from(start), json, Buffer.from('}\n')]);
}

const SEALED = /^\{?"(head|model)Sha256":"([0-9a-f]{64})","\1":/;

/** What a line of the file says. Throws `invalid-input` unless it is that part and whole. */
export function unsealed(part: 'head' | 'model', line: string, path: string): unknown {
  const found = SEALED.exec(line);
  const body = found === null ? '' : line.slice(found[0].length, -1);
  if (found?.[1] !== part || sha256Hex(body) !== found[2]) throw damagedModel(path);
  return JSON.parse(body);
}

/** How a file began that had no head of its own. */
const WITHOUT_HEAD = Buffer.from('{"sha256":');

/** Throws `old-model` where a file begins as those without a head did. */
export function refuseWithoutHead(beginning: Uint8Array, path: string): void {
  if (!WITHOUT_HEAD.equals(beginning.subarray(0, WITHOUT_HEAD.length))) return;
  throw new RulewrightError(
    'old-model',
    `The model at ${path} was kept by an earlier version of Rulewright.`,
    { hint: TRAIN_AGAIN },
  );
}

export function missingModel(path: string): RulewrightError {
  return new RulewrightError('not-found', `There is no model at ${path}.`, { hint: 'Train one.' });
}

export function damagedModel(path: string): RulewrightError {
  return new RulewrightError('invalid-input', `The model at ${path} is damaged.`, {
    hint: TRAIN_AGAIN,
  });
}

const TRAIN_AGAIN = 'Train again: the history is still there.';
