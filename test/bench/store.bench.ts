/**
 * The store: applies by several processes compared with SQLite itself, growth, opening, events, and how long the window
 * is blocked. `--applies 200` per process, `--events 1000000` in the history, `--only fleet|size|events`, and
 * `--better-sqlite3 FOLDER` if that library is installed elsewhere.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack } from '../support/fleet';
import { checkNothingLost, createFleet, ended } from '../support/fleet';
import { option, percentile, rounded } from './measure';
import { nativeSqlite } from './nativeSqlite';
import type { Figures } from './run';
import { measureEvents } from './storeEvents';
import { measureSize, measureWindow } from './storeSize';

type Numbers = Record<string, number | string>;

export async function bench(argv: readonly string[]): Promise<Figures> {
  const only = option(argv, 'only');
  const parts: readonly (readonly [string, () => Promise<Numbers>])[] = [
    ['fleet', () => fleets(argv)],
    ['size', sizes],
    [
      'events',
      () => inFolder((folder) => measureEvents(folder, Number(option(argv, 'events') ?? 100_000))),
    ],
  ];
  const figures: Numbers = {};
  for (const [name, part] of parts) {
    if (only === undefined || only === name) Object.assign(figures, await part());
  }
  return figures;
}

async function fleets(argv: readonly string[]): Promise<Numbers> {
  const figures: Numbers = {};
  for (const [form, logFromBytes] of [
    ['', undefined],
    ['log_', 0],
  ] as const) {
    for (const processes of [1, 2, 4, 8]) {
      const key = `store.${form}p${processes}`;
      const more = logFromBytes === undefined ? {} : { logFromBytes };
      Object.assign(
        figures,
        await inFolder((folder) => fleetAgainstSqlite(folder, argv, { key, processes, more })),
      );
    }
  }
  return figures;
}

async function sizes(): Promise<Numbers> {
  const small = await inFolder((folder) =>
    measureSize(folder, { versions: 10, rules: 10, name: 'small' }),
  );
  const large = await inFolder((folder) =>
    measureSize(folder, { versions: 10_000, rules: 1_000, name: 'large' }),
  );
  const ratio = (of: string): number =>
    rounded((large[`store.large.${of}`] ?? NaN) / (small[`store.small.${of}`] ?? NaN));
  return {
    ...small,
    ...large,
    'store.apply_growth_cpu_ratio': ratio('apply_cpu_ms'),
    'store.apply_growth_wall_ratio': ratio('apply_p50_ms'),
    ...(await inFolder(measureWindow)),
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same number of synced changes by our processes and by processes that use SQLite in WAL mode. */
async function fleetAgainstSqlite(
  folder: string,
  argv: readonly string[],
  { key, processes, more }: { key: string; processes: number; more: { logFromBytes?: number } },
): Promise<Numbers> {
  const applies = Number(option(argv, 'applies') ?? 200);
  const fleet = await createFleet(folder, { ...more, timeoutMs: 60_000 });
  const children = Array.from({ length: processes }, (_, index) =>
    fleet.start(`p${index}`, applies),
  );
  await Promise.all(children.map(ended));
  const acks = fleet.acks();
  await checkNothingLost(folder, acks);
  const ours = summary(acks.map(spanOf));
  const native = await nativeSqlite(folder, processes, applies, option(argv, 'better-sqlite3'));
  const figures: Numbers = {
    [`${key}.acknowledged`]: acks.length,
    [`${key}.lost`]: processes * applies - acks.length,
    [`${key}.applies_per_s`]: rounded((acks.length * 1_000) / ours.wholeMs),
    [`${key}.p50_ms`]: rounded(ours.p50),
    [`${key}.p99_ms`]: rounded(ours.p99),
    [`${key}.baseline`]: native?.name ?? 'skipped: neither better-sqlite3 nor python3 is here',
  };
  if (native === undefined) return figures;
  const theirs = summary(native.spans);
  return {
    ...figures,
    [`${key}.ratio_vs_sqlite`]: rounded(theirs.wholeMs / ours.wholeMs),
    [`${key}.p50_ratio_vs_sqlite`]: rounded(ours.p50 / theirs.p50),
    [`${key}.p99_ratio_vs_sqlite`]: rounded(ours.p99 / theirs.p99),
  };
}

function spanOf(ack: Ack): readonly [number, number] {
  return [ack.startedMs, ack.endedMs];
}

function summary(spans: readonly (readonly [number, number])[]): {
  wholeMs: number;
  p50: number;
  p99: number;
} {
  const waits = spans.map(([start, end]) => end - start);
  const start = Math.min(...spans.map(([from]) => from));
  return {
    wholeMs: Math.max(...spans.map(([, to]) => to)) - start,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
  };
}
