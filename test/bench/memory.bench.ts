import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../../scripts/host/session.mjs';
import { packagePath } from '../../scripts/package.mjs';
import { collectGarbage } from './collectGarbage';
import { writeHistory } from './longHistory';
import { median, option, rounded } from './measure';
import type { Figures } from './run';

/** Number of commands in the history to learn from; a tenth of them are distinct. */
const ROWS = 20_000;
/** Sessions without and with the extension, in turn. */
const PAIRS = 5;
/** Longer than processes wait for more work, so that only permanent memory is measured. Milliseconds. */
const SETTLE_MS = 40_000;
const LEARN_MS = 120_000;

/** In mebibytes. */
interface Memory {
  /** Resident memory as found. How much of it is garbage depends on when V8 last collected it. */
  readonly rss: number;
  /** Resident memory after the garbage was collected, and unused memory returned to the system. */
  readonly kept: number;
  /** JavaScript heap in use after that. */
  readonly heap: number;
}
interface Pair {
  readonly without: Memory;
  readonly idle: Memory;
  readonly learned: Memory;
}

/**
 * `npm run bench -- memory`, after `npm run package`: the memory of the extension host of a real VS Code without the
 * extension, with it after startup, and after an import, training and suggestions. Medians of several pairs of sessions;
 * `more` is the median of the differences within a pair. The goals are at most 40 MB more when idle and 55 MB more after
 * learning. Takes twenty-five minutes, or five with `--pairs 1`.
 */
export async function bench(argv: readonly string[]): Promise<Figures> {
  const pairs: Pair[] = [];
  const count = Number(option(argv, 'pairs') ?? PAIRS);
  for (let number = 0; number < count; number += 1) pairs.push(await measurePair());
  return {
    'memory.pairs': count,
    ...figuresOf('without', pairs, ({ without }) => without),
    ...figuresOf('idle', pairs, ({ idle }) => idle),
    ...figuresOf('learned', pairs, ({ learned }) => learned),
    ...figuresOf('idle_more', pairs, ({ idle, without }) => difference(idle, without)),
    ...figuresOf('learned_more', pairs, ({ learned, without }) => difference(learned, without)),
  };
}

async function measurePair(): Promise<Pair> {
  const without = await inSession(undefined, (session) => settled(session));
  const [idle, learned] = await inSession(await packagePath(), async (session) => {
    const before = await settled(session);
    await learn(session);
    return [before, await settled(session)] as const;
  });
  return { without, idle, learned };
}

const difference = (one: Memory, other: Memory): Memory => ({
  rss: one.rss - other.rss,
  kept: one.kept - other.kept,
  heap: one.heap - other.heap,
});

function figuresOf(name: string, pairs: readonly Pair[], of: (pair: Pair) => Memory): Figures {
  const middle = (key: keyof Memory): number => rounded(median(pairs.map((pair) => of(pair)[key])));
  return {
    [`memory.${name}_rss_mb`]: middle('rss'),
    [`memory.${name}_kept_mb`]: middle('kept'),
    [`memory.${name}_heap_mb`]: middle('heap'),
  };
}

async function inSession<T>(
  vsix: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(vsix === undefined ? {} : { vsix });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The memory some time after the last work. */
async function settled({ dataFolder }: Session): Promise<Memory> {
  await sleep(SETTLE_MS);
  const pid = extensionHostOf(dataFolder);
  const rss = residentOf(pid);
  const heap = (await collectGarbage(pid)) / 1024 ** 2;
  return { rss, kept: residentOf(pid), heap };
}

async function learn({ workbench, workspace }: Session): Promise<void> {
  const csv = join(workspace, 'history.csv');
  writeHistory(csv, ROWS);
  try {
    const steps = [
      ['Import Command History from CSV…', /imported/i],
      ['Train Model', /Commands used for training/],
      ['Generate Suggestions', /Suggestions to review|No new suggestions/],
    ] as const;
    for (const [title, message] of steps) {
      await workbench.command(`Rulewright: ${title}`);
      if (title.startsWith('Import')) await workbench.nameFile(csv);
      await workbench.toast(message).waitFor({ timeout: LEARN_MS });
      await workbench.command('Notifications: Clear All Notifications');
    }
  } finally {
    rmSync(csv);
  }
}

/** The extension host that was started with this data folder. */
function extensionHostOf(dataFolder: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find(
      (pid) =>
        textOf(pid, 'cmdline').includes('--type=extensionHost') &&
        textOf(pid, 'environ').includes(dataFolder),
    );
  if (found === undefined) throw new Error('There is no extension host.');
  return Number(found);
}

/** Empty for a process that has ended or belongs to another user. */
function textOf(pid: string, name: string): string {
  try {
    return readFileSync(join('/proc', pid, name), 'utf8');
  } catch {
    return '';
  }
}

/** Resident memory in mebibytes. */
function residentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Rss:\s+(\d+) kB/m.exec(text)?.[1]) / 1024;
}
