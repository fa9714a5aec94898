import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Case, Setup } from './cases';
import { MAX_REQUESTS, type Seen } from './checks';
import type { AgentHost } from './host';
import type { InstalledHost } from './installHost';
import { startModelServer, type ModelServer } from './models/modelServer';
import { startTree, type Ended, type Running } from './processTree';
import { createInstallation, followAgents, readSpool, type Installation } from './product';

const LIMIT_MS = 60_000;

/** A finished run and the folder that still holds all of it: call `remove` or `keep`. */
export interface CaseRun {
  readonly seen: Seen;
  readonly ms: number;
  /** Copies the home folder, the workspace and the logs, and removes the original. */
  keep(folder: string): Promise<void>;
  remove(): Promise<void>;
}

/** Runs one case on a host, in a home folder of its own. */
export async function runCase(installed: InstalledHost, one: Case): Promise<CaseRun> {
  const { host } = installed;
  const root = await realpath(await mkdtemp(join(tmpdir(), `rulewright-${host.name}-`)));
  const folders = { home: join(root, 'home'), workspace: join(root, 'workspace') };
  const remove = () => rm(root, { recursive: true, force: true });
  const path = (name: string): string => join(folders.workspace, name);
  let running: Running | undefined;
  const server = await startModelServer({
    protocol: host.protocol,
    scripts: one.scripts({ host, path }),
    onRequest: (count) => {
      if (count > MAX_REQUESTS) running?.stop(`it asked the model ${count} times`);
    },
  });
  try {
    await makeFolders(host, folders);
    const launch = host.launch({
      ...folders,
      modelUrl: server.url,
      prompt: 'Please do SCRIPT:main now',
    });
    const env = { ...baseEnvironment(folders.home), ...installed.env, ...launch.env };
    const installation = createInstallation(folders.home);
    const states = await install(installed, one, installation, {
      ...folders,
      env,
      modelUrl: server.url,
    });
    await one.damage?.(installation);
    const command = [...installed.program, ...launch.args];
    running = startTree(command, { cwd: folders.workspace, env, limitMs: LIMIT_MS });
    const ended = await running.ended;
    const seen = await look(server, installation, folders.workspace, states, ended);
    await writeLogs(root, command, server, ended, seen);
    return { seen, ms: ended.ms, keep: (folder) => keep(root, folder), remove };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    await server.close();
  }
}

async function makeFolders(
  host: AgentHost,
  folders: { readonly home: string; readonly workspace: string },
): Promise<void> {
  await mkdir(folders.home);
  await mkdir(folders.workspace);
  await promisify(execFile)('git', ['init', '-q', folders.workspace]);
  await writeFile(join(folders.workspace, 'README.md'), 'A folder to work in.\n');
  await host.prepare?.(folders);
}

/** Nothing of the person who runs the tests: no settings, no keys. */
function baseEnvironment(home: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    TMPDIR: tmpdir(),
    HOME: home,
  };
}

/** Installs the hooks as the case says. Resolves to what the view showed at each noted step. */
async function install(
  { host, program }: InstalledHost,
  one: Case,
  installation: Installation,
  ready: Omit<Parameters<NonNullable<AgentHost['trust']>>[0], 'program'>,
): Promise<Readonly<Record<string, string>>> {
  const states: Record<string, string> = {};
  const setup: Setup = {
    connect: () => installation.connect(host.connectAs),
    connectAsBefore: () => installation.connectAsBefore(host.connectAs),
    trust: async () => host.trust?.({ ...ready, program }),
    note: async (step) => {
      states[step] = await installation.state(host.connectAs);
    },
  };
  await installation.publish(one.settings ?? {});
  await (one.install ?? connectAndTrust)(setup);
  return states;
}

async function connectAndTrust({ connect, trust, note }: Setup): Promise<void> {
  await connect();
  await note('connected');
  await trust();
  await note('trusted');
}

async function look(
  server: ModelServer,
  { storage }: Installation,
  workspace: string,
  states: Readonly<Record<string, string>>,
  { exit, stopped }: Ended,
): Promise<Seen> {
  const spool = await readSpool(storage);
  return {
    ran: (await readdir(workspace)).filter((name) => name.endsWith('-ran')),
    results: server.results(),
    requests: server.requests(),
    spool,
    agents: await followAgents(storage),
    states,
    exit,
    ...(stopped === undefined ? {} : { stopped }),
  };
}

async function writeLogs(
  root: string,
  command: readonly string[],
  server: ModelServer,
  { stdout, stderr }: Ended,
  seen: Seen,
): Promise<void> {
  const logs = {
    'command.json': JSON.stringify(command, null, 2),
    'seen.json': JSON.stringify(seen, null, 2),
    'model-server.log': server.log().join('\n'),
    'stdout.log': stdout,
    'stderr.log': stderr,
  };
  for (const [name, text] of Object.entries(logs)) await writeFile(join(root, name), text);
}

async function keep(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await cp(root, folder, { recursive: true, verbatimSymlinks: true });
  await rm(root, { recursive: true, force: true });
}
