import type { FolderCount } from '../../core/event';
import { deniableViews } from '../../matcher/viewMatch';
import {
  PROJECT,
  startKey,
  unplacedCommand,
  type StartUse,
  type UnplacedCommand,
} from '../../shell/unplaced';
import { commandViews, type CommandViews } from '../../shell/views';

/** What is known of a command: reading it is most of the work. */
interface Reading {
  /** As in some project. */
  readonly views: CommandViews;
  readonly startUse: StartUse;
  /** The texts that deny and ask rules read in a folder, by its key. */
  readonly inFolders: Map<string, readonly string[]>;
  /** Made when the command ran somewhere that is not known. */
  unplaced: Omit<Place, 'count'> | undefined;
}

/** The readings of the commands of a history, for the next one. */
export type KnownViews = Map<string, Reading>;

/** Runs of a command in working directories in which it reads the same. */
export interface Place {
  /** Number of events. */
  readonly count: number;
  /** What deny and ask rules read, wherever the command ran. */
  readonly texts: readonly string[];
  /** Where nobody knows where it ran: what they read besides, in each kind of folder. A rule that matches some cannot be judged. */
  readonly either: readonly (readonly string[])[];
}

/** A command as it reads where it ran. */
export interface PlacedCommand {
  /** For allow rules, which read the same in every folder. */
  readonly views: CommandViews;
  readonly places: readonly Place[];
}

/** Reads a command that ran `count` times; `folders` are the working directories that are known. */
export function placedCommand(
  command: string,
  count: number,
  folders: readonly FolderCount[],
  known: KnownViews,
): PlacedCommand {
  let read: UnplacedCommand | undefined;
  const unplaced = (): UnplacedCommand => (read ??= unplacedCommand(command));
  const reading = known.get(command) ?? readingOf(unplaced());
  known.set(command, reading);
  const { views, startUse } = reading;
  if (startUse === 'none') {
    return { views, places: [{ count, texts: deniableTexts(views), either: [] }] };
  }
  const byKey = keyed(folders, startUse);
  const places = Array.from(byKey, ([key, { cwd, times }]): Place => {
    const read = (): CommandViews => (key === PROJECT ? views : commandViews(command, { cwd }));
    const texts = reading.inFolders.get(key) ?? deniableTexts(read());
    return { count: times, texts, either: [] };
  });
  reading.inFolders.clear();
  [...byKey.keys()].forEach((key, at) => reading.inFolders.set(key, places[at]?.texts ?? []));
  const unknown = places.reduce((left, place) => left - place.count, count);
  if (unknown <= 0) return { views, places };
  reading.unplaced ??= unplacedPlace(unplaced());
  return { views, places: [...places, { ...reading.unplaced, count: unknown }] };
}

/** Without what is only read where a command ran. */
function readingOf({ views, startUse }: UnplacedCommand): Reading {
  return { views, startUse, inFolders: new Map(), unplaced: undefined };
}

function keyed(folders: readonly FolderCount[], startUse: StartUse) {
  const byKey = new Map<string, { readonly cwd: string; times: number }>();
  for (const [cwd, times] of folders) {
    const key = startKey(cwd, startUse);
    if (key === undefined) continue;
    const place = byKey.get(key) ?? { cwd, times: 0 };
    place.times += times;
    byKey.set(key, place);
  }
  return byKey;
}

/** What is read in every kind of folder is of the one part, what only in some of the other. */
function unplacedPlace({ views, classTexts }: UnplacedCommand): Omit<Place, 'count'> {
  const all = classTexts();
  const [first = [], ...others] = all;
  const common = new Set(first.filter((text) => others.every((texts) => texts.includes(text))));
  const some = all.map((texts) => texts.filter((text) => !common.has(text)));
  const either = [...new Map(some.map((texts) => [texts.join('\n'), texts])).values()];
  const fixed = deniableViews(views).flatMap(({ kind, text }) => (kind === 'class' ? [] : [text]));
  return { texts: [...fixed, ...common], either: either.length > 1 ? either : [] };
}

function deniableTexts(views: CommandViews): readonly string[] {
  return deniableViews(views).map(({ text }) => text);
}
