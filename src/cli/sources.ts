import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { type FoundSource, type SourceFault, SourceId } from '../core/historySource';
import { createNodeFiles } from '../files/nodeFiles';
import { writeAtomic } from '../files/writeAtomic';
import { csvEventLine, csvHeaderLine } from '../history/csv/csvExport';
import { discoverSources } from '../history/sources/discover';
import type { Machine } from '../history/sources/source';
import { type FoundCommand, readSources } from '../history/sources/readSources';
import type { CliIo } from './io';
import { progressLine } from './progressLine';

interface HomeOptions {
  readonly home?: string;
  readonly json?: boolean;
}

interface ImportOptions extends HomeOptions {
  readonly out?: string;
}

const homeOption = (): Option =>
  new Option('--home <folder>', 'a home folder to search instead; variables are then ignored');

/** `rulewright sources`: the command histories of agents and shells on this machine. */
export function addSources(program: Command, io: CliIo): void {
  program
    .command('sources')
    .description('List the command histories of agents and shells. Opens none of their files.')
    .addOption(homeOption())
    .option('--json', 'print JSON')
    .action(async ({ home, json }: HomeOptions) => {
      const found = await discoverSources(await machineOf(home));
      if (json === true) io.data(JSON.stringify(found.map(dated)));
      else if (found.length === 0) io.out('No command history was found.');
      else for (const source of found) io.out(describe(source));
    });
}

/** `rulewright import`: the commands of these histories, redacted, as JSON lines or CSV. */
export function addImport(program: Command, io: CliIo): void {
  program
    .command('import')
    .description('Read the commands of these histories. Secrets are removed; nothing is stored.')
    .argument('<source...>', `all, or: ${SourceId.join(' ')}`)
    .addOption(homeOption())
    .option('--json', 'print a JSON object a command')
    .option('--out <events.csv>', 'write CSV')
    .action(async (names: readonly string[], options: ImportOptions) => {
      await importSources(sourcesNamed(names), options, io);
    });
}

async function importSources(
  ids: readonly SourceId[],
  { home, json, out }: ImportOptions,
  io: CliIo,
): Promise<void> {
  if ((json === true) === (out !== undefined)) {
    throw new RulewrightError('invalid-input', 'Specify either --json or --out.', {
      hint: '--json prints the commands; --out FILE writes them as CSV.',
    });
  }
  const faults: SourceFault[] = [];
  let count = 0;
  let skipped = 0;
  const progress = progressLine(process.stderr);
  const batches = readSources(ids, {
    machine: await machineOf(home),
    wasmPath: join(__dirname, 'sql-wasm.wasm'),
    onFault: (fault) => {
      skipped += 1;
      if (faults.length < MAX_FAULTS) faults.push(fault);
    },
    onProgress: (name, done, total) => {
      progress.show(name, Math.round(done / MIB), Math.round(total / MIB));
    },
  });
  async function* counted(): AsyncGenerator<readonly FoundCommand[]> {
    for await (const commands of batches) {
      count += commands.length;
      yield commands;
    }
  }
  if (out === undefined) for await (const commands of counted()) await print(commands);
  else await writeAtomic(createNodeFiles(), resolve(out), csvOf(counted()));
  progress.clear();
  io.err(
    out === undefined
      ? `Commands: ${formatCount(count)}.`
      : `Commands written to ${out}: ${formatCount(count)}.`,
  );
  reportFaults(faults, skipped, io);
}

const MIB = 1024 * 1024;
const MAX_FAULTS = 20;

function reportFaults(faults: readonly SourceFault[], total: number, io: CliIo): void {
  if (total === 0) return;
  io.err(`Not read: ${formatCount(total)}.`);
  for (const { path, line, problem } of faults) {
    io.err(
      line === undefined ? `  ${path}: ${problem}` : `  ${path}, line ${String(line)}: ${problem}`,
    );
  }
  if (total > faults.length) io.err(`  and ${formatCount(total - faults.length)} more`);
}

/** Waits until the reader of the output is ready. */
async function print(commands: readonly FoundCommand[]): Promise<void> {
  const lines = commands.map((found) => `${JSON.stringify(jsonOf(found))}\n`).join('');
  if (lines === '' || process.stdout.write(lines)) return;
  await new Promise<void>((done) => {
    const finish = () => {
      process.stdout.off('drain', finish).off('close', finish);
      done();
    };
    process.stdout.once('drain', finish).once('close', finish);
  });
}

function jsonOf({ event, file, decision }: FoundCommand) {
  return {
    source: event.context?.host,
    file,
    command: event.command,
    cwd: event.context?.cwd ?? null,
    ts: event.ts === '' ? null : event.ts,
    exitCode: event.exitCode ?? null,
    decision: decision ?? null,
  };
}

/**
 * Columns in addition to those of the history. `rulewright train --csv` and the extension can read
 * the file as well.
 */
const COLUMNS = ['source', 'file', 'cwd', 'decision'] as const;

async function* csvOf(batches: AsyncIterable<readonly FoundCommand[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvHeaderLine(COLUMNS));
  for await (const commands of batches) {
    const lines = commands.map((found) => {
      const { source = '', file, cwd, decision } = jsonOf(found);
      const extra = { source, file, cwd: cwd ?? '', decision: decision ?? '' };
      return csvEventLine({ ...found.event, extra }, COLUMNS);
    });
    yield Buffer.from(lines.join(''));
  }
}

async function machineOf(home: string | undefined): Promise<Machine> {
  if (home === undefined) {
    return { home: homedir(), env: process.env, platform: process.platform };
  }
  const folder = resolve(home);
  if ((await createNodeFiles().stat(folder))?.isFolder !== true) {
    throw new RulewrightError('not-found', `There is no folder ${home}.`, {
      hint: 'Check the path.',
    });
  }
  return { home: folder, env: {}, platform: 'any' };
}

function sourcesNamed(names: readonly string[]): readonly SourceId[] {
  const ids: readonly string[] = SourceId;
  const unknown = names.filter((name) => name !== 'all' && !ids.includes(name));
  if (unknown.length > 0) {
    throw new RulewrightError('invalid-input', `Unknown source: ${unknown.join(', ')}.`, {
      hint: `Sources: all, ${ids.join(', ')}.`,
    });
  }
  return names.includes('all') ? SourceId : SourceId.filter((id) => names.includes(id));
}

function dated({ oldestMs, newestMs, ...source }: FoundSource) {
  const time = (ms: number): string => new Date(ms).toISOString();
  return { ...source, oldest: time(oldestMs), newest: time(newestMs) };
}

function describe(source: FoundSource): string {
  const { id, files, about, hasNoEstimate, sizeBytes, path, oldest, newest } = dated(source);
  const day = (time: string): string => time.slice(0, 10);
  const size = (sizeBytes / MIB).toFixed(1);
  return [
    id.padEnd(12),
    `${formatCount(files)} ${files === 1 ? 'file' : 'files'}, ${size} MiB${hasNoEstimate ? '' : `, about ${formatCount(about)} commands`}`,
    `${day(oldest)} to ${day(newest)}`,
    path,
  ].join('  ');
}
