import type { FoundSource } from '../../core/historySource';
import { filesOf } from './sourceFiles';
import { FORMATS } from './formats';
import { linkAbove } from './readFormat';
import type { Machine, SourceFormat } from './source';

/** Formats with more bytes per command also contain other data. */
const COMMAND_BYTES = 1000;

/** Lists the sources of a machine without opening any file. */
export async function discoverSources(machine: Machine): Promise<readonly FoundSource[]> {
  const all = await Promise.all(FORMATS.map((format) => discover(format, machine)));
  return all.filter((found) => found !== undefined);
}

async function discover(format: SourceFormat, machine: Machine): Promise<FoundSource | undefined> {
  const lists = await Promise.all(
    format.places(machine).map(async (place) => {
      const isLinked = (await linkAbove(place, machine)) !== undefined;
      return { place, files: isLinked ? [] : await filesOf(place) };
    }),
  );
  const [first] = lists.filter(({ files }) => files.length > 0);
  if (first === undefined) return undefined;
  const files = lists.flatMap((list) => list.files);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return {
    id: format.id,
    name: format.name,
    path: first.place.root,
    files: files.length,
    sizeBytes,
    about: Math.max(1, Math.round(sizeBytes / format.bytesPerCommand)),
    hasNoEstimate: format.bytesPerCommand > COMMAND_BYTES,
    oldestMs: files.reduce((oldest, { modifiedMs }) => Math.min(oldest, modifiedMs), Infinity),
    newestMs: files.reduce((newest, { modifiedMs }) => Math.max(newest, modifiedMs), 0),
  };
}
