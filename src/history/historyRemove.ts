import { randomBytes } from 'node:crypto';
import { RulewrightError, isRulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { writeAtomic } from '../files/writeAtomic';
import { type EventLine, type HistoryLine, encodeLines } from './historyLine';
import type { HistorySegments } from './historySegments';

/** What `remove` of the history was asked for, as a test of one event. Throws `invalid-input` for nothing at all. */
export function doomedBy(which: {
  readonly beforeMs?: number;
  readonly text?: string;
}): (line: EventLine) => boolean {
  const { beforeMs, text = '' } = which;
  if (beforeMs === undefined && text === '') {
    throw new RulewrightError('invalid-input', 'Nothing says which history to delete.', {
      hint: 'Name an age or a text.',
    });
  }
  return ({ at, event }) => {
    const ms = Date.parse(event.ts);
    const old = beforeMs === undefined || (Number.isNaN(ms) ? at : ms) < beforeMs;
    return old && event.command.includes(text);
  };
}

/** Deletes events for good, and the labels they had. Resolves to the number of events deleted. */
export async function removeEvents(
  files: Files,
  segments: HistorySegments,
  doomed: (line: EventLine) => boolean,
): Promise<number> {
  segments.close();
  const gone = new Set<string>();
  const isDoomedEvent = (line: HistoryLine): boolean => 'event' in line && doomed(line);
  let count = 0;
  for (const name of await segments.names('events')) {
    for (const line of await removeLines(files, segments, name, isDoomedEvent)) {
      if ('event' in line) gone.add(line.event.id);
      count += 1;
    }
  }
  if (gone.size > 0) await removeOutcomes(files, segments, gone);
  const isDoomedLabel = (line: HistoryLine): boolean =>
    'label' in line && gone.has(line.label.eventId);
  for (const name of gone.size === 0 ? [] : await segments.names('labels')) {
    await removeLines(files, segments, name, isDoomedLabel);
  }
  return count;
}

/** How a command ended goes with its event. */
async function removeOutcomes(
  files: Files,
  segments: HistorySegments,
  gone: ReadonlySet<string>,
): Promise<void> {
  const isDoomed = (line: HistoryLine): boolean =>
    'outcome' in line && gone.has(line.outcome.eventId);
  for (const name of await segments.names('events')) {
    await removeLines(files, segments, name, isDoomed);
  }
}

/** Writes a segment again without some lines. Resolves to those lines. */
async function removeLines(
  files: Files,
  segments: HistorySegments,
  name: string,
  doomed: (line: HistoryLine) => boolean,
): Promise<readonly HistoryLine[]> {
  if (!(await holdsAny(segments, name, doomed))) return [];
  // Its owner may live and append: under a new name the segment is closed, and the owner's next line starts another.
  const closed = name.replace(
    /(?:~[0-9a-f]+)?\.(\w+)\.jsonl$/,
    `~${randomBytes(4).toString('hex')}.$1.jsonl`,
  );
  await files.rename(segments.path(name), segments.path(closed));
  for (;;) {
    const identity = await segments.identity(closed);
    const { kept, removed } = await splitLines(segments, closed, doomed);
    if (await replace(files, segments, closed, kept, identity)) return removed;
  }
}

/** False where a line that was on its way has arrived since the segment was read. */
async function replace(
  files: Files,
  segments: HistorySegments,
  name: string,
  kept: readonly HistoryLine[],
  identity: string,
): Promise<boolean> {
  const path = segments.path(name);
  const check = async (): Promise<void> => {
    if ((await segments.identity(name)) === identity) return;
    throw new RulewrightError('stale-diff', `${path} was written to meanwhile.`);
  };
  try {
    await writeAtomic(files, path, encodeLines(kept), { beforeRename: check });
  } catch (error) {
    if (isRulewrightError(error, 'stale-diff')) return false;
    throw error;
  }
  if (kept.length === 0) await files.remove(path);
  return true;
}

async function holdsAny(
  segments: HistorySegments,
  name: string,
  doomed: (line: HistoryLine) => boolean,
): Promise<boolean> {
  for await (const { lines } of segments.read(name)) {
    if (lines.some(doomed)) return true;
  }
  return false;
}

async function splitLines(
  segments: HistorySegments,
  name: string,
  doomed: (line: HistoryLine) => boolean,
): Promise<{ kept: readonly HistoryLine[]; removed: readonly HistoryLine[] }> {
  const kept: HistoryLine[] = [];
  const removed: HistoryLine[] = [];
  for await (const { lines } of segments.read(name)) {
    for (const line of lines) (doomed(line) ? removed : kept).push(line);
  }
  return { kept, removed };
}
