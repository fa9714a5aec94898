import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CommandEvent } from '../../src/core/event';
import type { SourceId, SourceImport } from '../../src/core/historySource';
import type { RunControl } from '../../src/core/ports';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { createSources } from '../../src/history/sources/sources';
import { useTempFolder } from './tempFolder';

const FIXTURES = 'test/fixtures/sources';

/** A home folder with recorded files, a history, and imports from the former into the latter. */
export function useSources() {
  const folder = useTempFolder();
  const home = (): string => join(folder(), 'home');
  const used = {
    nowMs: 0,
    folder,
    home,
    recorded: (name: string): void => {
      cpSync(join(FIXTURES, name), home(), { recursive: true });
      unpack(home());
    },
    /** Returns the full path. */
    write: (path: string, content: string | Buffer): string => {
      const whole = join(home(), path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, content);
      return whole;
    },
    open: () => {
      const files = createNodeFiles();
      const clock = { now: () => used.nowMs };
      const history = createHistory({
        ...{ files, clock, owner: '1-1-a' },
        folder: join(folder(), 'history'),
      });
      const sources = createSources({
        ...{ files, clock, target: history },
        machine: { home: home(), env: {}, platform: 'linux' },
        positionsPath: join(folder(), 'sources.json'),
        wasmPath: 'node_modules/sql.js/dist/sql-wasm.wasm',
      });
      return { history, sources };
    },
    run: async (id: SourceId, control?: RunControl) => {
      const { history, sources } = used.open();
      const report = await sources.import([id], control);
      const events: CommandEvent[] = [];
      for await (const event of history.all()) events.push(event);
      return { report, counts: countsOf(report), events };
    },
  };
  beforeEach(() => {
    used.nowMs = Date.UTC(2026, 10, 28, 12);
  });
  return used;
}

/** Decompresses the databases of a recorded home folder. */
export function unpack(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.gz')) continue;
    const path = join(folder, name);
    writeFileSync(path.slice(0, -'.gz'.length), gunzipSync(readFileSync(path)));
    rmSync(path);
  }
}

function countsOf({ sources }: SourceImport) {
  const [{ imported, repeated, skipped, refused } = assert.fail('no source')] = sources;
  return { imported, repeated, skipped, refused };
}
