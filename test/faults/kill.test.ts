import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LAYOUT } from '../../src/core/layout';
import { twoClients } from '../support/clientKeys';
import type { Fleet } from '../support/fleet';
import { checkNothingLost, createFleet, ended } from '../support/fleet';
import { Rng } from '../../src/core/random';
import { LONG, print, SEED } from '../support/longForm';
import { useTempFolder } from '../support/tempFolder';

const MANY = 1_000_000;

describe('processes that die or freeze in the middle', () => {
  const folder = useTempFolder();
  let children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(ended));
    children = [];
  });

  const start = (fleet: Fleet, name: string, count: number): ChildProcess => {
    const child = fleet.start(name, count);
    children.push(child);
    return child;
  };

  for (const [form, logFromBytes, isSigned] of [
    ['the whole file', 1 << 30, false],
    ['the log', 0, false],
    ['the whole file, signed by two clients that trust each other', 1 << 30, true],
    ['the log, signed by two clients that trust each other', 0, true],
  ] as const) {
    const kills = LONG ? 250 : 8;
    const processes = LONG ? 8 : 4;
    it(`loses no acknowledged change after ${kills} kills of ${processes} processes, saving ${form}`, async () => {
      const random = new Rng(SEED);
      print(`seed ${SEED}`);
      const clients = isSigned ? twoClients() : [];
      const fleet = await createFleet(folder(), { logFromBytes, clients });
      let started = 0;
      const living = new Map<string, ChildProcess>();
      const launch = (): void => {
        const name = `p${(started += 1)}`;
        living.set(name, start(fleet, name, MANY));
      };
      for (let index = 0; index < processes; index += 1) launch();
      const lock = join(folder(), 'store', LAYOUT.lock);
      const deaths: Death[] = [];
      while (deaths.length < kills) {
        await wait(random.fraction() * 60);
        // A process that is still starting has nothing to lose, and one process must be waiting for the lock.
        const working = [...living.keys()].filter((name) => fleet.isRunning(name));
        if (working.length < processes / 2) continue;
        const name = working[random.below(working.length)];
        const victim = living.get(name ?? '');
        if (name === undefined || victim === undefined) continue;
        victim.kill('SIGKILL');
        const death = { killedMs: now(), heldLock: holderOf(lock) === victim.pid };
        assert.equal(await ended(victim), 'SIGKILL', 'a process ended by itself');
        deaths.push({ ...death, exitedMs: now() });
        living.delete(name);
        launch();
      }
      const before = fleet.acks().length;
      while (fleet.acks().length === before) await wait(50);
      for (const child of living.values()) child.kill('SIGKILL');
      await Promise.all([...living.values()].map(ended));
      const acks = fleet.acks();
      const holds = fleet.holds();
      const owners = deaths.filter((death) => death.heldLock);
      // A process in a system call ends only after it, and the processes that wait for it are blocked until then.
      const next = ({ killedMs }: Death): number => holds.find((time) => time > killedMs) ?? NaN;
      const waits = owners.map((death) => next(death) - death.exitedMs);
      const fromKill = owners.map((death) => next(death) - death.killedMs);
      print(
        `${deaths.length} killed, ${owners.length} of them held the lock, ${acks.length} acknowledged; next one in ` +
          `at most ${longest(waits)} ms after an owner was gone, ${longest(fromKill)} ms after the kill`,
      );
      assert.ok(longest(waits) <= 2_000, 'a dead holder was waited for');
      assert.deepEqual(fleet.busy(), [], 'a dead holder was waited for');
      await checkNothingLost(folder(), acks, clients[0]);
    }).timeout(3_600_000);
  }

  it('blocks other processes while the lock holder is frozen, and loses nothing when it continues', async () => {
    const rounds = LONG ? 10 : 2;
    const timeoutMs = LONG ? 2_000 : 300;
    const fleet = await createFleet(folder(), { timeoutMs });
    mkdirSync(join(folder(), 'store'));
    const names = ['p1', 'p2', 'p3'];
    const living = names.map((name) => start(fleet, name, MANY));
    while (!names.every((name) => fleet.isRunning(name))) await wait(20);
    for (let round = 0; round < rounds; round += 1) {
      const frozen = await freezeHolder(join(folder(), 'store', LAYOUT.lock));
      const acked = fleet.acks().length;
      const naming = (): number =>
        fleet.busy().filter((message) => message.includes(`process ${frozen} `)).length;
      const namings = naming();
      // Both others must be notified, and be told the owner.
      while (naming() < namings + 2) await wait(20);
      const noted = fleet.acks().length;
      assert.ok(noted <= acked + 1, 'somebody changed the store under a held lock');
      // Earlier changes are recorded by now. None may follow while they are notified once more.
      while (naming() < namings + 4) await wait(20);
      assert.equal(fleet.acks().length, noted, 'somebody changed the store under a held lock');
      process.kill(frozen, 'SIGCONT');
      const before = fleet.acks().length;
      while (fleet.acks().length < before + 3) await wait(20);
    }
    for (const child of living) child.kill('SIGKILL');
    await Promise.all(living.map(ended));
    print(`${rounds} times frozen, ${fleet.acks().length} acknowledged`);
    await checkNothingLost(folder(), fleet.acks());
  }).timeout(600_000);
});

/** A killed process. Times are epoch milliseconds. */
interface Death {
  readonly killedMs: number;
  readonly heldLock: boolean;
  /** When the system reported the end of the process. */
  readonly exitedMs: number;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function longest(timesMs: readonly number[]): number {
  return Math.round(Math.max(0, ...timesMs));
}

/** Freezes processes that hold the lock until one of them still holds it while frozen. */
async function freezeHolder(lock: string): Promise<number> {
  for (;;) {
    const pid = holderOf(lock);
    if (pid !== undefined) {
      process.kill(pid, 'SIGSTOP');
      // The signal may arrive late, while the lock is being released: check again after it has arrived.
      while (!isStopped(pid)) await wait(1);
      if (holderOf(lock) === pid) return pid;
      process.kill(pid, 'SIGCONT');
    }
    await wait(1);
  }
}

/** Whether every thread of a process has stopped, if the system reports it. */
function isStopped(pid: number): boolean {
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return true;
  return readdirSync(threads).every((thread) =>
    /^State:\s+T/m.test(readFileSync(join(threads, thread, 'status'), 'utf8')),
  );
}

function holderOf(lock: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined; // nobody holds it at the moment
  }
}
