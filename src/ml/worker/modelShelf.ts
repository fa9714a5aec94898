import { join } from 'node:path';
import type { Files } from '../../core/files';
import type { Clock } from '../../core/ports';
import { writeAtomic } from '../../files/writeAtomic';
import { ModelHead, modelVersion, refuseOldFeatures } from '../model/modelHead';
import { damagedModel, missingModel, refuseWithoutHead, shelfPieces, unsealed } from './shelfForm';
import type { TrainedModel } from './trainedModel';

/** A model that was kept, newest first in a list. */
export interface ShelvedModel {
  readonly path: string;
  /** Epoch milliseconds, from the file's name. */
  readonly trainedAt: number;
}

/** Where trained models stay. The newest one counts; older ones are kept to compare with. */
export interface ModelShelf {
  list(): Promise<readonly ShelvedModel[]>;
  /** What people see of a model; its trees are not read. Throws `not-found`, `old-model`, `invalid-input`. */
  head(model: ShelvedModel): Promise<ModelHead>;
  /** Keeps a model whole or not at all, and removes all but the newest few. */
  keep(trained: TrainedModel): Promise<ShelvedModel>;
}

const KEPT = 5;
const NAME = /^(\d{13})-[\w-]+\.json$/;
const LINE_END = 10;

/** A shelf in a folder, which is made when the first model is kept. */
export function createModelShelf(files: Files, folder: string, clock: Clock): ModelShelf {
  const list = async (): Promise<readonly ShelvedModel[]> =>
    (await files.list(folder))
      .flatMap((name) => {
        const found = NAME.exec(name);
        return found === null ? [] : [{ path: join(folder, name), trainedAt: Number(found[1]) }];
      })
      .sort((a, b) => b.trainedAt - a.trainedAt || (a.path < b.path ? 1 : -1));
  return {
    list,
    head: ({ path }) => readHead(files, path),
    async keep(trained) {
      const [last] = await list();
      const trainedAt = Math.max(clock.now(), (last?.trainedAt ?? 0) + 1);
      const path = join(folder, `${trainedAt}-${modelVersion(trained.head)}.json`);
      await files.makeFolder(folder);
      await writeAtomic(files, path, shelfPieces(trained));
      for (const old of (await list()).slice(KEPT)) await files.remove(old.path);
      return { path, trainedAt };
    },
  };
}

async function readHead(files: Files, path: string): Promise<ModelHead> {
  const raw = unsealed('head', await firstLine(files, path), path);
  refuseOld(raw);
  const parsed = ModelHead.safeParse(raw);
  if (!parsed.success) throw damagedModel(path);
  return parsed.data;
}

/** The first line, read no further than to its end. */
async function firstLine(files: Files, path: string): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const piece of files.readPieces(path)) {
    if (read.length === 0) refuseWithoutHead(piece, path);
    const end = piece.indexOf(LINE_END);
    read.push(end < 0 ? piece : piece.subarray(0, end));
    if (end >= 0) break;
  }
  if (read.length === 0) throw missingModel(path);
  return Buffer.concat(read).toString();
}

/** The version is looked at before the shape: an older model may well have another one. */
function refuseOld(raw: unknown): void {
  const version =
    typeof raw === 'object' && raw !== null && 'featureVersion' in raw
      ? raw.featureVersion
      : undefined;
  if (typeof version === 'number') refuseOldFeatures(version);
}
