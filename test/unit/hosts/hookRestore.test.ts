import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostConnections, RestoredHooks } from '../../../src/core/agentHost';
import { restoredText } from '../../../src/core/hostStateText';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { hasNewerGuard } from '../../../src/hosts/guardFiles';
import { INSTALLED_FILE } from '../../../src/hosts/guardSeal';
import { testConnections } from '../../support/testConnections';
import { useTempFolder } from '../../support/tempFolder';

const MINUTE_MS = 60_000;

describe('hooks that another program removed or changed', function () {
  this.timeout(30_000);
  const home = useTempFolder();
  let nowMs = 0;
  let mayRestore = true;
  let restored: RestoredHooks[] = [];
  let warned: string[] = [];
  let runs = true;

  beforeEach(() => {
    nowMs = Date.UTC(2026, 0, 1);
    mayRestore = true;
    restored = [];
    warned = [];
    runs = true;
  });

  const settings = (): string => join(home(), '.claude', 'settings.json');
  const aWindow = (): HostConnections => {
    const connections = testConnections(home(), {
      tryOut: () => (runs ? Promise.resolve() : Promise.reject(new Error('no node'))),
      restoring: {
        clock: { now: () => nowMs },
        memoryPath: join(home(), 'guard', 'restored.json'),
        mayRestore: () => Promise.resolve(mayRestore),
        onRestored: (found) => void restored.push(found),
      },
    });
    connections.onDidChange(({ after }) => {
      for (const { host, state, expected } of after) if (expected) warned.push(`${host} ${state}`);
    });
    return connections;
  };
  const connect = async (connections: HostConnections, host = 'claude'): Promise<string> => {
    const change = await connections.propose(host, 'connect');
    await connections.write(change);
    await connections.recheck();
    return readFile(change.path, 'utf8');
  };
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const text = (): Promise<string> => readFile(settings(), 'utf8');

  it('are written again, the rest of the file stays, and what was there is kept', async () => {
    await put(settings(), '{\n  "model": "opus"\n}\n');
    const connections = aWindow();
    const good = await connect(connections);
    const foreign = '{\n  "model": "haiku"\n}\n';
    await put(settings(), foreign);
    const start = performance.now();
    await connections.recheckIfChanged();
    process.stdout.write(`      written again ${Math.round(performance.now() - start)} ms after\n`);
    assert.equal(await text(), good.replace('opus', 'haiku'));
    const aside = `${settings()}.foreign`;
    assert.equal(await readFile(aside, 'utf8'), foreign);
    assert.deepEqual(restored, [{ host: 'claude', name: 'Claude Code', path: settings(), aside }]);
    assert.ok(restoredText(restored[0] ?? assert.fail()).includes(aside));
    // The person has one notice, and not that the host stopped asking.
    assert.deepEqual(warned, []);
  });

  it('are written again where they were changed, and where the file was deleted', async () => {
    const connections = aWindow();
    const good = await connect(connections);
    await put(settings(), good.replace('"timeout"', '"timeOut"'));
    assert.notEqual(await text(), good);
    await connections.recheckIfChanged();
    assert.equal(await text(), good);
    nowMs += 10 * MINUTE_MS;
    await connections.recheck();
    await rm(settings());
    await connections.recheckIfChanged();
    assert.equal(await text(), good);
    assert.equal(restored[1]?.aside, undefined);
  });

  it('are written again where the copy of the file has the name of a folder', async () => {
    const connections = aWindow();
    const good = await connect(connections);
    await mkdir(join(`${settings()}.foreign`, 'a'), { recursive: true });
    await put(settings(), '{}\n');
    await connections.recheckIfChanged();
    assert.equal(await text(), good);
    assert.equal(await readFile(`${settings()}.foreign`, 'utf8'), '{}\n');
  });

  it('are written again in a program of a host', async () => {
    await mkdir(join(home(), '.config', 'opencode'), { recursive: true });
    const connections = aWindow();
    const good = await connect(connections, 'opencode');
    const path = (await connections.list()).find(({ host }) => host === 'opencode')?.path ?? '';
    await put(path, good.replace('async', 'async /* */'));
    await connections.recheckIfChanged();
    assert.equal(await readFile(path, 'utf8'), good);
  });

  it('stay away when the folder of the host is gone: it was uninstalled', async () => {
    const connections = aWindow();
    await connect(connections);
    await rm(dirname(settings()), { recursive: true });
    await connections.recheckIfChanged();
    assert.equal(existsSync(dirname(settings())), false);
    assert.deepEqual(restored, []);
  });

  it('are written again at the next opening', async () => {
    const good = await connect(aWindow());
    await put(settings(), '{}\n');
    await aWindow().recheck();
    assert.equal(await text(), good);
  });

  it('stay as they are if they are changed again: the person is asked, however long it takes', async () => {
    const connections = aWindow();
    await connect(connections);
    await put(settings(), '{}\n');
    await connections.recheckIfChanged();
    nowMs += 9 * MINUTE_MS;
    await connections.recheck();
    await put(settings(), '{ "model": "x" }\n');
    await connections.recheckIfChanged();
    assert.equal(await text(), '{ "model": "x" }\n');
    assert.ok(warned.includes('claude missing'));
    nowMs += 60 * MINUTE_MS;
    await connections.recheck();
    // Another window does the same.
    await aWindow().recheck();
    assert.equal(await text(), '{ "model": "x" }\n');
    assert.equal(restored.length, 1);
    // Connected again, and for a while: the next change is no answer to the one before.
    await connect(connections);
    await put(settings(), '{}\n');
    await connections.recheckIfChanged();
    assert.equal(restored.length, 2);
  });

  it('stay as they are after Disconnect, without a connection, and where the host is gone', async () => {
    const connections = aWindow();
    await connect(connections);
    await connections.write(await connections.propose('claude', 'disconnect'));
    await connections.recheck();
    assert.ok(!existsSync(settings()) || !(await text()).includes('guard.sh'));
    await connect(connections);
    await rm(join(home(), '.claude'), { recursive: true });
    await connections.recheck();
    assert.equal(existsSync(settings()), false);
    await connect(connections);
    await put(settings(), '{}\n');
    await connections.forget('claude');
    await connections.recheck();
    assert.equal(await text(), '{}\n');
    assert.deepEqual(restored, []);
  });

  it('stay as they are in a file that cannot be read, by a guard that does not run, and if not allowed', async () => {
    const connections = aWindow();
    await connect(connections);
    await put(settings(), '{ "model": ');
    await connections.recheckIfChanged();
    assert.equal(await text(), '{ "model": ');
    mayRestore = false;
    await put(settings(), '{}\n');
    await connections.recheckIfChanged();
    assert.equal(await text(), '{}\n');
    mayRestore = true;
    runs = false;
    await assert.rejects(connections.recheck());
    assert.equal(await text(), '{}\n');
    assert.deepEqual(restored, []);
  });

  it('are left to a host that is just writing its file', async () => {
    const connections = aWindow();
    const good = await connect(connections);
    await rm(settings());
    const looking = connections.recheckIfChanged();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await put(settings(), `${good}\n`);
    await looking;
    assert.equal(await text(), `${good}\n`);
    assert.deepEqual(restored, []);
  });

  it('are left to a newer version, which has its guard there', async () => {
    const files = createNodeFiles();
    const folder = join(home(), 'guard', 'v4');
    const place = { built: 'dist', version: '1.9.0', folder, node: 'node' };
    assert.equal(await hasNewerGuard(files, place), false);
    await put(join(folder, INSTALLED_FILE), JSON.stringify({ version: '1.9.0', files: {} }));
    assert.equal(await hasNewerGuard(files, place), false);
    await put(join(folder, INSTALLED_FILE), JSON.stringify({ version: '1.10.0', files: {} }));
    assert.equal(await hasNewerGuard(files, place), true);
    await rm(join(folder, INSTALLED_FILE));
    await mkdir(join(home(), 'guard', 'v10'));
    assert.equal(await hasNewerGuard(files, place), true);
  });
});
