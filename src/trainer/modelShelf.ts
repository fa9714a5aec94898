import { join } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { sha256Hex } from '../core/hash';
import type { Clock } from '../core/ports';
import { writeAtomic } from '../files/writeAtomic';
import { ModelFile, modelVersion } from '../ml/model/modelFile';
import { refuseOldFeatures } from '../ml/model/predict';
import type { TrainedModel } from './trainedModel';

/** A model that was kept, newest first in a list. */
export interface ShelvedModel {
  readonly name: string;
  /** Epoch milliseconds, from the file's name. */
  readonly trainedAt: number;
}

/** Where trained models stay. The newest one counts; older ones are kept to compare with. */
export interface ModelShelf {
  list(): Promise<readonly ShelvedModel[]>;
  /** The newest model, or undefined before the first training. Throws `old-model`, `invalid-input`. */
  newest(): Promise<ModelFile | undefined>;
  /** Throws `old-model` for other feature versions and `invalid-input` for a damaged file. */
  load(name: string): Promise<ModelFile>;
  /** Keeps a model whole or not at all, and removes all but the newest few. */
  keep(trained: TrainedModel): Promise<ShelvedModel>;
}

const KEPT = 5;
const NAME = /^(\d{13})-([\w-]+)\.json$/;

/** A shelf in a folder, which is made when the first model is kept. */
export function createModelShelf(files: Files, folder: string, clock: Clock): ModelShelf {
  const list = async (): Promise<readonly ShelvedModel[]> =>
    (await files.list(folder))
      .flatMap((name) => {
        const found = NAME.exec(name);
        return found === null ? [] : [{ name, trainedAt: Number(found[1]) }];
      })
      .sort((a, b) => b.trainedAt - a.trainedAt || (a.name < b.name ? 1 : -1));
  const load = (name: string): Promise<ModelFile> => readModel(files, join(folder, name));
  const newest = async (): Promise<ModelFile | undefined> => {
    const [first] = await list();
    return first === undefined ? undefined : load(first.name);
  };
  return {
    list,
    load,
    newest,
    async keep(trained) {
      const [last] = await list();
      const trainedAt = Math.max(clock.now(), (last?.trainedAt ?? 0) + 1);
      const name = `${trainedAt}-${modelVersion(trained.head)}.json`;
      await files.makeFolder(folder);
      await writeAtomic(files, join(folder, name), fileBytes(trained));
      for (const old of (await list()).slice(KEPT)) await files.remove(join(folder, old.name));
      return { name, trainedAt };
    },
  };
}

/** A model as the bytes of its file: `{"sha256": …, "model": …}`, so that a damaged file is noticed. */
function fileBytes({ json, sha256 }: TrainedModel): Uint8Array {
  return Buffer.concat([Buffer.from(`{"sha256":"${sha256}","model":`), json, Buffer.from('}\n')]);
}

/** Reads a model file. Throws `not-found`, `old-model` or `invalid-input`, each with its cure. */
async function readModel(files: Files, path: string): Promise<ModelFile> {
  const bytes = await files.read(path);
  if (bytes === undefined) {
    throw new RulewrightError('not-found', `There is no model at ${path}.`, { hint: 'Train one.' });
  }
  const text = new TextDecoder().decode(bytes);
  const found = /^\{"sha256":"([0-9a-f]{64})","model":/.exec(text);
  const body = found === null ? '' : text.slice(found[0].length, text.lastIndexOf('}'));
  if (found === null || sha256Hex(body) !== found[1]) throw damaged(path);
  const raw: unknown = JSON.parse(body);
  refuseOld(raw);
  const parsed = ModelFile.safeParse(raw);
  if (!parsed.success) throw damaged(path);
  return parsed.data;
}

/** The version is looked at before the shape: an older model may well have another one. */
function refuseOld(raw: unknown): void {
  const version =
    typeof raw === 'object' && raw !== null && 'featureVersion' in raw
      ? raw.featureVersion
      : undefined;
  if (typeof version === 'number') refuseOldFeatures(version);
}

function damaged(path: string): RulewrightError {
  return new RulewrightError('invalid-input', `The model at ${path} is damaged.`, {
    hint: 'Train again: the history is still there.',
  });
}
