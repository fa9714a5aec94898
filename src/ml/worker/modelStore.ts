import { join } from 'node:path';
import type { Files } from '../../core/fileAccess';
import { isObject } from '../../core/isObject';
import type { Clock } from '../../core/ports';
import { writeAtomic } from '../../files/writeAtomic';
import { ModelHead, modelVersion, checkFeatureVersion } from '../model/modelHead';
import { damagedModel, missingModel, checkHasHead, modelPieces, verifiedPart } from './modelFormat';
import type { TrainedModel } from './trainedModel';

/** A stored model. */
export interface StoredModel {
  readonly path: string;
  /** Epoch milliseconds, from the file name. */
  readonly trainedAt: number;
}

/** Storage of trained models. The newest one is used; older ones serve for comparison. */
export interface ModelStore {
  /** Newest first. */
  list(): Promise<readonly StoredModel[]>;
  /** The head of a model, without reading its trees. Throws `not-found`, `old-model`, `invalid-input`. */
  head(model: StoredModel): Promise<ModelHead>;
  /** Saves a model atomically, and deletes all but the newest few. */
  save(trained: TrainedModel): Promise<StoredModel>;
}

const KEPT = 5;
const NAME = /^(\d{13})-[\w-]+\.json$/;
const LINE_END = 10;

/** A model store in a folder, which is created with the first model. */
export function createModelStore(files: Files, folder: string, clock: Clock): ModelStore {
  const list = async (): Promise<readonly StoredModel[]> =>
    (await files.list(folder))
      .flatMap((name) => {
        const found = NAME.exec(name);
        return found === null ? [] : [{ path: join(folder, name), trainedAt: Number(found[1]) }];
      })
      .sort((a, b) => b.trainedAt - a.trainedAt || (a.path < b.path ? 1 : -1));
  return {
    list,
    head: ({ path }) => readHead(files, path),
    async save(trained) {
      const [last] = await list();
      const trainedAt = Math.max(clock.now(), (last?.trainedAt ?? 0) + 1);
      const path = join(folder, `${trainedAt}-${modelVersion(trained.head)}.json`);
      await files.makeFolder(folder);
      await writeAtomic(files, path, modelPieces(trained));
      for (const old of (await list()).slice(KEPT)) await files.remove(old.path);
      return { path, trainedAt };
    },
  };
}

async function readHead(files: Files, path: string): Promise<ModelHead> {
  const raw = verifiedPart('head', await firstLine(files, path), path);
  checkVersion(raw);
  const parsed = ModelHead.safeParse(raw);
  if (!parsed.success) throw damagedModel(path);
  return parsed.data;
}

/** Reads only the first line of the file. */
async function firstLine(files: Files, path: string): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const piece of files.readPieces(path)) {
    if (read.length === 0) checkHasHead(piece, path);
    const end = piece.indexOf(LINE_END);
    read.push(end < 0 ? piece : piece.subarray(0, end));
    if (end >= 0) break;
  }
  if (read.length === 0) throw missingModel(path);
  return Buffer.concat(read).toString();
}

/** Checks the version before the schema, because older models may have another schema. */
function checkVersion(raw: unknown): void {
  const version = isObject(raw) ? raw['featureVersion'] : undefined;
  if (typeof version === 'number') checkFeatureVersion(version);
}
