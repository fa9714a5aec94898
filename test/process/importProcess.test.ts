import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandEvent } from '../../src/core/event';
import { createImportProcess } from '../../src/history/process/importProcess';
import { processToken } from '../../src/history/processToken';
import { useSources } from '../support/importedSources';

describe('The import process', function () {
  this.timeout(60_000);
  const sources = useSources();
  let written = 0;

  const imports = (programPath = 'dist/importer.cjs') =>
    createImportProcess({
      programPath: resolve(programPath),
      historyFolder: join(sources.folder(), 'history'),
      positionsPath: join(sources.folder(), 'sources.json'),
      wasmPath: resolve('dist/sql-wasm.wasm'),
      machine: { home: sources.home(), env: {}, platform: 'linux' },
      texts: {},
      onWritten: () => {
        written += 1;
      },
    });
  const events = async (): Promise<readonly CommandEvent[]> => {
    const found: CommandEvent[] = [];
    for await (const event of sources.open().history.all()) found.push(event);
    return found;
  };
  const manyLines = 80_000;
  const manyRows = 60_000;

  beforeEach(() => {
    written = 0;
    sources.recorded('claude-code');
  });

  it('lists and imports, and a second import reads only what is new', async () => {
    const found = await imports().discover();
    assert.deepEqual(
      found.map(({ id }) => id),
      ['claude-code'],
    );
    const first = await imports().import(['claude-code']);
    assert.equal(first.sources[0]?.imported, 3);
    assert.equal(written, 1);
    assert.equal((await events()).length, 3);
    const again = await imports().import(['claude-code']);
    assert.deepEqual(again.sources[0], {
      ...{ id: 'claude-code', imported: 0, repeated: 0, skipped: 0, refused: 0 },
    });
  });

  it('keeps commands read before Cancel, and imports the rest the next time', async () => {
    const text = Array.from({ length: manyLines }, (_, n) => `echo ${n}\n`).join('');
    sources.write('.bash_history', text);
    const abort = new AbortController();
    const progress: string[] = [];
    const cancelled = await imports().import(['bash'], {
      signal: abort.signal,
      onProgress: (stage) => {
        progress.push(stage);
        abort.abort();
      },
    });
    assert.equal(cancelled.isCancelled, true);
    assert.ok(progress.every((stage) => stage === 'bash'));
    const { imported = 0 } = cancelled.sources[0] ?? {};
    assert.ok(imported > 0 && imported < manyLines, `${imported}`);
    const rest = await imports().import(['bash']);
    assert.equal((rest.sources[0]?.imported ?? 0) + imported, manyLines);
    assert.equal((await events()).length, manyLines);
  });

  it('rejects a second import while one is running, and takes over after a crash', async () => {
    const lock = join(sources.folder(), 'sources.json.lock');
    writeFileSync(lock, processToken());
    await assert.rejects(imports().import(['claude-code']), /Another import is running/);
    writeFileSync(lock, '999999999-1-abc');
    assert.equal((await imports().import(['claude-code'])).sources[0]?.imported, 3);
    assert.equal((await imports().import(['claude-code'])).sources[0]?.imported, 0);
  });

  it('imports a CSV file once, and reports problems with a row or the file', async () => {
    const path = sources.write('a.csv', 'command,label\nls,0\nrm -rf /,1\n,1\n');
    const { imported, repeated, skipped, faults, labels } = await imports().importCsv(path);
    assert.deepEqual([imported, repeated, skipped], [2, 0, 1]);
    assert.deepEqual(faults, [{ line: 4, problem: 'the command is empty' }]);
    assert.deepEqual(labels, { safe: 1, unsafe: 1, unknown: 0 });
    assert.equal((await imports().importCsv(path)).repeated, 2);
    assert.equal((await events()).length, 2);
    const other = sources.write('b.csv', 'no,columns\n1,2\n');
    await assert.rejects(imports().importCsv(other), { code: 'invalid-csv' });
  });

  it('keeps rows read before Cancel, and imports the rest the next time', async () => {
    const path = rowsOf(manyRows);
    const abort = new AbortController();
    const cancelled = imports().importCsv(path, {
      signal: abort.signal,
      onProgress: () => {
        if (segments().length > 0) abort.abort();
      },
    });
    await assert.rejects(cancelled, { code: 'cancelled' });
    await assertRestComes(path);
  });

  it('reports that it was killed, keeps the rows read, and imports the rest the next time', async () => {
    const path = rowsOf(manyRows);
    const killed = new Set<number>();
    const failed = imports().importCsv(path, {
      onProgress: () => {
        // The name of a history file contains the id of the process that writes it.
        const writer = Number(segments()[0]?.split('-')[1] ?? NaN);
        if (Number.isNaN(writer) || killed.has(writer)) return;
        killed.add(writer);
        process.kill(writer, 'SIGKILL');
      },
    });
    await assert.rejects(failed, {
      ...{ code: 'io-failed', message: 'The import stopped: It ended with SIGKILL.' },
      hint: 'Import again. What was imported stays, and nothing is imported twice.',
    });
    await assertRestComes(path);
  });

  it('reports that its program is missing', async () => {
    const missing = imports('dist/none.cjs').importCsv(sources.write('a.csv', 'command\nls\n'));
    await assert.rejects(missing, { code: 'missing-part' });
  });

  function rowsOf(count: number): string {
    const rows = Array.from({ length: count }, (_, n) => `echo ${n},0\n`);
    return sources.write('many.csv', `command,label\n${rows.join('')}`);
  }

  function segments(): readonly string[] {
    const folder = join(sources.folder(), 'history');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  async function assertRestComes(path: string): Promise<void> {
    const before = (await events()).length;
    assert.ok(before > 0 && before < manyRows, `${before}`);
    const { imported, repeated } = await imports().importCsv(path);
    assert.deepEqual([imported, repeated], [manyRows - before, before]);
    assert.equal((await events()).length, manyRows);
  }
});
