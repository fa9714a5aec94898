import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { anchorOf, type ClientKey } from './clientKeys';
import { openTestStore, WASM } from './storeUnderTest';
import { bundleProgram } from './threads';

/** An acknowledged change of a process. Times are epoch milliseconds. */
export interface Ack {
  readonly pattern: string;
  readonly version: string;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** Processes that change one store at the same time. */
export interface Fleet {
  /** Starts a process that applies `count` rules. */
  start(name: string, count: number): ChildProcess;
  /** Whether this process has received any acknowledgement yet. */
  isRunning(name: string): boolean;
  /** All acknowledgements of all processes so far. */
  acks(): readonly Ack[];
  /** When any process acquired the lock, in order; epoch milliseconds. */
  holds(): readonly number[];
  /** The errors of processes that waited for the lock without success. */
  busy(): readonly string[];
}

/**
 * Bundles the worker once, so that a thousand processes start quickly. `clients`: the keys that they sign with, in
 * turn.
 */
export async function createFleet(
  folder: string,
  options: { logFromBytes?: number; timeoutMs?: number; clients?: readonly ClientKey[] } = {},
): Promise<Fleet> {
  const worker = await bundleProgram('test/faults/applyWorker.ts', folder);
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  let started = 0;
  const lines = (): readonly Record<string, unknown>[] =>
    readdirSync(notes)
      .flatMap((name) => readFileSync(join(notes, name), 'utf8').split('\n').slice(0, -1))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    start: (name, count) => {
      const logFrom = String(options.logFromBytes ?? 1 << 20);
      const patience = String(options.timeoutMs ?? 10_000);
      const store = join(folder, 'store');
      const { clients = [] } = options;
      const client = clients[started % clients.length];
      started += 1;
      const argv = [
        worker,
        store,
        name,
        String(count),
        join(notes, name),
        resolve(WASM),
        logFrom,
        patience,
        client === undefined ? '' : JSON.stringify(client),
      ];
      return spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
    },
    isRunning: (name) => existsSync(join(notes, `${name}.acks`)),
    acks: () => lines().filter((line) => 'version' in line) as unknown as readonly Ack[],
    holds: () =>
      lines()
        .flatMap((line) => (typeof line['heldMs'] === 'number' ? [line['heldMs']] : []))
        .sort((one, other) => one - other),
    busy: () => lines().flatMap((line) => (typeof line['busy'] === 'string' ? [line['busy']] : [])),
  };
}

/** Resolves to the exit code or the signal that ended a process. */
export function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(child.signalCode);
  return new Promise((done) => {
    child.once('exit', (code, signal) => {
      done(code ?? signal ?? 'nothing');
    });
  });
}

/**
 * Opens the store as a new window does and checks that it contains every acknowledged change exactly once; with the
 * keys of a client, also that each version is signed and the newest one is in force.
 */
export async function checkNothingLost(
  folder: string,
  acks: readonly Ack[],
  client?: ClientKey,
): Promise<void> {
  const anchor = client === undefined ? {} : { anchor: anchorOf(client) };
  const store = await openTestStore(join(folder, 'store'), anchor);
  await store.historyChecked();
  const { state, notice } = await store.policies.health();
  assert.equal(state, 'good', notice);
  const versions = await store.policies.listVersions();
  const inForce = await store.policyInForce();
  const { signatures } = await store.policies.listSignatures();
  await store.close();
  assert.equal(inForce?.seq, versions.length, 'the newest version is not in force');
  if (client !== undefined) {
    const signed = new Set(signatures.map(({ seq }) => seq));
    assert.equal(signed.size, versions.length, 'a version is not signed');
  }
  const patterns = versions.map((version) => version.diff.add[0]?.pattern ?? '');
  const known = new Set(versions.map((version) => version.version));
  const lost = acks.filter((ack) => !known.has(ack.version));
  assert.deepEqual(lost, [], 'acknowledged changes are lost');
  assert.equal(new Set(patterns).size, patterns.length, 'a change was made twice');
  assert.deepEqual(
    versions.map((version) => version.seq),
    versions.map((_, index) => versions.length - index),
    'versions have gaps',
  );
}
