import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandEvent } from '../../src/core/event';
import { createImportThread } from '../../src/history/thread/importThread';
import { processToken } from '../../src/history/processToken';
import { useSources } from '../support/importedSources';

describe('The import thread', function () {
  this.timeout(60_000);
  const sources = useSources();
  let written = 0;

  const thread = () =>
    createImportThread({
      threadPath: resolve('dist/importer.cjs'),
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
  const manyLines = 200_000;

  beforeEach(() => {
    written = 0;
    sources.recorded('claude-code');
  });

  it('lists and imports, and a second import reads only what is new', async () => {
    const found = await thread().discover();
    assert.deepEqual(
      found.map(({ id }) => id),
      ['claude-code'],
    );
    const first = await thread().import(['claude-code']);
    assert.equal(first.sources[0]?.imported, 3);
    assert.equal(written, 1);
    assert.equal((await events()).length, 3);
    const again = await thread().import(['claude-code']);
    assert.deepEqual(again.sources[0], {
      ...{ id: 'claude-code', imported: 0, repeated: 0, skipped: 0, refused: 0 },
    });
  });

  it('keeps what was read before Cancel, and brings the rest the next time', async () => {
    const text = Array.from({ length: manyLines }, (_, n) => `echo ${n}\n`).join('');
    sources.write('.bash_history', text);
    const abort = new AbortController();
    const progress: string[] = [];
    const cancelled = await thread().import(['bash'], {
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
    const rest = await thread().import(['bash']);
    assert.equal((rest.sources[0]?.imported ?? 0) + imported, manyLines);
    assert.equal((await events()).length, manyLines);
  });

  it('refuses a second import while one runs, and takes over after a crash', async () => {
    const lock = join(sources.folder(), 'sources.json.lock');
    writeFileSync(lock, processToken());
    await assert.rejects(thread().import(['claude-code']), /Another import is running/);
    writeFileSync(lock, '999999999-1-abc');
    assert.equal((await thread().import(['claude-code'])).sources[0]?.imported, 3);
    assert.equal((await thread().import(['claude-code'])).sources[0]?.imported, 0);
  });
});
