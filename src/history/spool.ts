import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { AgentSignal, type SignalFollower } from '../core/agentSignal';
import { CommandEvent, EventOutcome } from '../core/event';
import type { Files } from '../core/fileAccess';
import type { Clock } from '../core/ports';
import { createQueue } from '../core/queue';
import { writeAtomic } from '../files/writeAtomic';
import { isForeignLine, textLines } from './historyLine';
import { pruneAsideFolder } from './pruneAside';
import { redactSignal } from './redact/redact';
import { oldestOf } from './spoolFileName';

/** A line of a spool file: a message from a guard to the extension host. Members that a newer guard added are ignored. */
export const SpoolLine = z.union([
  z.object({ event: CommandEvent }),
  z.object({ outcome: EventOutcome }),
  z.object({ agent: AgentSignal }),
]);
export type SpoolLine = z.infer<typeof SpoolLine>;

/** The history, to which the spool is drained. */
export interface SpoolTarget {
  append(events: readonly CommandEvent[]): Promise<void>;
  /** May be called twice with the same outcome. */
  addOutcomes(outcomes: readonly EventOutcome[]): Promise<void>;
  /** The ids of all events that the given process has appended; of all processes without `owner`. */
  idsOf(owner?: string): Promise<KnownIds>;
}

/** Ids of events in the history. */
export interface KnownIds {
  has(id: string): boolean;
}

export interface SpoolOptions {
  readonly files: Files;
  /** The spool folder. */
  readonly folder: string;
  readonly target: SpoolTarget;
  readonly clock: Clock;
  /** `processToken()` of this process, the same as the `owner` of `target`. */
  readonly owner: string;
  /** Whether a process has certainly ended. */
  readonly ownerHasEnded: (owner: string) => boolean;
  /** Receives each signal at least once, with secrets redacted. */
  readonly agents: SignalFollower;
  /** Number of files that are sorted at a time. Default 5000. */
  readonly maxFiles?: number;
}

export interface DrainReport {
  readonly files: number;
  readonly events: number;
  /** Number of lines that could not be parsed. */
  readonly damaged: number;
}

/** A report that is being counted. */
type Counts = { -readonly [K in keyof DrainReport]: DrainReport[K] };

/** A file that this process has claimed, and its previous owners, which may have drained part of it. */
interface Claim {
  readonly path: string;
  readonly before: readonly string[];
}

/** The subfolder for lines of a kind that this version does not know. */
const ASIDE_FOLDER = 'aside';
/** Replaces the list of previous owners if there are too many. */
const MANY_OWNERS = 'many';
const MAX_OWNERS = 5;
const MAX_FILES = 5000;
const CHECK_EVERY = 15;
/** Longer than the time resolution of any file system (FAT: two seconds). */
const TIME_STEP_MS = 2_500;
/** Maximum number of lines that are parsed, redacted and written before the event loop turns. */
const SLICE_LINES = 50;
/** Longer than any line that a guard writes, because it truncates commands. Longer lines count as damaged. */
const MAX_LINE_CHARS = 128 * 1024;

/**
 * Moves the spool into the history: each event exactly once, even after crashes and with several windows.
 *
 * Files are read in slices, so that neither long files nor many files block the window or fill its memory. Lines of an
 * unknown kind are kept in the subfolder `aside` for a newer version, within the limits of `pruneAsideFolder`.
 *
 * Guards rename complete files into place as `<pid>-<ms>-<count><nonce>.jsonl`. Files are drained in order of time,
 * because process ids repeat and the end of an agent must not be read before its start. A window claims a file by
 * adding its token to the name, appends the events to the history, and removes the file. A file claimed by a process
 * that has ended is claimed again; the events that this process had appended are found by the ids in its history files.
 */
export class Spool {
  private readonly options: SpoolOptions;
  private readonly queue = createQueue();
  private hasTakenBack = false;
  /** Whether lines were moved to `ASIDE_FOLDER` since it was last pruned. */
  private hasAsideFiles = false;
  /** The state of the folder before it was last drained, and the number of calls for which it remains valid. */
  private seen: string | undefined;
  private left = 0;

  constructor(options: SpoolOptions) {
    this.options = options;
  }

  /**
   * Drains all files unless none was added since the last call. Every `CHECK_EVERY`th call also takes over files claimed
   * by processes that have ended.
   */
  drainIfChanged(): Promise<void> {
    return this.queue(async () => {
      const folder = await this.options.files.stat(this.options.folder);
      const isSettled = folder !== undefined && this.isSettled(folder.modifiedMs);
      if (isSettled && folder.mark === this.seen && (this.left -= 1) > 0) return;
      await this.drainAll();
      this.seen = folder?.mark;
      this.left = CHECK_EVERY;
    });
  }

  /** Drains all files. Calls are serialized. */
  drain(): Promise<DrainReport> {
    // After a failure the file stays claimed by this process, and the next call continues with it.
    return this.queue(() => this.drainAll());
  }

  /** Whether the last change of the folder is old enough that any later change would alter its time. */
  private isSettled(modifiedMs: number): boolean {
    return this.options.clock.now() - modifiedMs > TIME_STEP_MS;
  }

  private async drainAll(): Promise<DrainReport> {
    if (!this.hasTakenBack) await this.takeBack();
    this.hasTakenBack = true;
    const report: Counts = { files: 0, events: 0, damaged: 0 };
    const { files, folder, maxFiles = MAX_FILES } = this.options;
    const folders = new Set<string>();
    const isWanted = (name: string): boolean => !folders.has(name) && this.isClaimable(name);
    for (;;) {
      const names = await oldestOf(files.namePieces(folder), isWanted, maxFiles);
      for (const { name } of names) await this.drainNamed(name, report, folders);
      if (names.length < maxFiles) break;
    }
    if (this.hasAsideFiles) await this.prune();
    return report;
  }

  private async drainNamed(name: string, report: Counts, folders: Set<string>): Promise<void> {
    const claim = await this.claim(name);
    if (claim === undefined) return;
    if (await this.isForeign(claim.path)) {
      folders.add(basename(claim.path));
      report.damaged += 1;
      return;
    }
    const { events, damaged } = await this.drainFile(claim);
    report.files += 1;
    report.events += events;
    report.damaged += damaged;
  }

  private async prune(): Promise<void> {
    const { files, folder, clock } = this.options;
    await pruneAsideFolder(files, join(folder, ASIDE_FOLDER), clock.now());
    this.hasAsideFiles = false;
  }

  /**
   * Removes a file that was not written by a guard, because reading a pipe could block forever. Returns whether it did.
   */
  private async isForeign(path: string): Promise<boolean> {
    const { files } = this.options;
    const stat = await files.stat(path);
    if (stat === undefined || stat.isFile) return false;
    if (!stat.isFolder) await files.remove(path);
    return true;
  }

  /** Whether a file is complete and not being drained by another living process. */
  private isClaimable(name: string): boolean {
    const { owner, ownerHasEnded } = this.options;
    const [file = '', ...before] = name.split('~');
    const last = before.at(-1);
    return (
      isReady(file, ownerHasEnded) && (last === undefined || last === owner || ownerHasEnded(last))
    );
  }

  private async claim(name: string): Promise<Claim | undefined> {
    const { folder, owner } = this.options;
    const [file = '', ...before] = name.split('~');
    const path = join(folder, name);
    if (before.at(-1) === owner) return { path, before };
    const known = before.length < MAX_OWNERS ? before : [MANY_OWNERS];
    const claimed = join(folder, [file, ...known, owner].join('~'));
    return (await this.rename(path, claimed)) ? { path: claimed, before: known } : undefined;
  }

  /** Returns false if another window was faster. */
  private async rename(from: string, to: string): Promise<boolean> {
    try {
      await this.options.files.rename(from, to);
      return true;
    } catch (error) {
      if ((await this.options.files.stat(from)) === undefined) return false;
      throw error;
    }
  }

  private async drainFile({ path, before }: Claim): Promise<{ events: number; damaged: number }> {
    const { files } = this.options;
    const drained = await this.drainedBy(before);
    const report = { events: 0, damaged: 0 };
    let hasForeign = false;
    for await (const { lines, foreign, damaged } of readSpool(files, path)) {
      report.events += await this.pass(lines, drained);
      report.damaged += damaged;
      hasForeign ||= foreign.length > 0;
    }
    if (hasForeign) await this.keepAside(path);
    await files.remove(path);
    return report;
  }

  /** Moves a slice of a file into the history. Returns the number of new events. */
  private async pass(lines: readonly SpoolLine[], drained: KnownIds): Promise<number> {
    const { target, agents } = this.options;
    const events = lines.flatMap((line) => ('event' in line ? [asReported(line.event)] : []));
    const missing = events.filter((event) => !drained.has(event.id));
    if (missing.length > 0) await target.append(missing);
    const outcomes = lines.flatMap((line) => ('outcome' in line ? [line.outcome] : []));
    if (outcomes.length > 0) await target.addOutcomes(outcomes);
    for (const line of lines) {
      if ('agent' in line) await agents.follow(redactSignal(line.agent));
    }
    return missing.length;
  }

  /** Keeps the foreign lines of a file for a newer window. Keeping them twice, after a crash, has no effect. */
  private async keepAside(path: string): Promise<void> {
    const { files, folder } = this.options;
    const [file = ''] = basename(path).split('~');
    const asideFolder = join(folder, ASIDE_FOLDER);
    await files.makeFolder(asideFolder);
    await writeAtomic(files, join(asideFolder, file), foreignBytes(files, path));
    this.hasAsideFiles = true;
  }

  /** Moves the lines that an older window could not read back into the spool. */
  private async takeBack(): Promise<void> {
    const { files, folder } = this.options;
    for (const name of await files.list(join(folder, ASIDE_FOLDER))) {
      if (name.endsWith('.jsonl'))
        await this.rename(join(folder, ASIDE_FOLDER, name), join(folder, name));
    }
  }

  private async drainedBy(owners: readonly string[]): Promise<KnownIds> {
    const known: KnownIds[] = [];
    for (const owner of owners) {
      known.push(await this.options.target.idsOf(owner === MANY_OWNERS ? undefined : owner));
    }
    return { has: (id) => known.some((ids) => ids.has(id)) };
  }
}

/** Whether a file is complete, or its writer has ended before renaming it. */
function isReady(file: string, ownerHasEnded: (owner: string) => boolean): boolean {
  const [, pid = '', state] = /^(\d+)-[\w-]+\.(jsonl|part)$/.exec(file) ?? [];
  return state === 'jsonl' || (state === 'part' && ownerHasEnded(`${pid}-0-0`));
}

/** Some lines of a spool file. */
interface SpoolSlice {
  readonly lines: readonly SpoolLine[];
  /** Complete lines of a kind that this version does not know. */
  readonly foreign: readonly string[];
  /** Number of lines that could not be parsed, foreign ones included. */
  readonly damaged: number;
}

/**
 * A spool file in slices of at most `SLICE_LINES` lines, the first ones shorter: code that has just been loaded is slow.
 * The event loop turns between two slices.
 */
async function* readSpool(files: Files, path: string): AsyncGenerator<SpoolSlice> {
  let length = 1;
  for await (const texts of textLines(files.readPieces(path), MAX_LINE_CHARS)) {
    for (let at = 0; at < texts.length; at += length) {
      await setImmediate();
      length = Math.min(SLICE_LINES, length + 1);
      yield sliceOf(texts.slice(at, at + length));
    }
  }
}

function sliceOf(texts: readonly string[]): SpoolSlice {
  const lines: SpoolLine[] = [];
  const foreign: string[] = [];
  for (const text of texts) {
    const line = parseSpoolLine(text);
    if (line !== undefined) lines.push(line);
    else if (isForeignLine(text)) foreign.push(text);
  }
  return { lines, foreign, damaged: texts.length - lines.length };
}

async function* foreignBytes(files: Files, path: string): AsyncGenerator<Uint8Array> {
  for await (const { foreign } of readSpool(files, path)) {
    yield Buffer.from(foreign.map((line) => `${line}\n`).join(''));
  }
}

/** Removes fields that a hook cannot know: labels, and scores that imply one, come from people. */
function asReported(event: CommandEvent): CommandEvent {
  const reported = { ...event };
  delete reported.label;
  if (event.verdict === undefined) delete reported.safetyScore;
  return reported;
}

function parseSpoolLine(text: string): SpoolLine | undefined {
  try {
    return SpoolLine.safeParse(JSON.parse(text)).data;
  } catch {
    // Truncated by a crash or a full disk; the caller counts it.
    return undefined;
  }
}
