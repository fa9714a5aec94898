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

/** A parsed command, cached because parsing takes most of the time. */
interface Reading {
  /** As parsed in an arbitrary project folder. */
  readonly views: CommandViews;
  readonly startUse: StartUse;
  /** The texts for deny and ask rules in a folder, by the folder's key. */
  readonly inFolders: Map<string, readonly string[]>;
  /** Created if the command ran in an unknown folder. */
  unplaced: Omit<Place, 'count'> | undefined;
}

/** The parsed commands of a history, to be reused for the next one. */
export type KnownViews = Map<string, Reading>;

/** Deletes the views of commands that a history does not contain. */
export function forgetOthers(known: KnownViews, commands: Pick<ReadonlySet<string>, 'has'>): void {
  for (const command of known.keys()) if (!commands.has(command)) known.delete(command);
}

/** The working directories in which a command is parsed identically. */
export interface Place {
  /** Number of events. */
  readonly count: number;
  /** The texts for deny and ask rules, independent of the working directory. */
  readonly texts: readonly string[];
  /**
   * If the working directory is unknown: additional texts for each kind of folder. A rule that matches only some of
   * these lists cannot be judged.
   */
  readonly alternatives: readonly (readonly string[])[];
}

/** A command as parsed in its working directories. */
export interface PlacedCommand {
  /** The views for allow rules, which do not depend on the folder. */
  readonly views: CommandViews;
  readonly places: readonly Place[];
}

/** Parses a command that ran `count` times. `folders`: its known working directories. */
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
    return { views, places: [{ count, texts: deniableTexts(views), alternatives: [] }] };
  }
  const byKey = keyed(folders, startUse);
  const places = Array.from(byKey, ([key, { cwd, times }]): Place => {
    const viewsInFolder = (): CommandViews =>
      key === PROJECT ? views : commandViews(command, { cwd });
    const texts = reading.inFolders.get(key) ?? deniableTexts(viewsInFolder());
    return { count: times, texts, alternatives: [] };
  });
  reading.inFolders.clear();
  [...byKey.keys()].forEach((key, at) => reading.inFolders.set(key, places[at]?.texts ?? []));
  const unknown = places.reduce((left, place) => left - place.count, count);
  if (unknown <= 0) return { views, places };
  reading.unplaced ??= unplacedPlace(unplaced());
  return { views, places: [...places, { ...reading.unplaced, count: unknown }] };
}

/** Removes the parts that depend on the working directory. */
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

/** Separates the texts that occur in every kind of folder from those that occur only in some. */
function unplacedPlace({ views, classTexts }: UnplacedCommand): Omit<Place, 'count'> {
  const all = classTexts();
  const [first = [], ...others] = all;
  const common = new Set(first.filter((text) => others.every((texts) => texts.includes(text))));
  const some = all.map((texts) => texts.filter((text) => !common.has(text)));
  const alternatives = [...new Map(some.map((texts) => [texts.join('\n'), texts])).values()];
  const fixed = deniableViews(views).flatMap(({ kind, text }) => (kind === 'class' ? [] : [text]));
  return {
    texts: [...fixed, ...common],
    alternatives: alternatives.length > 1 ? alternatives : [],
  };
}

function deniableTexts(views: CommandViews): readonly string[] {
  return deniableViews(views).map(({ text }) => text);
}
