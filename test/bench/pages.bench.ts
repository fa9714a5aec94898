/**
 * A review of `--changes 1000` rules, of `--suggestions 1` or of several together, over a history of `--events 100000`,
 * in real Chromium with the real conversation, store and threads in a separate process. Measures the time until the
 * first card is shown, until every rule is tested on the whole history, from a choice until the strip counts it, from an
 * edit until its hits are shown, the frames while scrolling through hits, the ladder of a command of the same history,
 * and in each phase the longest uninterrupted computation of the extension's process, and its longest standstill by the
 * wall clock with what it computed and how long it waited for a processor meanwhile. Two
 * baselines in the same run: a review of one rule over a thousand events in the same browser (`pages.small_*`), and the
 * same history read and tested at once, without page and process (`pages.in_one_piece_ms`).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBrowser } from '../../scripts/install.mjs';
import { which } from '../../scripts/shell.mjs';
import { LAYOUT } from '../../src/core/layout';
import type { LabelledCommand } from '../../src/core/event';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { openLiveHistory } from '../../src/ml/rules/liveBacktest';
import { anEvent } from '../support/events';
import { openLab } from '../webview/support/browser';
import { madeHistory } from './madeHistory';
import { median, option, percentile, rounded } from './measure';
import type { FromHost, Measured, Proposed, ToHost } from './pagesHost';
import {
  editTimes,
  firstCardMs,
  openReview,
  scrollFrames,
  stripMs,
  untilWhole,
} from './reviewPage';
import type { Figures } from './run';

const SEED = 14;
/** Number of events of the small review. */
const SMALL = 1000;
/** A command of the made history. */
const LADDER = 'git push --force origin main';

export async function bench(argv: readonly string[]): Promise<Figures> {
  const events = Number(option(argv, 'events') ?? 100_000);
  const changes = Number(option(argv, 'changes') ?? 1000);
  const commands = madeHistory(events, SEED);
  const patterns = somePatterns(commands, changes);
  const suggestions = Number(option(argv, 'suggestions') ?? 1);
  const recent = commands.slice(-SMALL);
  const small = await review(recent, {
    // Hits of its own, so that a choice changes the strip.
    patterns: somePatterns(recent, 1),
    suggestions: 1,
  });
  const long = await review(commands, { patterns, suggestions });
  const inOnePiece = inOnePieceMs(commands, patterns);
  return {
    'pages.events': events,
    'pages.commands': new Set(commands).size,
    'pages.changes': changes,
    'pages.suggestions': suggestions,
    'pages.first_content_ms': rounded(long.firstMs),
    'pages.small_first_content_ms': rounded(small.firstMs),
    'pages.first_content_vs_small': rounded(long.firstMs / small.firstMs),
    'pages.all_counts_ms': rounded(long.wholeMs),
    'pages.in_one_piece_ms': rounded(inOnePiece),
    'pages.all_counts_vs_in_one_piece': rounded(long.wholeMs / inOnePiece),
    'pages.choice_to_strip_ms': rounded(long.stripMs),
    'pages.small_choice_to_strip_ms': rounded(small.stripMs),
    'pages.ladder_ms': rounded(long.ladder.ms),
    'pages.ladder_rungs': long.ladder.rungs,
    'pages.edits': long.edits.length,
    'pages.edit_to_hits_ms_p50': rounded(median(long.edits)),
    'pages.edit_to_hits_ms_p95': rounded(percentile(long.edits, 0.95)),
    'pages.small_edit_to_hits_ms_p50': rounded(median(small.edits)),
    'pages.edit_to_hits_vs_small': rounded(median(long.edits) / median(small.edits)),
    'pages.scrolled_hits': long.hits,
    'pages.scroll_frame_ms_p50': rounded(median(long.frames)),
    'pages.scroll_frame_ms_p95': rounded(percentile(long.frames, 0.95)),
    ...blocks(long.phases),
    'pages.host_rss_growth_mb': rounded(long.growthMb),
  };
}

/** The measurements of one review. Times in milliseconds. */
interface Reviewed {
  readonly firstMs: number;
  readonly wholeMs: number;
  /** From a choice until the strip counts it, including the time that a choice must stay. */
  readonly stripMs: number;
  readonly ladder: { readonly ms: number; readonly rungs: number };
  readonly edits: readonly number[];
  readonly frames: readonly number[];
  readonly hits: number;
  readonly phases: Readonly<Record<string, Measured>>;
  /** Memory of the extension's process, including its threads. */
  readonly growthMb: number;
}

async function review(commands: readonly string[], proposed: Proposed): Promise<Reviewed> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-pages-'));
  try {
    await fill(folder, commands);
    return await reviewIn(folder, proposed);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function reviewIn(folder: string, proposed: Proposed): Promise<Reviewed> {
  const host = await startHost(folder, proposed);
  const lab = await openLab(await ordinaryBrowser(folder));
  try {
    const before = await host.measure();
    const page = await openReview(lab, host);
    const firstMs = await firstCardMs(page);
    const wholeMs = await untilWhole(page);
    const reading = await host.measure();
    const choiceMs = await stripMs(page);
    const choosing = await host.measure();
    const edits = await editTimes(page);
    const editing = await host.measure();
    const { frames, hits } = await scrollFrames(page);
    const scrolling = await host.measure();
    const growthMb = scrolling.rssMb - before.rssMb;
    const ladder = await host.ladder(LADDER);
    const climbing = await host.measure();
    const phases = { reading, choosing, editing, scrolling, climbing };
    return { firstMs, wholeMs, stripMs: choiceMs, ladder, edits, frames, hits, phases, growthMb };
  } finally {
    await lab.close();
    await host.close();
  }
}

/**
 * A browser without the right to raise its priority. As root, Chromium takes processors from the extension's process,
 * which the browser of a user cannot do.
 */
async function ordinaryBrowser(folder: string): Promise<string> {
  const browser = await ensureBrowser();
  const setpriv = which('setpriv');
  if (process.getuid?.() !== 0 || setpriv === undefined) return browser;
  const path = join(folder, 'chromium');
  const script = `#!/bin/sh\nexec '${setpriv}' --bounding-set -sys_nice -- '${browser}' "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

function blocks(phases: Readonly<Record<string, Measured>>): Figures {
  const figures = Object.entries(phases).flatMap(([name, { longestCpuMs, standstill }]) => [
    [`pages.host_block_cpu_ms_${name}`, rounded(longestCpuMs)] as const,
    [`pages.host_standstill_ms_${name}`, rounded(standstill.wallMs)] as const,
    [`pages.host_standstill_cpu_ms_${name}`, rounded(standstill.cpuMs)] as const,
    [`pages.host_standstill_waited_ms_${name}`, rounded(standstill.waitedMs)] as const,
  ]);
  return Object.fromEntries(figures);
}

async function fill(folder: string, commands: readonly string[]): Promise<void> {
  const history = createHistory({
    files: createNodeFiles(),
    folder: join(folder, LAYOUT.history),
    clock: Date,
    owner: '1-1-made',
  });
  const start = Date.now() - commands.length * 60_000;
  for (let from = 0; from < commands.length; from += 10_000) {
    const part = commands.slice(from, from + 10_000).map((command, at) =>
      anEvent({
        id: `made-${from + at}`,
        ts: new Date(start + (from + at) * 60_000).toISOString(),
        command,
        exitCode: 0,
        // A few labels by a person.
        ...((from + at) % 50 === 0 ? { label: (from + at) % 150 === 0 ? 'unsafe' : 'safe' } : {}),
      }),
    );
    await history.append(part);
  }
}

/** Patterns that match different commands of the history. */
function somePatterns(commands: readonly string[], count: number): readonly string[] {
  const patterns = new Set<string>();
  for (const command of commands) {
    const words = /^[a-z]+ [\w-]+ [\w./-]+/.exec(command)?.[0];
    if (words !== undefined) patterns.add(`^${words.replace(/[.]/g, '\\.')}(?: |$)`);
    if (patterns.size === count) break;
  }
  return [...patterns];
}

/** The baseline: every command read and every rule tested at once. */
function inOnePieceMs(commands: readonly string[], patterns: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const command of commands) counts.set(command, (counts.get(command) ?? 0) + 1);
  const labelled = Array.from(counts, ([command, count]): LabelledCommand => ({
    command,
    count,
    label: 'unknown',
  }));
  const start = performance.now();
  const live = openLiveHistory(labelled, []);
  live.read(() => false);
  live.test(patterns.map((pattern) => ({ rule: { pattern, effect: 'deny' } })));
  return performance.now() - start;
}

/** The process that runs the extension. */
interface Host {
  /** Opens the panel. */
  show(): void;
  send(message: unknown): void;
  /** Receives the messages from the extension to the page. */
  onMessage: (message: unknown) => void;
  measure(): Promise<Measured>;
  ladder(command: string): Promise<Reviewed['ladder']>;
  close(): Promise<void>;
}

async function startHost(folder: string, proposed: Proposed): Promise<Host> {
  const outfile = join(folder, 'pagesHost.cjs');
  await build({
    entryPoints: [join(__dirname, 'pagesHost.ts')],
    alias: { vscode: join(__dirname, 'vscodeApi.ts') },
    ...{ bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' },
    mainFields: ['module', 'main'],
  });
  // This serialization preserves dates and undefined, like VS Code's own messages.
  const child = fork(outfile, { serialization: 'advanced', execArgv: [] });
  const host: Host = {
    show: () => {
      ask(child, { type: 'show' });
    },
    send: (message) => {
      ask(child, { type: 'page', message });
    },
    onMessage: () => undefined,
    measure: async () => {
      const answer = next(child, 'measured');
      ask(child, { type: 'measure' });
      return answer;
    },
    ladder: async (command) => {
      const answer = next(child, 'climbed');
      ask(child, { type: 'ladder', command });
      const { ms, rungs } = await answer;
      return { ms, rungs };
    },
    close: async () => {
      const closed = next(child, 'closed');
      ask(child, { type: 'close' });
      await closed;
    },
  };
  child.on('message', (message: FromHost) => {
    if (message.type === 'page') host.onMessage(message.message);
  });
  const opened = next(child, 'opened');
  ask(child, { type: 'open', folder, ...proposed });
  await opened;
  return host;
}

function ask(child: ChildProcess, message: ToHost): void {
  child.send(message);
}

function next<T extends FromHost['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<FromHost, { type: T }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromHost): void => {
      if (message.type !== type) return;
      child.off('message', listen);
      resolve(message as Extract<FromHost, { type: T }>);
    };
    child.on('message', listen);
    child.once('exit', (code) => {
      reject(new Error(`The process of the extension ended with ${String(code)}.`));
    });
  });
}
