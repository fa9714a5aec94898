import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { openaiChat } from '../../test/agent-hosts/models/openaiChat';
import { startModelServer } from '../../test/agent-hosts/models/modelServer';
import { ROOT, npm } from '../shell.mjs';
import { baseEnvironment, ended, prepareWorkspace, type Recording } from './recording';

/** The checksums of a write-ahead log cover every byte, so paths in it cannot be replaced. */
const HOME = '/tmp/ada';
const VERSION = '1.18.33';

/**
 * opencode: one session in which a user answers through its server, as its user interface does, and one without a user.
 */
export const opencode: Recording = {
  folder: '.local/share/opencode',
  keep: /^opencode\.db(?:-wal)?$/,
  home: HOME,
  async run(home) {
    const program = await installed();
    const workspace = await prepareWorkspace(home);
    const call = (command: string) => ({ tool: 'bash', input: { command, description: 'runs' } });
    const server = await startModelServer({
      protocol: openaiChat,
      scripts: {
        asked: [
          [call('echo one')],
          [call("sh -c 'exit 3'")],
          [call('git push --force'), call('git tag x')],
        ],
        alone: [[call('npm publish')]],
      },
      onRequest: () => undefined,
    });
    try {
      await configure(home, server.url);
      const options = { cwd: workspace, env: environment(home), stdio: 'ignore' as const };
      await ended(spawn(program, ['run', 'Please do SCRIPT:alone now'], options));
      const served = spawn(program, ['serve', '--port', '0'], {
        ...options,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const exited = ended(served);
      try {
        await answerSession(await addressIn(served.stdout));
      } finally {
        served.kill('SIGKILL'); // keeps its write-ahead log
        await exited;
      }
    } finally {
      await server.close();
    }
    return `opencode ${VERSION}`;
  },
};

async function installed(): Promise<string> {
  const folder = join(ROOT, '.agent-hosts', `opencode-${VERSION}`);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await npm(['install', ...quiet, '--prefix', folder, `opencode-ai@${VERSION}`], {});
  if (code !== 0) throw new Error(`npm install of opencode ended with exit code ${code}.`);
  const own = `opencode-${process.platform}-${process.arch}`;
  return join(folder, 'node_modules', own, 'bin', 'opencode');
}

function environment(home: string): Record<string, string> {
  const off = { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' };
  return { ...baseEnvironment(home), ...off };
}

async function configure(home: string, url: string): Promise<void> {
  const folder = join(home, '.config/opencode');
  const mock = {
    npm: '@ai-sdk/openai-compatible',
    options: { baseURL: `${url}/v1`, apiKey: 'dummy' },
    models: { mock: { tool_call: true } },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'opencode.json'),
    JSON.stringify({
      ...{ provider: { mock }, model: 'mock/mock', small_model: 'mock/mock' },
      ...{ autoupdate: false, share: 'disabled', permission: { bash: 'ask' } },
    }),
  );
}

const Asked = z.array(z.object({ id: z.string(), patterns: z.array(z.string()) }));

/** The address that a server reports when it listens. */
async function addressIn(output: AsyncIterable<Buffer> | null): Promise<string> {
  let text = '';
  for await (const piece of output ?? []) {
    text += piece.toString('utf8');
    const address = /listening on (http:\S+)/.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The server of opencode does not start: ${text}`);
}

/** Answers the first command with yes, the second with always, the third with no. */
async function answerSession(url: string): Promise<void> {
  const session = z.object({ id: z.string() }).parse(await post(`${url}/session`, {}));
  const state = { isOver: false };
  const text = 'Please do SCRIPT:asked now';
  const model = { providerID: 'mock', modelID: 'mock' };
  const over = post(`${url}/session/${session.id}/message`, {
    ...{ model, parts: [{ type: 'text', text }] },
  }).finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await wait(300);
    const [first] = Asked.parse(await (await fetch(`${url}/permission`)).json());
    if (first === undefined) continue;
    const [pattern = ''] = first.patterns;
    if (pattern.startsWith('git')) await wait(2000); // until both calls are waiting
    await post(`${url}/permission/${first.id}/reply`, { reply: replyTo(pattern) });
  }
  await over;
}

function replyTo(command: string): string {
  if (command.startsWith('git')) return 'reject';
  return command.startsWith('sh') ? 'always' : 'once';
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * atuin: its table as in version 18.24, written by SQLite. The newest rows and a change to an older one are only in the
 * write-ahead log, as while a shell is open.
 */
export const atuin: Recording = {
  folder: '.local/share/atuin',
  keep: /^history\.db(?:-wal)?$/,
  home: HOME,
  async run(home) {
    await mkdir(join(home, '.local/share/atuin'), { recursive: true });
    const path = join(home, '.local/share/atuin/history.db');
    await ended(spawn('python3', ['-c', ATUIN, path], { stdio: 'inherit' }));
    return 'SQLite of Python';
  },
};

const ATUIN = `
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode = WAL')
db.execute('''CREATE TABLE history (id TEXT PRIMARY KEY, timestamp TEXT NOT NULL, duration INTEGER NOT NULL,
  exit INTEGER NOT NULL, command TEXT NOT NULL, cwd TEXT NOT NULL, session TEXT NOT NULL, hostname TEXT NOT NULL,
  deleted_at INTEGER, author TEXT, intent TEXT, shell TEXT, author_kind INTEGER,
  UNIQUE (timestamp, cwd, command))''')
second = 1795855900
def add(id, command, exit, duration=1000000, deleted=None, author='ada', kind=1):
  global second
  second += 1
  db.execute('INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)', (id, second * 1000000000 + 5,
    duration, exit, command, '/home/ada/shop', 's1', 'laptop:ada', deleted, author, 'bash', kind))
add('01', 'echo one', 0)
add('02', 'make deploy', -1, duration=-1)
add('03', 'export KEY=1', 0, deleted=1795855990)
db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
add('04', "sh -c 'exit 3'", 3)
db.execute("UPDATE history SET exit = 2, duration = 9000000 WHERE id = '02'")
add('05', 'npm test', 0, author='claude-code', kind=2)
add('06', 'sleep 60', -1, duration=-1)
os._exit(0)
`;
