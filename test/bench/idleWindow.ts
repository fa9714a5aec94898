/**
 * An idle window for `idle.bench.ts`, with one connected host. `argv`: the folder of the extension, a separate storage
 * folder, and the times to settle and to measure, in milliseconds. Prints the CPU time as JSON.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApp } from '../../src/app/openApp';
import { readSettings } from '../../src/settings';

async function main([extensionFolder = '', folder = '', settleMs, measureMs]: readonly string[]) {
  process.env['HOME'] = join(folder, 'home');
  mkdirSync(join(folder, 'home', '.claude'), { recursive: true });
  const settings = readSettings(() => undefined);
  const opened = await openApp({
    folder: join(folder, 'storage'),
    extensionFolder,
    settings: () => settings,
    onError: fail,
    onTampering: fail,
  });
  const { policies, connections } = opened.app;
  policies.onDidChange(() => undefined);
  await connections.write(await connections.propose('claude', 'connect'));
  await sleep(Number(settleMs));
  const [before, started] = [process.cpuUsage(), performance.now()];
  await sleep(Number(measureMs));
  const { user, system } = process.cpuUsage(before);
  const wallMs = performance.now() - started;
  process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs }));
  await opened.close();
}

function fail(problem: unknown): never {
  throw problem instanceof Error ? problem : new Error(String(problem));
}

void main(process.argv.slice(2));
