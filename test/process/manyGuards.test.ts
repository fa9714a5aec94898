import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { processHasEnded } from '../../src/history/processToken';
import { Spool } from '../../src/history/spool';
import { HostSessions } from '../../src/hosts/agentSignals';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { openStoreProcess } from '../../src/store/storeClient';
import { runBundle } from '../support/bundle';
import { LONG, print } from '../support/longForm';
import { useTempFolder } from '../support/tempFolder';

const SESSIONS = 8;
const COMMANDS = LONG ? 200 : 10;
const DRAIN_MS = 50;

describe('eight concurrent agents with two windows', function () {
  this.timeout(LONG ? 3_600_000 : 180_000);
  const folder = useTempFolder();
  const files = createNodeFiles();
  const historyOf = (owner: string) =>
    createHistory({ files, folder: join(folder(), 'history'), clock: Date, owner });

  const hook = async (session: number, phase: string, more: object = {}): Promise<void> => {
    const input = { session_id: `session-${session}`, cwd: `/work/shop-${session}`, ...more };
    const args = ['--storage', folder(), '--host', 'claude', phase];
    const { code, stderr } = await runBundle('guard.cjs', args, { stdin: JSON.stringify(input) });
    assert.deepEqual([code, stderr], [0, '']);
  };
  /** One agent, from its start to its end; every second one is left waiting for a user. */
  const work = async (session: number): Promise<void> => {
    await hook(session, 'start');
    for (let at = 0; at < COMMANDS; at += 1) {
      const command = `make part-${session}-${at}`;
      await hook(session, 'pre', { tool_name: 'Bash', tool_input: { command } });
    }
    await hook(session, session % 2 === 0 ? 'stop' : 'end');
  };
  /** A window that drains the spool until it is closed, and once more afterwards. */
  const openWindow = async (name: string) => {
    const owner = `${process.pid}-0-${name}`;
    const store = await openStoreProcess({
      programPath: resolve('dist/store.cjs'),
      folder: join(folder(), 'store'),
      wasmPath: resolve('dist/sql-wasm.wasm'),
      label: name,
    });
    const sessions = new HostSessions(store.agents, () => false);
    const spool = new Spool({
      files,
      folder: join(folder(), 'spool'),
      target: historyOf(owner),
      clock: Date,
      owner,
      ownerHasEnded: processHasEnded,
      agents: sessions,
    });
    const closing = new AbortController();
    const draining = (async () => {
      while (!closing.signal.aborted) {
        await spool.drain();
        await sessions.removeEnded();
        await new Promise((next) => setTimeout(next, DRAIN_MS));
      }
      await spool.drain();
    })();
    const stops = async (): Promise<void> => {
      closing.abort();
      await draining;
    };
    return { stops, store, sessions };
  };

  it('have every command in the history once, and both windows show the same agents', async () => {
    await mkdir(join(folder(), 'store'));
    const bytes = snapshotBytes({ rules: [], version: 'v1', seq: 1 }, 1);
    await writeFile(join(folder(), 'policy.snapshot'), bytes);
    const windows = [await openWindow('first'), await openWindow('second')];
    try {
      const start = Date.now();
      await Promise.all(Array.from({ length: SESSIONS }, (_, session) => work(session)));
      for (const { stops } of windows) await stops();
      for (const { sessions } of windows) await sessions.removeEnded();
      print(`${SESSIONS * COMMANDS} commands in ${Math.round((Date.now() - start) / 1000)} s`);
      assert.deepEqual(await readdir(join(folder(), 'spool')), []);
      const ids: string[] = [];
      const commands: string[] = [];
      for await (const event of historyOf('reader').all()) {
        ids.push(event.id);
        commands.push(event.command);
      }
      assert.equal(ids.length, SESSIONS * COMMANDS);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(new Set(commands).size, commands.length);
      for (const { store } of windows) {
        const shown = (await store.agents.list()).map(({ name, status }) => `${name} ${status}`);
        const waiting = [0, 2, 4, 6].map((at) => `shop-${at} · claude session- idle`);
        assert.deepEqual(shown.sort(), waiting);
      }
    } finally {
      for (const { store } of windows) await store.close();
    }
  });
});
