import { homedir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash';
import type { Files } from '../core/fileAccess';
import { ModelFile } from '../ml/model/modelFile';
import { assetPath } from '../ml/worker/background';
import { createTrainer } from '../ml/worker/trainer';
import { writeJsonText } from './jsonFile';
import { progressLine } from './progressLine';
import { trainerPath } from './trainerPath';

const SEED = 42;

/**
 * The model trained on the bundled commands. It is trained once and cached in the user's cache folder if that is
 * writable.
 */
export async function baseModel(files: Files): Promise<ModelFile> {
  const folder = cacheFolder();
  const path = join(folder, `base-${await buildHash(files)}.json`);
  const kept = await keptModel(files, path);
  if (kept !== undefined) return kept;
  const progress = progressLine(process.stderr);
  const { json } = await createTrainer({ workerPath: trainerPath() })
    .train({ commands: [], seed: SEED }, { onProgress: progress.show })
    .finally(progress.clear);
  await keep(files, folder, path, json).catch(ignored);
  return ModelFile.parse(JSON.parse(new TextDecoder().decode(json)));
}

async function keep(files: Files, folder: string, path: string, json: Uint8Array): Promise<void> {
  await files.makeFolder(folder);
  await writeJsonText(files, path, json);
}

/** A failed write to the cache is ignored: the next run trains again. */
function ignored(): void {
  return undefined;
}

/** The cached model; undefined if the file is missing or damaged. */
async function keptModel(files: Files, path: string): Promise<ModelFile | undefined> {
  try {
    const bytes = await files.read(path);
    if (bytes === undefined) return undefined;
    return ModelFile.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    // A model that cannot be read is trained again.
    return undefined;
  }
}

/** A hash that changes with every build that may train another model. */
async function buildHash(files: Files): Promise<string> {
  const parts = [trainerPath(), assetPath(trainerPath(), 'base.txt.gz')];
  const hashes: string[] = [];
  for (const part of parts) {
    const bytes = await files.read(part);
    hashes.push(bytes === undefined ? '' : sha256Hex(Buffer.from(bytes).toString('base64')));
  }
  return sha256Hex(hashes.join(' ')).slice(0, 16);
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const root = XDG_CACHE_HOME ?? LOCALAPPDATA ?? join(homedir(), '.cache');
  return join(root, 'rulewright');
}
