import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDecisionCheck, withDecisionCheck } from '../../src/app/decisionCheck';
import { guardOwnFiles } from '../../src/guard/guardOwnFiles';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { Spool } from '../../src/history/spool';
import { NO_AGENTS } from '../support/noAgents';
import { aRule } from '../support/aRule';
import { rounded } from './measure';
import type { Figures } from './run';
import { Turns } from './turns';

/** Interval of memory samples in milliseconds. */
const LOOK_EVERY_MS = 10;

/**
 * Drains a spool of `lines` lines in `files` files into a history that views read: lines per second, the longest
 * uninterrupted computation of the thread in CPU time and in wall time (longer on a busy machine), and the additional
 * memory of the process.
 */
export async function spoolDrain(lines: number, files: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-spool-'));
  try {
    makeSpool(join(folder, 'spool'), lines, files);
    return await drain(folder, lines, files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In another process, whose memory is not counted. */
function makeSpool(folder: string, lines: number, files: number): void {
  const script = join(__dirname, 'makeSpool.ts');
  const args = ['--import', 'tsx', script, folder, String(lines), String(files)];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
}

async function drain(folder: string, lines: number, count: number): Promise<Figures> {
  const files = createNodeFiles();
  const owner = '1-0-window';
  const history = createHistory({ files, folder: join(folder, 'history'), clock: Date, owner });
  // The version that the lines name, and rules of different kinds.
  const rules = ['^rm ', 'push --force', 'curl', 'find .* -delete'].map((pattern, at) =>
    aRule({ id: `r${at}`, pattern, mode: at === 2 ? 'shadow' : 'enforce' }),
  );
  const policy = { rules, version: '4c1c6f1e', seq: 1 };
  const checkDecisions = createDecisionCheck({
    ...{ guardVersion: '0.0.0', clock: Date, inForce: () => Promise.resolve(policy) },
    policies: {
      listVersions: () => Promise.resolve([]),
      rulesAfter: () => Promise.resolve(rules),
      onDidChange: () => ({ dispose: () => undefined }),
    },
    ownFiles: guardOwnFiles({ storage: folder, guard: undefined }, { HOME: '/home/ada' }),
    wasPaused: () => Promise.resolve(false),
    onWeakerDecision: (text) => {
      throw new Error(text);
    },
  });
  const spool = new Spool({
    ...{ files, folder: join(folder, 'spool'), clock: Date, owner },
    target: withDecisionCheck(history, checkDecisions, (error) => {
      throw error;
    }),
    ...{ ownerHasEnded: () => true, agents: NO_AGENTS },
  });
  const showing = showViews(history);
  const turns = new Turns();
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, LOOK_EVERY_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  let events = 0;
  try {
    const standstillMs = await turns.longestDuring(async () => {
      ({ events } = await spool.drain());
    });
    const seconds = (performance.now() - start) / 1000;
    return {
      'history.spool_lines': lines,
      'history.spool_files': count,
      'history.spool_drained': events,
      'history.spool_lines_per_second': rounded(lines / seconds),
      'history.spool_standstill_ms_max': rounded(standstillMs),
      'history.spool_delay_wall_ms_p99': rounded(delay.percentile(99) / 1e6),
      'history.spool_delay_wall_ms_max': rounded(delay.max / 1e6),
      'history.spool_more_memory_mb': rounded((peak - before) / 1e6),
    };
  } finally {
    turns.stop();
    delay.disable();
    clearInterval(looking);
    await showing();
  }
}

/** The requests of views after a change, one at a time. Returns a function that waits for the last one. */
function showViews(history: ReturnType<typeof createHistory>): () => Promise<void> {
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    await Promise.all([history.recent(200), history.summary(), history.ruleHits()]);
    asking = undefined;
  };
  const listening = history.onDidChange(() => {
    asking ??= ask();
  });
  return async () => {
    listening.dispose();
    await asking;
  };
}
