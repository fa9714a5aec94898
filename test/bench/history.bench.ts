/**
 * The cost of one new command for the window, whose views refresh after each. `--events 20000`: size of the history,
 * `--segments 1`: number of its files. `--spool [--lines 1000000] [--files 1]`: the cost of draining a spool.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { type CommandHistory, createHistory } from '../../src/history/history';
import { anEvent } from '../support/events';
import { cpuMicros, median, option, rounded } from './measure';
import type { Figures } from './run';
import { spoolDrain } from './spoolDrain';

const ROUNDS = 15;
/** Number of events shown by the dashboard. */
const SHOWN = 200;

export async function bench(argv: readonly string[]): Promise<Figures> {
  if (argv.includes('--spool')) {
    return spoolDrain(
      Number(option(argv, 'lines') ?? 1_000_000),
      Number(option(argv, 'files') ?? 1),
    );
  }
  const count = Number(option(argv, 'events') ?? 20_000);
  const segments = Number(option(argv, 'segments') ?? 1);
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    await fill(folder, count, segments);
    return await measure(folder, count, segments);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string, count: number, segments: number): Promise<Figures> {
  const heapBefore = heapMb();
  const history = open(folder, '1-1-window');
  const firstMs = await cpuMsOf(() => askOfAllViews(history));
  const heldMb = heapMb() - heapBefore;
  const views: number[] = [];
  const unchanged: number[] = [];
  const whole: number[] = [];
  // Alternating, because the speed of the machine may change.
  for (let round = 0; round < ROUNDS; round += 1) {
    await history.append([someEvent(count + round)]);
    views.push(await cpuMsOf(() => askOfAllViews(history)));
    unchanged.push(await cpuMsOf(() => askOfAllViews(history)));
    whole.push(await cpuMsOf(() => readAll(history)));
  }
  return {
    'history.events': count,
    'history.segments': segments,
    'history.views_first_cpu_ms': rounded(firstMs),
    'history.views_after_one_event_cpu_ms': rounded(median(views)),
    'history.views_unchanged_cpu_ms': rounded(median(unchanged)),
    'history.read_whole_cpu_ms': rounded(median(whole)),
    'history.views_vs_reading_whole': rounded(median(views) / median(whole)),
    'history.held_heap_mb': rounded(heldMb),
  };
}

/** The data that the status bar, the Rules view and the dashboard request after each change. */
async function askOfAllViews(history: CommandHistory): Promise<void> {
  await Promise.all([
    history.recent(1),
    history.ruleHits(),
    ...[history.recent(SHOWN), history.summary()],
  ]);
}

/** The baseline: reading the whole history once, line by line. */
async function readAll(history: CommandHistory): Promise<void> {
  await history.idsOf();
}

async function cpuMsOf(work: () => Promise<void>): Promise<number> {
  const before = cpuMicros();
  await work();
  return (cpuMicros() - before) / 1000;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

async function fill(folder: string, count: number, segments: number): Promise<void> {
  const each = Math.ceil(count / segments);
  for (let from = 0; from < count; from += each) {
    const history = open(folder, `1-1-${from}`);
    const length = Math.min(each, count - from);
    await history.append(Array.from({ length }, (_, index) => someEvent(from + index)));
  }
}

function open(folder: string, owner: string): CommandHistory {
  return createHistory({ files: createNodeFiles(), folder, clock: Date, owner });
}

function someEvent(index: number): ReturnType<typeof anEvent> {
  const command = `git checkout -b feature/${index % 5_000} --track origin/main`;
  const verdict = { decision: 'none' as const, rules: [], shadow: [], policyVersion: '4c1c6f1e' };
  return anEvent({
    id: `01234567-89ab-cdef-${index}`,
    command,
    exitCode: 0,
    verdict,
    context: { host: 'terminal', cwd: '/home/person/project', confidence: 'high' },
  });
}
