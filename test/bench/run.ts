/**
 * `npm run bench -- NAME [options]`: runs test/bench/NAME.bench.ts, prints its figures and saves them in
 * bench/results.json.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useShippedTable } from '../support/programTable';

/** Flat figures of one run. Keys carry the bench's name, e.g. `match.ratio_vs_loop_1000`. */
export type Figures = Readonly<Record<string, number | string | boolean>>;

/** The function that each `NAME.bench.ts` exports as `bench`. `argv`: the arguments after the name. */
export type Bench = (argv: readonly string[]) => Promise<Figures>;

const RESULTS = join('bench', 'results.json');

async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...options] = argv;
  const file = join(__dirname, `${name}.bench.ts`);
  if (!/^\w+$/.test(name) || !existsSync(file)) {
    process.stderr.write(`There is no bench "${name}". Usage: npm run bench -- NAME [options]\n`);
    return 2;
  }
  useShippedTable();
  const { bench } = (await import(pathToFileURL(file).href)) as { bench: Bench };
  const figures = await bench(options);
  print(figures);
  merge(figures);
  return 0;
}

function print(figures: Figures): void {
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  for (const [key, value] of Object.entries(figures)) {
    process.stdout.write(`${key.padEnd(width)}  ${String(value)}\n`);
  }
}

function merge(figures: Figures): void {
  const before = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Figures) : {};
  const merged = Object.entries({ ...before, ...figures }).sort(([a], [b]) => (a < b ? -1 : 1));
  mkdirSync('bench', { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(Object.fromEntries(merged), null, 2)}\n`);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
