/**
 * Reads the histories of other programs: a home folder with 100 000 commands in all formats. Once with `rulewright
 * import` in a separate process, for its memory; once with the extension's process, for how long it blocks the window;
 * then again without new commands, and with three new ones. Requires `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type SourceImport, SourceId } from '../../src/core/historySource';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { createImportProcess } from '../../src/history/process/importProcess';
import { growSession, MADE, makeHome, VERSIONS } from './madeHome';
import { rounded } from './measure';
import type { Figures } from './run';
import { Turns } from './turns';

const Usage = z.object({ rssMb: z.number(), cpuSeconds: z.number() });

export async function bench(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-sources-'));
  const home = join(folder, 'home');
  try {
    await makeHome(home);
    const bytes = sizeOf(home);
    return { ...facts(bytes), ...byCli(folder, home, bytes), ...(await byProcess(folder, home)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COMMANDS = Object.values(MADE).reduce((sum, count) => sum + count, 0);

const facts = (bytes: number): Figures => ({
  'sources.commands': COMMANDS,
  'sources.formats': SourceId.length,
  'sources.versions': VERSIONS,
  'sources.mb': rounded(bytes / 1e6),
});

function byCli(folder: string, home: string, bytes: number): Figures {
  const out = join(folder, 'events.csv');
  const usageFile = join(folder, 'usage.json');
  const start = performance.now();
  execFileSync(
    process.execPath,
    [
      ...['--require', resolve('test/bench/reportUsage.cjs'), resolve('dist/cli.cjs')],
      ...['import', 'all', '--home', home, '--out', out],
    ],
    { stdio: 'ignore', env: { ...process.env, USAGE_FILE: usageFile } },
  );
  const seconds = (performance.now() - start) / 1000;
  const usage = Usage.parse(JSON.parse(readFileSync(usageFile, 'utf8')));
  const ids = readFileSync(out, 'utf8')
    .split(/\r\n/)
    .slice(1, -1)
    .map((line) => line.slice(0, line.indexOf(',')));
  return {
    'sources.cli_found': ids.length,
    'sources.cli_found_twice': ids.length - new Set(ids).size,
    'sources.cli_seconds': rounded(seconds),
    'sources.cli_cpu_seconds': rounded(usage.cpuSeconds),
    'sources.cli_rows_per_second': Math.round(COMMANDS / seconds),
    'sources.cli_mb_per_second': rounded(bytes / 1e6 / seconds),
    'sources.cli_peak_rss_mb': rounded(usage.rssMb),
  };
}

async function byProcess(folder: string, home: string): Promise<Figures> {
  const history = createHistory({
    ...{ files: createNodeFiles(), clock: { now: () => Date.now() }, owner: '1-0-window' },
    folder: join(folder, 'history'),
  });
  const imports = createImportProcess({
    ...{ programPath: resolve('dist/importer.cjs'), wasmPath: resolve('dist/sql-wasm.wasm') },
    ...{ historyFolder: join(folder, 'history'), positionsPath: join(folder, 'sources.json') },
    machine: { home, env: {}, platform: 'linux' },
    texts: {},
    onWritten: () => {
      history.refresh();
    },
  });
  const turns = new Turns();
  const run = async (): Promise<{ report: SourceImport; seconds: number; longestMs: number }> => {
    const reports: SourceImport[] = [];
    const start = performance.now();
    const longestMs = await turns.longestDuring(async () => {
      reports.push(await imports.import(SourceId, { onProgress: () => undefined }));
    });
    const [report = { sources: [], faults: [], isCancelled: false }] = reports;
    return { report, seconds: (performance.now() - start) / 1000, longestMs };
  };
  try {
    const first = await run();
    const second = await run();
    growSession(home);
    const third = await run();
    return {
      'sources.imported': sum(first.report, 'imported'),
      'sources.imported_twice': sum(first.report, 'repeated'),
      'sources.not_understood': sum(first.report, 'skipped') + first.report.faults.length,
      'sources.import_seconds': rounded(first.seconds),
      'sources.import_rows_per_second': Math.round(COMMANDS / first.seconds),
      'sources.window_longest_ms': rounded(first.longestMs),
      'sources.second_imported': sum(second.report, 'imported'),
      'sources.second_read_again': sum(second.report, 'repeated'),
      'sources.second_seconds': rounded(second.seconds),
      'sources.after_three_imported': sum(third.report, 'imported'),
      'sources.after_three_read_again': sum(third.report, 'repeated'),
    };
  } finally {
    turns.stop();
  }
}

const sum = ({ sources }: SourceImport, of: 'imported' | 'repeated' | 'skipped'): number =>
  sources.reduce((total, source) => total + source[of], 0);

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((total, stat) => total + (stat.isFile() ? stat.size : 0), 0);
