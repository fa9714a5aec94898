import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { rounded } from './measure';
import type { Figures } from './run';

const SETTLE_MS = 60_000;
const MEASURE_MS = 180_000;

/**
 * `npm run bench -- idle`, after `node esbuild.mjs`: the CPU time of an idle window, in a process without VS Code:
 * watching the files that guards read, the spool, and hook files with their folders. The goal is a thousandth of a
 * core. Takes four minutes.
 */
export function bench(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-idle-'));
  try {
    const outfile = join(folder, 'window.cjs');
    buildSync({
      entryPoints: ['test/bench/idleWindow.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      // As in the build: the other form of jsonc-parser loads its parts by name.
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    const argv = [outfile, resolve('.'), folder, String(SETTLE_MS), String(MEASURE_MS)];
    const text = execFileSync(process.execPath, argv, { encoding: 'utf8' });
    // Written by the child process.
    const { cpuMs, wallMs } = JSON.parse(text) as { cpuMs: number; wallMs: number };
    return Promise.resolve({
      'idle.seconds': rounded(wallMs / 1000),
      'idle.cpu_ms': rounded(cpuMs),
      'idle.percent_of_a_core': rounded((100 * cpuMs) / wallMs),
      'idle.goal_percent': 0.1,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
