/** The store: applies by several processes against SQLite itself, growth, opening and how long it holds up the event loop. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { LAYOUT } from '../../src/core/layout';
import { diffHash } from '../../src/core/diff';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { applySuggestion } from '../../src/store/applySuggestion';
import { loadSqlite } from '../../src/store/database';
import { migrate } from '../../src/store/migrate';
import { seal } from '../../src/store/sealedFile';
import { insertSuggestion } from '../../src/store/suggestionLog';
import { checkNothingLost, createFleet, ended } from '../support/fleet';
import { approvalOf, openTestStore, propose, WASM } from '../support/storeUnderTest';
import { cpuMicros, median, option, percentile, rounded } from './measure';
import type { Figures } from './run';

type Numbers = Record<string, number | string | boolean>;

export async function bench(argv: readonly string[]): Promise<Figures> {
  const applies = Number(option(argv, 'applies') ?? 200);
  const figures: Numbers = {};
  for (const processes of [1, 2, 4, 8]) {
    await inFolder((folder) => fleetAgainstSqlite(folder, processes, applies, figures));
  }
  const small = await inFolder((folder) => grown(folder, 10, 10, 'small', figures));
  const large = await inFolder((folder) => grown(folder, 10_000, 1_000, 'large', figures));
  figures['store.apply_growth_cpu_ratio'] = rounded(large.cpu / small.cpu);
  figures['store.apply_growth_wall_ratio'] = rounded(large.wall / small.wall);
  return figures;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same number of changes by processes of ours and by processes that use SQLite in WAL mode, each synced. */
async function fleetAgainstSqlite(
  folder: string,
  processes: number,
  applies: number,
  figures: Numbers,
): Promise<void> {
  const fleet = await createFleet(folder);
  const children = Array.from({ length: processes }, (_, index) =>
    fleet.start(`p${index}`, applies),
  );
  await Promise.all(children.map(ended));
  const acks = fleet.acks();
  await checkNothingLost(folder, acks);
  const startMs = Math.min(...acks.map((ack) => ack.startedMs));
  const spanMs = Math.max(...acks.map((ack) => ack.endedMs)) - startMs;
  const waits = acks.map((ack) => ack.endedMs - ack.startedMs);
  const key = `store.p${processes}`;
  figures[`${key}.acknowledged`] = acks.length;
  figures[`${key}.lost`] = processes * applies - acks.length;
  figures[`${key}.applies_per_s`] = rounded((acks.length * 1_000) / spanMs);
  figures[`${key}.p50_ms`] = rounded(percentile(waits, 0.5));
  figures[`${key}.p99_ms`] = rounded(percentile(waits, 0.99));
  const native = nativeSqlite(folder, processes, applies);
  if (native === undefined) {
    figures[`${key}.baseline`] = 'skipped: no python3 with sqlite3 here';
    return;
  }
  figures[`${key}.ratio_vs_sqlite_wal`] = rounded(native.spanMs / spanMs);
  figures[`${key}.p50_ratio_vs_sqlite_wal`] = rounded(percentile(waits, 0.5) / native.p50);
  figures[`${key}.p99_ratio_vs_sqlite_wal`] = rounded(percentile(waits, 0.99) / native.p99);
}

/** SQLite's own library through Python: a proposal and an apply are a synced transaction each. */
const PYTHON = `
import json, multiprocessing, sqlite3, sys, time, uuid
path, processes, applies = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def connect():
    c = sqlite3.connect(path, timeout=60, isolation_level=None)
    c.execute('PRAGMA journal_mode=WAL'); c.execute('PRAGMA synchronous=FULL')
    return c
def work(name):
    c = connect(); spans = []
    for i in range(applies):
        start = time.time(); id = str(uuid.uuid4()); rule = str(uuid.uuid4()); body = 'x' * 300
        c.execute('BEGIN IMMEDIATE')
        c.execute('INSERT INTO suggestions VALUES (?, ?, ?)', (id, 'pending', body))
        c.execute('INSERT INTO audit (body) VALUES (?)', (body,)); c.execute('COMMIT')
        c.execute('BEGIN IMMEDIATE')
        c.execute('INSERT INTO rules VALUES (?, ?)', (rule, body))
        c.execute('INSERT INTO versions VALUES (?, ?, ?)', (str(uuid.uuid4()), body, body))
        c.execute("UPDATE suggestions SET status = 'applied' WHERE id = ?", (id,))
        c.execute('INSERT INTO audit (body) VALUES (?)', (body,)); c.execute('COMMIT')
        spans.append((start, time.time()))
    return spans
c = connect()
c.execute('CREATE TABLE suggestions (id TEXT PRIMARY KEY, status TEXT, body TEXT)')
c.execute('CREATE TABLE rules (id TEXT PRIMARY KEY, body TEXT)')
c.execute('CREATE TABLE versions (id TEXT PRIMARY KEY, diff TEXT, rules TEXT)')
c.execute('CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT)')
c.close()
with multiprocessing.Pool(processes) as pool:
    spans = [s for part in pool.map(work, range(processes), 1) for s in part]
waits = sorted(e - s for s, e in spans)
print(json.dumps({'spanMs': 1000 * (max(e for _, e in spans) - min(s for s, _ in spans)),
  'p50': 1000 * waits[len(waits) // 2], 'p99': 1000 * waits[int(len(waits) * .99)]}))
`;

function nativeSqlite(
  folder: string,
  processes: number,
  applies: number,
): { spanMs: number; p50: number; p99: number } | undefined {
  const argv = ['-c', PYTHON, join(folder, 'native.db'), String(processes), String(applies)];
  const run = spawnSync('python3', argv, { encoding: 'utf8' });
  if (run.status !== 0) return undefined;
  return JSON.parse(run.stdout) as { spanMs: number; p50: number; p99: number };
}

/** Opens a store of a given size and applies to it. */
async function grown(
  folder: string,
  versions: number,
  rules: number,
  name: string,
  figures: Numbers,
): Promise<{ cpu: number; wall: number }> {
  await fill(folder, versions, rules);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const openCpu = cpuMicros();
  const store = await openTestStore(folder, { label: 'bench' });
  figures[`store.${name}.open_cpu_ms`] = rounded((cpuMicros() - openCpu) / 1_000);
  figures[`store.${name}.open_block_ms`] = rounded(loop.max / 1e6);
  loop.reset();
  const checkCpu = cpuMicros();
  await store.historyChecked();
  figures[`store.${name}.history_check_cpu_ms`] = rounded((cpuMicros() - checkCpu) / 1_000);
  figures[`store.${name}.history_check_block_ms`] = rounded(loop.max / 1e6);
  loop.reset();
  const [cpus, walls]: [number[], number[]] = [[], []];
  for (let index = 0; index < 60; index += 1) {
    const { id, diffHash: hash } = await propose(store.policies, {
      add: [{ pattern: `later ${index}`, effect: 'deny' }],
    });
    const [cpu, wall] = [cpuMicros(), performance.now()];
    await store.policies.apply(approvalOf(id, hash), randomUUID());
    cpus.push((cpuMicros() - cpu) / 1_000);
    walls.push(performance.now() - wall);
  }
  await wait(1_500); // the copy of the last state is made meanwhile
  figures[`store.${name}.apply_cpu_ms`] = rounded(median(cpus));
  figures[`store.${name}.apply_p50_ms`] = rounded(median(walls));
  figures[`store.${name}.apply_p99_ms`] = rounded(percentile(walls, 0.99));
  figures[`store.${name}.apply_block_ms`] = rounded(loop.max / 1e6);
  loop.reset();
  await store.policies.listVersions();
  figures[`store.${name}.list_block_ms`] = rounded(loop.max / 1e6);
  await store.close();
  return { cpu: median(cpus), wall: median(walls) };
}

/** Makes a store with its history in memory and saves it once. */
async function fill(folder: string, versions: number, rules: number): Promise<void> {
  const sqlite = await loadSqlite(createNodeFiles(), WASM);
  const database = sqlite.open();
  const ts = '2026-01-01T00:00:00.000Z';
  database.transaction(() => {
    migrate(database, ts);
  });
  const inForce: string[] = [];
  for (let index = 0; index < versions; index += 1) {
    const remove = inForce.length >= rules ? inForce.splice(0, 1) : [];
    const added = { pattern: `command ${index} --flag`, effect: 'deny' as const, score: 0.5 };
    const diff = { add: [{ ...added, reason: 'seen in 12 unsafe events' }], remove, meta: {} };
    const id = randomUUID();
    database.transaction(() => {
      const waiting = { proposedBy: 'bench', proposedAt: ts, status: 'pending' as const };
      insertSuggestion(database, { id, diff, diffHash: diffHash(diff), ...waiting });
      const stamp = { ts, nextId: randomUUID };
      const version = applySuggestion(
        database,
        approvalOf(id, diffHash(diff)),
        randomUUID(),
        stamp,
      );
      inForce.push(...version.addIds);
    });
  }
  writeFileSync(join(folder, LAYOUT.database), seal(database.export()).sealed);
  database.close();
}
