import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import { sha256Hex } from '../../core/hash';
import type { TrainedModel } from './trainedModel';

/**
 * The file format of a stored model: JSON in two lines, the head and the complete model, so that views can read the head
 * without the trees. Each line has its own hash to detect damage. Returned in pieces, because joining them would block
 * the thread.
 */
export function modelPieces({ head, json, sha256 }: TrainedModel): AsyncIterable<Uint8Array> {
  const text = JSON.stringify(head);
  const start = `{"headSha256":"${sha256Hex(text)}","head":${text},\n"modelSha256":"${sha256}","model":`;
  return Readable.from([Buffer.from(start), json, Buffer.from('}\n')]);
}

const PART = /^\{?"(head|model)Sha256":"([0-9a-f]{64})","\1":/;

/** Verifies and parses a line of the file. Throws `invalid-input` if it is damaged or the wrong part. */
export function verifiedPart(part: 'head' | 'model', line: string, path: string): unknown {
  const found = PART.exec(line);
  const body = found === null ? '' : line.slice(found[0].length, -1);
  if (found?.[1] !== part || sha256Hex(body) !== found[2]) throw damagedModel(path);
  return JSON.parse(body);
}

/** The start of files of earlier versions, which have no separate head. */
const WITHOUT_HEAD = Buffer.from('{"sha256":');

/** Throws `old-model` for a file of an earlier version, which has no separate head. */
export function checkHasHead(start: Uint8Array, path: string): void {
  if (!WITHOUT_HEAD.equals(start.subarray(0, WITHOUT_HEAD.length))) return;
  throw new RulewrightError(
    'old-model',
    l10n.t('The model at {0} was saved by an earlier version of Rulewright.', path),
    { hint: trainAgain() },
  );
}

export function missingModel(path: string): RulewrightError {
  return new RulewrightError('not-found', l10n.t('There is no model at {0}.', path), {
    hint: l10n.t('Train a model.'),
  });
}

export function damagedModel(path: string): RulewrightError {
  return new RulewrightError('invalid-input', l10n.t('The model at {0} is damaged.', path), {
    hint: trainAgain(),
  });
}

function trainAgain(): string {
  return l10n.t('Train again. The history is unchanged.');
}
