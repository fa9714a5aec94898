import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyWal } from '../../../../src/history/sources/sqlite/walFile';
import { useSources } from '../../../support/importedSources';

const ATUIN = '.local/share/atuin/history.db';

describe('History sources in SQLite databases', () => {
  const sources = useSources();

  it('opencode: approved, refused and unasked commands, with rows in the write-ahead log', async () => {
    sources.recorded('opencode');
    const { events, counts } = await sources.run('opencode');
    assert.deepEqual(
      events.map(({ command, eventType, exitCode }) => [command, eventType, exitCode]),
      [
        ['npm publish', 'command_blocked', undefined], // there was no user: it refuses by itself
        ['echo one', 'command_executed', 0],
        ["sh -c 'exit 3'", 'command_failed', 3],
        ['git push --force', 'command_refused', undefined],
        ['git tag x', 'command_requested', undefined], // it waited behind the one that was refused
      ],
    );
    for (const { context, ts, tool } of events) {
      assert.equal(context?.cwd, '/tmp/ada/shop');
      assert.match(context.sessionId ?? '', /^ses_/);
      assert.match(ts, /^2026-11-28T09:\d\d:\d\d/);
      assert.equal(tool, 'bash');
    }
    assert.deepEqual(counts, { imported: 5, repeated: 0, skipped: 0, refused: 1 });
  });

  it('atuin: rows and changes that are only in the write-ahead log', async () => {
    sources.recorded('atuin');
    const { events } = await sources.run('atuin');
    assert.deepEqual(
      events.map(({ command, exitCode, tool, ts }) => [command, exitCode, tool, ts]),
      [
        ['echo one', 0, 'atuin', '2026-11-28T08:51:41.000Z'],
        ['make deploy', 2, 'atuin', '2026-11-28T08:51:42.000Z'],
        ["sh -c 'exit 3'", 3, 'atuin', '2026-11-28T08:51:44.000Z'],
        ['npm test', 0, 'claude-code', '2026-11-28T08:51:45.000Z'],
      ],
      'neither what was deleted nor what still runs',
    );
    for (const { context } of events) assert.equal(context?.cwd, '/home/ada/shop');
  });

  it('reads a command that still ran once it has ended, or a day later', async () => {
    sources.recorded('atuin');
    await sources.run('atuin');
    sources.nowMs += 2 * 24 * 60 * 60 * 1000;
    const { events, counts } = await sources.run('atuin');
    assert.equal(counts.imported, 1);
    assert.equal(events.at(-1)?.command, 'sleep 60');
    assert.deepEqual((await sources.run('atuin')).counts.repeated, 0, 'everything is read');
  });

  it('ignores an incomplete transaction, and keeps earlier ones', async () => {
    sources.recorded('atuin');
    const log = join(sources.home(), `${ATUIN}-wal`);
    truncateSync(log, readFileSync(log).length - 100);
    const { events } = await sources.run('atuin');
    assert.ok(events.length > 1 && events.length < 5, `${events.length}`);
  });

  it('ignores a write-ahead log of another database', async () => {
    sources.recorded('atuin');
    const log = join(sources.home(), `${ATUIN}-wal`);
    const bytes = readFileSync(log);
    bytes[16] = (bytes[16] ?? 0) ^ 1; // another salt
    writeFileSync(log, bytes);
    const { events } = await sources.run('atuin');
    assert.deepEqual(
      events.map(({ command }) => command),
      ['echo one'],
    );
  });

  it('returns the same database as SQLite itself', function () {
    if (spawnSync('python3', ['-c', 'import sqlite3']).status !== 0) this.skip();
    sources.recorded('opencode');
    const path = join(sources.home(), '.local/share/opencode/opencode.db');
    const ours = applyWal(readFileSync(path), readFileSync(`${path}-wal`));
    const script =
      'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("PRAGMA wal_checkpoint(TRUNCATE)")';
    spawnSync('python3', ['-c', script, path]);
    const original = readFileSync(path);
    original[18] = original[19] = 1;
    assert.ok(ours.equals(original));
  });

  it('reports a database that is too large for memory, with a hint', async function () {
    if (process.getBuiltinModule('node:sqlite') !== undefined) this.skip(); // `node:sqlite` does not load it into memory
    sources.recorded('atuin');
    truncateSync(join(sources.home(), ATUIN), 101 * 1024 * 1024);
    const { report, counts } = await sources.run('atuin');
    assert.equal(counts.imported, 0);
    assert.match(report.faults[0]?.problem ?? '', /larger than 100 MiB, which needs Node 22/);
  });

  it('reports an invalid database', async () => {
    sources.write(ATUIN, 'no database, but more than nothing');
    const { report, counts } = await sources.run('atuin');
    assert.equal(counts.imported, 0);
    assert.deepEqual(report.faults, [
      {
        path: join(sources.home(), ATUIN),
        problem: 'the database is damaged, or its write-ahead log is missing',
      },
    ]);
  });
});
