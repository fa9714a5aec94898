import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { option, rounded } from './measure';
import type { Figures } from './run';

const SETTLE_SECONDS = 60;
const MEASURE_SECONDS = 180;

const Measured = z.object({
  hosts: z.number(),
  rules: z.number(),
  events: z.number(),
  wallMs: z.number(),
  windowMs: z.number(),
  childrenMs: z.number(),
});

/**
 * `npm run bench -- idle [--seconds 180] [--settle 60]`, after `node esbuild.mjs`: the CPU time of an idle window and of
 * the processes that it starts, in a process without VS Code. Every host is connected, the policy and the history are
 * filled, and projects in which agents worked are watched. The goal is a thousandth of a core. If this process is ended,
 * the window ends, too, and removes its files.
 */
export async function bench(argv: readonly string[]): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-idle-bundle-'));
  const outfile = join(folder, 'window.cjs');
  try {
    buildSync({
      entryPoints: ['test/bench/idleWindow.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      // As in the build: the other form of jsonc-parser loads its parts by name.
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    const seconds = Number(option(argv, 'seconds') ?? MEASURE_SECONDS);
    const settle = Number(option(argv, 'settle') ?? SETTLE_SECONDS);
    return figuresOf(await measured(outfile, settle * 1000, seconds * 1000));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  window: string,
  settleMs: number,
  measureMs: number,
): Promise<z.infer<typeof Measured>> {
  const child = fork(window, [resolve('.'), String(settleMs), String(measureMs)], { execArgv: [] });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The window ended with ${String(signal ?? code)} before it was measured.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  ended.catch(() => undefined);
  child.disconnect();
  return Measured.parse(message);
}

function figuresOf({
  hosts,
  rules,
  events,
  wallMs,
  windowMs,
  childrenMs,
}: z.infer<typeof Measured>): Figures {
  return {
    'idle.hosts_connected': hosts,
    'idle.rules': rules,
    'idle.events': events,
    'idle.seconds': rounded(wallMs / 1000),
    'idle.window_cpu_ms': rounded(windowMs),
    'idle.child_processes_cpu_ms': rounded(childrenMs),
    'idle.percent_of_a_core': rounded((100 * (windowMs + childrenMs)) / wallMs),
    'idle.goal_percent': 0.1,
  };
}
