import { join } from 'node:path';
import * as z from 'zod';
import { AgentSignal } from '../core/agentSignal';
import { CommandEvent, EventOutcome } from '../core/event';
import type { Files } from '../core/files';
import { createQueue } from '../core/queue';
import { textLines } from './historyLine';

/** One line of a spool file: what a guard has to tell the extension host. */
export const SpoolLine = z.union([
  z.strictObject({ event: CommandEvent }),
  z.strictObject({ outcome: EventOutcome }),
  z.strictObject({ agent: AgentSignal }),
]);
export type SpoolLine = z.infer<typeof SpoolLine>;

/** Where drained events go. */
export interface SpoolTarget {
  append(events: readonly CommandEvent[]): Promise<void>;
  /** The same outcome may come twice. */
  conclude(outcomes: readonly EventOutcome[]): Promise<void>;
  /** The ids of all events that one process has appended; of all processes where none is named. */
  idsOf(owner?: string): Promise<ReadonlySet<string>>;
}

export interface SpoolOptions {
  readonly files: Files;
  /** The spool folder. */
  readonly folder: string;
  readonly target: SpoolTarget;
  /** `processMark()` of this process, the same that `target` writes under. */
  readonly owner: string;
  /** Whether the process of a mark is proven gone. */
  readonly isGone: (owner: string) => boolean;
  /** Told of each signal at least once. */
  readonly onAgent: (signal: AgentSignal) => Promise<void> | void;
}

export interface DrainReport {
  readonly files: number;
  readonly events: number;
  /** Lines that could not be read. */
  readonly torn: number;
}

/** A file of ours to drain, and the marks of those who had it before and may have drained part of it. */
interface Claim {
  readonly path: string;
  readonly before: readonly string[];
}

/** Stands for owners too many to name. */
const MANY = 'many';
const MAX_OWNERS = 5;

/**
 * Empties the spool into the history, each event exactly once, across crashes and among several windows.
 *
 * A spool file appears complete (`<pid>-<ms>-<count><nonce>.jsonl`, renamed into place by its writer), and is drained in
 * the order of its time: numbers of processes come back, and an agent's end must not be read before its start. To drain it is to claim it
 * by renaming it to carry our mark, to append its events, and to remove it. A file claimed by a process that is gone
 * is claimed again; what that process had appended is known by the ids in the history files under its mark.
 */
export class Spool {
  private readonly options: SpoolOptions;
  private readonly inTurn = createQueue();

  constructor(options: SpoolOptions) {
    this.options = options;
  }

  /** Drains what is there now. One drain runs after the other. */
  drain(): Promise<DrainReport> {
    // A failed drain leaves its file claimed by us; the next one goes on with it.
    return this.inTurn(() => this.drainAll());
  }

  private async drainAll(): Promise<DrainReport> {
    const report = { files: 0, events: 0, torn: 0 };
    const names = await this.options.files.list(this.options.folder);
    for (const name of inOrder(names)) {
      const claim = await this.claim(name);
      if (claim === undefined) continue;
      const { events, torn } = await this.drainFile(claim);
      report.files += 1;
      report.events += events;
      report.torn += torn;
    }
    return report;
  }

  private async claim(name: string): Promise<Claim | undefined> {
    const { folder, owner, isGone } = this.options;
    const [file = '', ...before] = name.split('~');
    const last = before.at(-1);
    if (!isReady(file, isGone) || (last !== undefined && last !== owner && !isGone(last)))
      return undefined;
    const path = join(folder, name);
    if (last === owner) return { path, before };
    const known = before.length < MAX_OWNERS ? before : [MANY];
    const claimed = join(folder, [file, ...known, owner].join('~'));
    return (await this.take(path, claimed)) ? { path: claimed, before: known } : undefined;
  }

  /** False where another window was quicker. */
  private async take(from: string, to: string): Promise<boolean> {
    try {
      await this.options.files.rename(from, to);
      return true;
    } catch (error) {
      if ((await this.options.files.stat(from)) === undefined) return false;
      throw error;
    }
  }

  private async drainFile({ path, before }: Claim): Promise<{ events: number; torn: number }> {
    const { files, target, onAgent } = this.options;
    const { lines, torn } = await readSpool(files, path);
    const drained = await this.drainedBy(before);
    const events = lines.flatMap((line) => ('event' in line ? [line.event] : []));
    const missing = events.filter((event) => !drained.has(event.id));
    if (missing.length > 0) await target.append(missing);
    await target.conclude(lines.flatMap((line) => ('outcome' in line ? [line.outcome] : [])));
    for (const line of lines) if ('agent' in line) await onAgent(line.agent);
    await files.remove(path);
    return { events: missing.length, torn };
  }

  private async drainedBy(owners: readonly string[]): Promise<ReadonlySet<string>> {
    const all = new Set<string>();
    for (const owner of owners) {
      const ids = await this.options.target.idsOf(owner === MANY ? undefined : owner);
      for (const id of ids) all.add(id);
    }
    return all;
  }
}

/** Oldest first. Files of a version that wrote no time into the name are older than all others. */
function inOrder(names: readonly string[]): readonly string[] {
  return names
    .map((name) => {
      const [, ms = '0', count = ''] = /^\d+-(\d+)-(\w+)/.exec(name) ?? [];
      return { name, ms: Number(ms), count };
    })
    .sort((one, other) => one.ms - other.ms || compare(one.count, other.count))
    .map(({ name }) => name);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A complete file, or one whose writer is gone before it could rename it into place. */
function isReady(file: string, isGone: (owner: string) => boolean): boolean {
  const [, pid = '', state] = /^(\d+)-[\w-]+\.(jsonl|part)$/.exec(file) ?? [];
  return state === 'jsonl' || (state === 'part' && isGone(`${pid}-0-0`));
}

async function readSpool(
  files: Files,
  path: string,
): Promise<{ lines: SpoolLine[]; torn: number }> {
  const lines: SpoolLine[] = [];
  let torn = 0;
  for await (const texts of textLines(files.readPieces(path))) {
    const good = texts.map(parseSpoolLine).filter((line) => line !== undefined);
    lines.push(...good);
    torn += texts.length - good.length;
  }
  return { lines, torn };
}

function parseSpoolLine(text: string): SpoolLine | undefined {
  try {
    return SpoolLine.safeParse(JSON.parse(text)).data;
  } catch {
    // Cut short by a crash or a full disk: counted by the caller.
    return undefined;
  }
}
