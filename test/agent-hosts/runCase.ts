import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/shell.mjs';
import type { Case, Setup } from './cases';
import { MAX_REQUESTS, type Seen } from './checks';
import type { AgentHost, ReadyHost, RunFolders, ConfigAddition } from './host';
import type { InstalledHost } from './installHost';
import { startModelServer, type ModelServer } from './models/modelServer';
import { inTerminal, type Step } from './person';
import { startTree, type Ended, type Running } from './processTree';
import { recordedCalls, startRecording } from './recordedCalls';
import { createInstallation, followAgents, readSpool, type Installation } from './product';

const LIMIT_MS = 60_000;
const MCP_SERVER = join(ROOT, 'test/agent-hosts/mcpServer.mjs');
/** How long the model waits for the MCP server of a case. */
const MCP_LIMIT_MS = 30_000;

/**
 * Runs one case on a host. `root`: an empty folder for the home folder, workspace and logs, and with `isRecorded` also
 * for `hooks.json`, the input of hooks.
 */
export async function runCase(
  root: string,
  installed: InstalledHost,
  one: Case,
  isRecorded = false,
): Promise<Seen> {
  const { host } = installed;
  const folders = { home: join(root, 'home'), workspace: join(root, 'workspace') };
  let running: Running | undefined;
  const server = await startModelServer({
    protocol: host.protocol,
    scripts: one.scripts({
      host,
      path: (name) => join(folders.workspace, name),
      ownFile: ownFileOf(host, folders),
    }),
    onRequest: (count) => {
      if (count > MAX_REQUESTS) running?.stop(`it asked the model ${count} times`);
    },
    ...(one.mcp === undefined ? {} : { isReady: () => isThere(mcpReadyIn(root)) }),
  });
  try {
    await makeFolders(root, host, folders);
    const prompt = 'Please do SCRIPT:main now';
    const terminal = one.answer === undefined ? undefined : host.terminal;
    await terminal?.prepare(folders);
    const launch = (terminal ?? host).launch({ ...folders, modelUrl: server.url, prompt });
    const { args, own } = formOf(host, one, folders);
    const env = { ...baseEnvironment(root, folders.home), ...installed.env, ...launch.env, ...own };
    const ready = { ...folders, env, modelUrl: server.url, program: installed.program };
    const installation = createInstallation(folders, own);
    const { setup, rows } = createSetup(host, installation, ready);
    await installation.publish(one.settings ?? {}, one.rules);
    await (one.install ?? connectAndTrust)(setup);
    await addMcpServer(root, host, one);
    await one.damage?.(installation);
    if (isRecorded) await startRecording(join(root, 'hooks'), installation);
    const program = [...installed.program, ...launch.args, ...args];
    const command = terminal === undefined ? program : inTerminal(program);
    await writeFile(join(root, 'command.json'), JSON.stringify(command, null, 2));
    running = startTree(command, {
      cwd: folders.workspace,
      env: terminal === undefined ? env : { ...env, TERM: 'xterm-256color' },
      limitMs: LIMIT_MS,
      ...(terminal === undefined ? {} : { steps: stepsOf(terminal, one.answer) }),
    });
    const ended = await running.ended;
    await writeFile(join(root, 'stdout.log'), ended.stdout);
    await writeFile(join(root, 'stderr.log'), ended.stderr);
    const left = await look(server, installation, { host, folders }, ended);
    await one.afterwards?.(installation);
    await setup.note('run');
    const seen = { ...left, rows };
    await writeFile(join(root, 'seen.json'), JSON.stringify(seen, null, 2));
    if (isRecorded) {
      const calls = await recordedCalls(join(root, 'hooks'), folders);
      await writeFile(join(root, 'hooks.json'), JSON.stringify(calls, null, 2));
    }
    return seen;
  } finally {
    await server.close();
    await writeFile(join(root, 'model-server.log'), server.log().join('\n'));
  }
}

function stepsOf(
  { question, yes, no, afterYes, afterNo, quit }: NonNullable<AgentHost['terminal']>,
  answer: Case['answer'],
): readonly Step[] {
  if (answer === 'nothing') return [{ screen: afterYes, types: quit }];
  return [
    { screen: question, types: answer === 'yes' ? yes : no },
    { screen: answer === 'yes' ? afterYes : afterNo, types: quit },
  ];
}

async function makeFolders(root: string, host: AgentHost, folders: RunFolders): Promise<void> {
  for (const folder of [temporary(root), folders.home, folders.workspace]) await mkdir(folder);
  await promisify(execFile)('git', ['init', '-q', folders.workspace]);
  await writeFile(join(folders.workspace, 'README.md'), 'A folder to work in.\n');
  await host.prepare?.(folders);
}

const temporary = (root: string): string => join(root, 'tmp');

/** Excludes settings and keys of the user who runs the tests. */
function baseEnvironment(root: string, home: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    TMPDIR: temporary(root),
    HOME: home,
  };
}

/** What a case can do to install the hooks, and what the view showed at each noted step. */
function createSetup(
  host: AgentHost,
  installation: Installation,
  ready: ReadyHost,
): { readonly setup: Setup; readonly rows: Readonly<Record<string, string>> } {
  const rows: Record<string, string> = {};
  const above = dirname(ready.workspace);
  const setup: Setup = {
    connect: () => installation.connect(host.connectAs),
    connectAsBefore: () => installation.connectAsBefore(host.connectAs),
    disconnect: () => installation.disconnect(host.connectAs),
    check: async (step) => {
      rows[step] = await installation.check(host.connectAs);
    },
    trust: async () => host.trust?.(ready),
    note: async (step) => {
      const row = await installation.row(host.connectAs);
      rows[step] = row
        .replaceAll(ready.home, '$HOME')
        .replaceAll(ready.workspace, '$WORKSPACE')
        .replaceAll(above, '$ABOVE');
    },
    add: async (form) => {
      const places = { ...pickFolders(ready), above };
      for (const file of withFolders(form?.files ?? [], ready)) await addTo(places[file.in], file);
    },
    comment: () => installation.comment(host.connectAs),
    hookBefore: () => installation.hookBefore(host.connectAs),
    host,
  };
  return { setup, rows };
}

/** Adds the MCP server of the case to a file of the person. */
async function addMcpServer(root: string, host: AgentHost, { mcp }: Case): Promise<void> {
  if (mcp === undefined) return;
  const server = [process.execPath, MCP_SERVER, mcpReadyIn(root)] as const;
  await addTo(join(root, 'home'), host.mcp?.file(server, mcp));
}

/** The file that the MCP server of a run leaves when it has said which tools it has. */
const mcpReadyIn = (root: string): string => join(root, 'mcp-ready');

async function isThere(path: string): Promise<void> {
  const end = Date.now() + MCP_LIMIT_MS;
  while (!existsSync(path) && Date.now() < end) await new Promise((next) => setTimeout(next, 100));
}

/** The options and variables that the tested form of the host adds. */
function formOf(host: AgentHost, { form }: Case, folders: RunFolders) {
  const { args = [], env = {} } = (form === undefined ? undefined : host.forms[form]) ?? {};
  return { args, own: withFolders(env, folders) };
}

const pickFolders = ({ home, workspace }: RunFolders): RunFolders => ({ home, workspace });

/** The JSON value with the folder placeholders replaced. */
function withFolders<T>(value: T, { home, workspace }: RunFolders): T {
  const text = JSON.stringify(value).replaceAll('$HOME', home).replaceAll('$WORKSPACE', workspace);
  return JSON.parse(text) as T; // only strings in it were changed
}

async function addTo(folder: string, file: ConfigAddition | undefined): Promise<void> {
  if (file === undefined) return;
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  const { adds } = file;
  if (typeof adds === 'string') {
    await appendFile(path, adds);
    return;
  }
  const before = await readFile(path, 'utf8').catch(() => '{}');
  const merged = Object.assign(JSON.parse(before) as object, adds);
  await writeFile(path, `${JSON.stringify(merged, null, 2)}\n`);
}

async function connectAndTrust({ connect, trust, note, check }: Setup): Promise<void> {
  await connect();
  await note('connected');
  await trust();
  await note('trusted');
  await check('test command');
}

const ownFileOf = ({ ownFile }: AgentHost, folders: RunFolders): string =>
  join(folders[ownFile.in], ownFile.path);

async function look(
  server: ModelServer,
  { storage }: Installation,
  { host, folders }: { readonly host: AgentHost; readonly folders: RunFolders },
  { exit, stopped }: Ended,
): Promise<Omit<Seen, 'rows'>> {
  const spool = await readSpool(storage);
  return {
    ownFile: await readFile(ownFileOf(host, folders), 'utf8').catch(() => ''),
    ran: (await readdir(folders.workspace)).filter((name) => name.endsWith('-ran')),
    results: server.results(),
    requests: server.requests(),
    spool,
    ...(await followAgents(storage)),
    exit,
    ...(stopped === undefined ? {} : { stopped }),
  };
}
