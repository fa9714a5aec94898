import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { RulewrightError, isRulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { writeAtomic } from '../files/writeAtomic';
import {
  type EventLine,
  type HistoryLine,
  decodeLine,
  encodeTexts,
  isForeignLine,
} from './historyLine';
import type { HistorySegments } from './historySegments';

/** A filter for the events that `remove` deletes. Throws `invalid-input` if neither age nor text is given. */
export function removalFilter(which: {
  readonly beforeMs?: number;
  readonly text?: string;
}): (line: EventLine) => boolean {
  const { beforeMs, text = '' } = which;
  if (beforeMs === undefined && text === '') {
    throw new RulewrightError('invalid-input', l10n.t('No events were selected for deletion.'), {
      hint: l10n.t('Specify an age or a text.'),
    });
  }
  return ({ at, event }) => {
    const ms = Date.parse(event.ts);
    const old = beforeMs === undefined || (Number.isNaN(ms) ? at : ms) < beforeMs;
    return old && event.command.includes(text);
  };
}

/** Permanently deletes events with their outcomes and labels. Resolves to the number of deleted events. */
export async function removeEvents(
  files: Files,
  segments: HistorySegments,
  isSelected: (line: EventLine) => boolean,
): Promise<number> {
  segments.close();
  const removedIds = new Set<string>();
  const isSelectedEvent = (line: HistoryLine): boolean => 'event' in line && isSelected(line);
  let count = 0;
  for (const name of await segments.names('events')) {
    for (const line of await removeLines(files, segments, name, isSelectedEvent)) {
      if ('event' in line) removedIds.add(line.event.id);
      count += 1;
    }
  }
  if (removedIds.size > 0) await removeOutcomes(files, segments, removedIds);
  const isLabelOfRemoved = (line: HistoryLine): boolean =>
    'label' in line && removedIds.has(line.label.eventId);
  for (const name of removedIds.size === 0 ? [] : await segments.names('labels')) {
    await removeLines(files, segments, name, isLabelOfRemoved);
  }
  return count;
}

/** Deletes the outcomes of removed events. */
async function removeOutcomes(
  files: Files,
  segments: HistorySegments,
  removedIds: ReadonlySet<string>,
): Promise<void> {
  const isOutcomeOfRemoved = (line: HistoryLine): boolean =>
    'outcome' in line && removedIds.has(line.outcome.eventId);
  for (const name of await segments.names('events')) {
    await removeLines(files, segments, name, isOutcomeOfRemoved);
  }
}

/** Rewrites a segment without the selected lines. Resolves to those lines. */
async function removeLines(
  files: Files,
  segments: HistorySegments,
  name: string,
  isSelected: (line: HistoryLine) => boolean,
): Promise<readonly HistoryLine[]> {
  if (!(await hasAny(segments, name, isSelected))) return [];
  // Its owner may still be running and append. After the rename its next line goes to a new segment.
  const closed = name.replace(
    /(?:~[0-9a-f]+)?\.(\w+)\.jsonl$/,
    `~${randomBytes(4).toString('hex')}.$1.jsonl`,
  );
  await files.rename(segments.path(name), segments.path(closed));
  for (;;) {
    const identity = await segments.identity(closed);
    const { kept, removed } = await splitLines(segments, closed, isSelected);
    if (await replace(files, segments, closed, kept, identity)) return removed;
  }
}

/** Replaces the segment. Returns false if a line was appended after the segment was read. */
async function replace(
  files: Files,
  segments: HistorySegments,
  name: string,
  kept: readonly string[],
  identity: string,
): Promise<boolean> {
  const path = segments.path(name);
  const check = async (): Promise<void> => {
    if ((await segments.identity(name)) === identity) return;
    throw new RulewrightError('stale-diff', l10n.t('{0} was changed in the meantime.', path));
  };
  try {
    await writeAtomic(files, path, encodeTexts(kept), { beforeRename: check });
  } catch (error) {
    if (isRulewrightError(error, 'stale-diff')) return false;
    throw error;
  }
  if (kept.length === 0) await files.remove(path);
  return true;
}

async function hasAny(
  segments: HistorySegments,
  name: string,
  isSelected: (line: HistoryLine) => boolean,
): Promise<boolean> {
  for await (const { lines } of segments.read(name)) {
    if (lines.some(isSelected)) return true;
  }
  return false;
}

async function splitLines(
  segments: HistorySegments,
  name: string,
  isSelected: (line: HistoryLine) => boolean,
): Promise<{ kept: readonly string[]; removed: readonly HistoryLine[] }> {
  const kept: string[] = [];
  const removed: HistoryLine[] = [];
  for await (const texts of segments.readTexts(name)) {
    for (const text of texts) {
      const line = decodeLine(text);
      if (line !== undefined && isSelected(line)) removed.push(line);
      // Kept unchanged: a newer version may have written members that this one does not read.
      else if (line !== undefined || isForeignLine(text)) kept.push(text);
    }
  }
  return { kept, removed };
}
