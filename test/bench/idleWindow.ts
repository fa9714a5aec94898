/**
 * An idle window for `idle.bench.ts`. `argv`: the folder of the extension, and the times to settle and to measure, in
 * milliseconds. Sends the CPU times to its parent. Ends with it, and removes its files.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApp, type OpenApp } from '../../src/app/openApp';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { readSettings } from '../../src/settings';
import { anEvent } from '../support/events';
import { fillStore } from '../support/filledStore';

const RULES = 300;
const EVENTS = 10_000;
const PROJECTS = 5;

/** Clock ticks of /proc per second on Linux. */
const TICKS_PER_SECOND = 100;

async function main([extensionFolder = '', settleMs, measureMs]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-idle-'));
  process.once('disconnect', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
  process.env['HOME'] = join(folder, 'home');
  const storage = join(folder, 'storage');
  mkdirSync(storage);
  await fillStore(storage, RULES, RULES);
  await fillHistory(storage, join(folder, 'projects'));
  const settings = readSettings(() => undefined);
  const opened = await openApp({
    folder: storage,
    extensionFolder,
    settings: () => settings,
    onTrouble: fail,
    onTampering: fail,
  });
  opened.app.policies.onDidChange(() => undefined);
  const hosts = await connectAll(opened);
  await sleep(Number(settleMs));
  const [before, children, started] = [process.cpuUsage(), childrenCpuMs(), performance.now()];
  await sleep(Number(measureMs));
  const { user, system } = process.cpuUsage(before);
  process.send?.({
    ...{ hosts, rules: RULES, events: EVENTS },
    wallMs: performance.now() - started,
    windowMs: (user + system) / 1000,
    childrenMs: childrenCpuMs() - children,
  });
}

/** Commands that guards reported in several projects, so that the hosts' files in these are examined, too. */
async function fillHistory(storage: string, projects: string): Promise<void> {
  const history = createHistory({
    files: createNodeFiles(),
    folder: join(storage, 'history'),
    clock: Date,
    owner: '1-0-window',
  });
  const cwds = Array.from({ length: PROJECTS }, (_, at) => join(projects, String(at), 'src'));
  for (const cwd of cwds) {
    mkdirSync(cwd, { recursive: true });
    mkdirSync(join(dirname(cwd), '.git'));
  }
  await history.append(
    Array.from({ length: EVENTS }, (_, at) =>
      anEvent({
        id: `e${at}`,
        source: 'guard',
        context: { host: 'claude', cwd: cwds[at % PROJECTS] ?? '' },
      }),
    ),
  );
}

/** Connects every host. Resolves to their number. */
async function connectAll({ app: { connections } }: OpenApp): Promise<number> {
  const hosts = await connections.list();
  for (const { host, path } of hosts) {
    mkdirSync(dirname(path), { recursive: true });
    await connections.write(await connections.propose(host, 'connect'));
  }
  return hosts.length;
}

/** CPU time of the processes that this one started, also of those that have ended. 0 without /proc. */
function childrenCpuMs(): number {
  const all = processes();
  let ticks = all.get(process.pid)?.endedTicks ?? 0;
  let parents = new Set([process.pid]);
  while (parents.size > 0) {
    const found = [...all].filter(([, { parent }]) => parents.has(parent));
    for (const [, one] of found) ticks += one.ownTicks + one.endedTicks;
    parents = new Set(found.map(([pid]) => pid));
  }
  return (1000 * ticks) / TICKS_PER_SECOND;
}

interface ProcessTimes {
  readonly parent: number;
  readonly ownTicks: number;
  /** Of its children that have ended. */
  readonly endedTicks: number;
}

function processes(): ReadonlyMap<number, ProcessTimes> {
  if (process.platform !== 'linux') return new Map();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const times = timesOf(pid);
      return times === undefined ? [] : [[Number(pid), times] as const];
    }),
  );
}

/** From the fields of `/proc/PID/stat` after the name, which may contain spaces: proc_pid_stat(5). */
function timesOf(pid: string): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const field = (number: number): number => fields[number - 3] ?? 0;
    return {
      parent: field(4),
      ownTicks: field(14) + field(15),
      endedTicks: field(16) + field(17),
    };
  } catch {
    return undefined; // it has ended in the meantime
  }
}

function fail(problem: unknown): never {
  throw problem instanceof Error ? problem : new Error(String(problem));
}

void main(process.argv.slice(2));
