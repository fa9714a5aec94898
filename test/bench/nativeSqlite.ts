import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** The same work with SQLite itself. */
export interface NativeRun {
  readonly name: string;
  /** Start and end of each apply, epoch milliseconds. */
  readonly spans: readonly (readonly [number, number])[];
}

/** One process: a proposal and an apply are one synced transaction each, as in the store. */
const NODE = `
const [library, path, applies] = process.argv.slice(2);
const { randomUUID } = require('node:crypto');
const db = new (require(library))(path, { timeout: 60000 });
db.pragma('journal_mode = WAL'); db.pragma('synchronous = FULL');
db.exec(\`CREATE TABLE IF NOT EXISTS suggestions (id TEXT PRIMARY KEY, status TEXT, body TEXT);
  CREATE TABLE IF NOT EXISTS rules (id TEXT PRIMARY KEY, body TEXT);
  CREATE TABLE IF NOT EXISTS versions (id TEXT PRIMARY KEY, diff TEXT, rules TEXT);
  CREATE TABLE IF NOT EXISTS audit (seq INTEGER PRIMARY KEY, body TEXT)\`);
const suggest = db.prepare('INSERT INTO suggestions VALUES (?, ?, ?)');
const audit = db.prepare('INSERT INTO audit (body) VALUES (?)');
const rule = db.prepare('INSERT INTO rules VALUES (?, ?)');
const version = db.prepare('INSERT INTO versions VALUES (?, ?, ?)');
const decide = db.prepare("UPDATE suggestions SET status = 'applied' WHERE id = ?");
const body = 'x'.repeat(300), spans = [], now = () => performance.timeOrigin + performance.now();
const propose = db.transaction((id) => { suggest.run(id, 'pending', body); audit.run(body); });
const apply = db.transaction((id) => {
  rule.run(randomUUID(), body); version.run(randomUUID(), body, body); decide.run(id); audit.run(body);
});
for (let index = 0; index < Number(applies); index += 1) {
  const start = now(), id = randomUUID();
  propose.immediate(id); apply.immediate(id);
  spans.push([start, now()]);
}
process.stdout.write(JSON.stringify(spans));
`;

/** The same with Python's SQLite, for machines without better-sqlite3. */
const PYTHON = `
import json, multiprocessing, sqlite3, sys, time, uuid
path, processes, applies = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def connect():
    c = sqlite3.connect(path, timeout=60, isolation_level=None)
    c.execute('PRAGMA journal_mode=WAL'); c.execute('PRAGMA synchronous=FULL')
    return c
def work(name):
    c = connect(); spans = []; body = 'x' * 300
    for i in range(applies):
        start = time.time(); id = str(uuid.uuid4())
        c.execute('BEGIN IMMEDIATE')
        c.execute('INSERT INTO suggestions VALUES (?, ?, ?)', (id, 'pending', body))
        c.execute('INSERT INTO audit (body) VALUES (?)', (body,)); c.execute('COMMIT')
        c.execute('BEGIN IMMEDIATE')
        c.execute('INSERT INTO rules VALUES (?, ?)', (str(uuid.uuid4()), body))
        c.execute('INSERT INTO versions VALUES (?, ?, ?)', (str(uuid.uuid4()), body, body))
        c.execute("UPDATE suggestions SET status = 'applied' WHERE id = ?", (id,))
        c.execute('INSERT INTO audit (body) VALUES (?)', (body,)); c.execute('COMMIT')
        spans.append((1000 * start, 1000 * time.time()))
    return spans
c = connect()
c.execute('CREATE TABLE suggestions (id TEXT PRIMARY KEY, status TEXT, body TEXT)')
c.execute('CREATE TABLE rules (id TEXT PRIMARY KEY, body TEXT)')
c.execute('CREATE TABLE versions (id TEXT PRIMARY KEY, diff TEXT, rules TEXT)')
c.execute('CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT)')
c.close()
with multiprocessing.Pool(processes) as pool:
    print(json.dumps([s for part in pool.map(work, range(processes), 1) for s in part]))
`;

/**
 * The same applies by processes that use SQLite in WAL mode: better-sqlite3 if installed (`npm install --no-save
 * better-sqlite3@12`, or a folder that contains it), otherwise Python's; undefined if neither is available.
 */
export async function nativeSqlite(
  folder: string,
  processes: number,
  applies: number,
  libraryFolder: string | undefined,
): Promise<NativeRun | undefined> {
  const path = join(folder, 'native.db');
  const library = betterSqlite(libraryFolder);
  if (library !== undefined) {
    const script = join(folder, 'native.cjs');
    writeFileSync(script, NODE);
    const argv = [script, library, path, String(applies)];
    const parts = await Promise.all(Array.from({ length: processes }, () => spansOf(argv)));
    return { name: 'better-sqlite3, WAL, synchronous=FULL', spans: parts.flat() };
  }
  const argv = ['-c', PYTHON, path, String(processes), String(applies)];
  const run = spawnSync('python3', argv, { encoding: 'utf8', maxBuffer: 1 << 27 });
  if (run.status !== 0) return undefined;
  return { name: 'sqlite3 of Python, WAL, synchronous=FULL', spans: parsed(run.stdout) };
}

function betterSqlite(folder: string | undefined): string | undefined {
  try {
    return createRequire(resolve(folder ?? '.', 'any.js')).resolve('better-sqlite3');
  } catch {
    return undefined; // not installed
  }
}

function spansOf(argv: readonly string[]): Promise<NativeRun['spans']> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    child.once('close', (code) => {
      if (code === 0) done(parsed(text));
      else fail(new Error(`SQLite's process ended with ${String(code)}.`));
    });
  });
}

/** The output of the scripts above. */
function parsed(text: string): NativeRun['spans'] {
  return JSON.parse(text) as NativeRun['spans'];
}
