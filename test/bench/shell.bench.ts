/**
 * `npm run bench -- shell [--commands C.json] [--csv F.csv]`: the cost of a command's views, relative to the bare
 * parser.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { buildSync } from 'esbuild';
import { parse } from 'unbash';
import { canonicalLines } from '../../src/shell/canonical';
import { commandViews } from '../../src/shell/views';
import { cpuOf, median, option, rounded } from './measure';

const ROUNDS = 7;

export function bench(argv: readonly string[]): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, commands] of workloads(argv)) Object.assign(figures, speed(name, commands));
  Object.assign(figures, start());
  return Promise.resolve(figures);
}

function workloads(argv: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const found: (readonly [string, readonly string[]])[] = [];
  const json = option(argv, 'commands');
  const csv = option(argv, 'csv');
  if (json !== undefined)
    found.push(['commands', JSON.parse(readFileSync(json, 'utf8')) as string[]]);
  if (csv !== undefined) {
    const rows = parseCsv<{ command: string }>(readFileSync(csv, 'utf8'), { columns: true });
    found.push(['csv', rows.map((row) => row.command)]);
  }
  const corpus = join('test', 'fixtures', 'shell', 'corpus.json');
  const rows = JSON.parse(readFileSync(corpus, 'utf8')) as { command: string }[];
  return [...found, ['corpus', rows.map((row) => row.command)]];
}

function speed(name: string, commands: readonly string[]): Record<string, number> {
  const work = {
    parser: (command: string) => parse(command),
    views: (command: string) => commandViews(command),
    canonical: (command: string) => canonicalLines(command),
  };
  const micros: Record<keyof typeof work, number[]> = { parser: [], views: [], canonical: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const key of ['parser', 'views', 'canonical'] as const) {
      const all = cpuOf(() => {
        for (const command of commands) work[key](command);
      });
      micros[key].push(all / commands.length);
    }
  }
  const refused = commands.filter((command) => !commandViews(command).parsed).length;
  return {
    [`shell.${name}.commands`]: commands.length,
    [`shell.${name}.parser_us`]: rounded(median(micros.parser)),
    [`shell.${name}.views_us`]: rounded(median(micros.views)),
    [`shell.${name}.canonical_us`]: rounded(median(micros.canonical)),
    [`shell.${name}.views_ratio_to_parser`]: rounded(median(micros.views) / median(micros.parser)),
    [`shell.${name}.refused_percent`]: rounded((100 * refused) / commands.length),
  };
}

/** CPU milliseconds until a fresh process has parsed its first command; for the grammar only if it is installed. */
function start(): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    const outfile = join(folder, 'views.cjs');
    const built = { bundle: true, minify: true, platform: 'node', format: 'cjs', outfile } as const;
    buildSync({ ...built, entryPoints: [join('src', 'shell', 'views.ts')] });
    const ours = firstRun(
      folder,
      `require(${JSON.stringify(outfile)}).commandViews('git push -f')`,
    );
    return {
      'shell.start.views_ms': ours,
      'shell.start.views_bytes': statSync(outfile).size,
      ...grammarStart(folder),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm install --no-save @vscode/tree-sitter-wasm` installs the grammar; without it the figure is omitted. */
function grammarStart(folder: string): Record<string, number> {
  const wasm = resolve('node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
  if (!existsSync(wasm)) return {};
  const grammar = join(wasm, 'tree-sitter-powershell.wasm');
  const work = `const T = require(${JSON.stringify(join(wasm, 'tree-sitter.js'))});
    await T.Parser.init();
    const p = new T.Parser();
    p.setLanguage(await T.Language.load(${JSON.stringify(grammar)}));
    p.parse('Remove-Item x -Recurse')`;
  return {
    'shell.start.powershell_grammar_ms': firstRun(folder, work),
    'shell.start.powershell_grammar_bytes': statSync(grammar).size,
  };
}

function firstRun(folder: string, work: string): number {
  const file = join(folder, 'first.cjs');
  writeFileSync(
    file,
    `(async () => { const from = process.cpuUsage(); ${work}; const { user, system } = process.cpuUsage(from);
    console.log((user + system) / 1000); })();`,
  );
  const runs = Array.from({ length: 11 }, () => Number(spawnSync(process.execPath, [file]).stdout));
  return rounded(median(runs));
}
