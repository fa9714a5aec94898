import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import initSqlJs from 'sql.js';
import type { SourceId } from '../../src/core/historySource';
import { applyWal } from '../../src/history/sources/sqlite/walFile';
import { unpack } from '../support/importedSources';

const FIXTURES = 'test/fixtures/sources';
/** Number of copies of the three recorded calls in a session. */
const COPIES = 30;
/** 1 October 2026, in epoch seconds. */
const START = 1_790_812_800;

/** Number of commands of each source. */
export const MADE: Readonly<Record<SourceId, number>> = {
  'claude-code': 15_000,
  'vscode-chat': 10_000,
  codex: 9000,
  'gemini-cli': 6000,
  'copilot-cli': 9000,
  opencode: 10_000,
  atuin: 10_000,
  bash: 10_000,
  zsh: 10_000,
  fish: 6000,
  psreadline: 5000,
};

/** The programs whose recorded files are multiplied, or whose documented format is written. */
export const VERSIONS =
  'Claude Code 2.1.332, Codex 0.171.0, Gemini CLI 0.61.0, Copilot CLI 1.0.102, opencode 1.18.33, atuin 18.24, ' +
  'bash 5.2, zsh 5.9, fish 3.6; VS Code 1.109 and PSReadLine as documented';

/** Fills a home folder with the commands of `MADE`, all of them distinct. */
export async function makeHome(home: string): Promise<void> {
  for (const id of ['claude-code', 'codex', 'gemini-cli', 'copilot-cli'] as const) {
    multiplySession(home, id);
  }
  writeVsCode(home);
  await multiplyRows(home, 'opencode', '.local/share/opencode/opencode.db', opencodeRow);
  await multiplyRows(home, 'atuin', '.local/share/atuin/history.db', atuinRow);
  writeShells(home);
}

/** Appends three commands to one session of Claude Code. */
export function growSession(home: string): void {
  const folder = join(home, '.claude/projects/-home-ada-shop');
  const [name = ''] = readdirSync(folder);
  const lines = callLines(readFileSync(join(folder, name), 'utf8'));
  const last = lines.filter((line) => line.includes('call_0x0_'));
  appendFileSync(join(folder, name), last.join('').replaceAll('call_0x0_', 'call_new_'));
}

const callLines = (text: string): readonly string[] =>
  text.split(/(?<=\n)/).filter((line) => /call_\w+_\d_0/.test(line));

/** Sessions that repeat the lines of the recorded calls with other ids. */
function multiplySession(home: string, id: keyof typeof MADE): void {
  const folder = join(FIXTURES, id);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const name = names.find((path) => path.endsWith('.jsonl')) ?? '';
  cpSync(folder, home, { recursive: true, filter: (path) => !path.endsWith('.jsonl') });
  const text = readFileSync(join(folder, name), 'utf8');
  const [session = ''] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text) ?? [];
  const calls = callLines(text).join('');
  const copies = MADE[id] / 3;
  for (let from = 0; from < copies; from += COPIES) {
    const number = String(from).padStart(8, '0');
    const renamed = (given: string): string =>
      given.replaceAll(session, number + session.slice(8)).replaceAll(session.slice(0, 8), number);
    const content = Array.from({ length: Math.min(COPIES, copies - from) }, (_, n) =>
      (n === 0 ? text : calls)
        .replaceAll('call_main_', `call_${from}x${n}_`)
        .replaceAll('echo one', `echo one ${from + n}`),
    );
    const path = join(home, renamed(name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, renamed(content.join('')));
  }
}

/** A log of changes for every hundred commands. */
function writeVsCode(home: string): void {
  const folder = join(home, '.config/Code/User/workspaceStorage/made/chatSessions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '../workspace.json'), '{"folder":"file:///home/ada/shop"}');
  for (let from = 0; from < MADE['vscode-chat']; from += 100) {
    const entries: object[] = [{ kind: 0, v: { version: 3, sessionId: `s${from}`, requests: [] } }];
    for (let n = from; n < from + 100; n += 1) {
      const timestamp = (START + n) * 1000;
      const call = {
        ...{ kind: 'toolInvocationSerialized', toolId: 'run_in_terminal', toolCallId: `c${n}` },
        ...{ isConfirmed: { type: 4 }, isComplete: true },
        toolSpecificData: {
          ...{ kind: 'terminal', commandLine: { original: `npm run task ${n}` } },
          terminalCommandState: { exitCode: n % 7, timestamp, duration: 5100 },
        },
      };
      const text = { kind: 'markdownContent', content: { value: 'Runs the task. '.repeat(50) } };
      entries.push({ kind: 2, k: ['requests'], v: [{ timestamp, response: [text, call] }] });
    }
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(join(folder, `s${from}.jsonl`), lines);
  }
}

type MakeRow = (row: Record<string, unknown>, n: number) => void;

/** Repeats a recorded row with other ids. */
async function multiplyRows(
  home: string,
  id: 'opencode' | 'atuin',
  name: string,
  change: MakeRow,
): Promise<void> {
  cpSync(join(FIXTURES, id), home, { recursive: true });
  unpack(home);
  const path = join(home, name);
  const engine = await initSqlJs();
  const database = new engine.Database(applyWal(readFileSync(path), readFileSync(`${path}-wal`)));
  const table = id === 'atuin' ? 'history' : 'part';
  const which = id === 'atuin' ? 'duration > 0' : `data LIKE '%"tool":"bash"%"exit":0%'`;
  const statement = database.prepare(`SELECT * FROM ${table} WHERE ${which} LIMIT 1`);
  statement.step();
  const recorded = statement.getAsObject();
  statement.free();
  database.run(`DELETE FROM ${table}`);
  const columns = Object.keys(recorded);
  const insert = database.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (let n = 0; n < MADE[id]; n += 1) {
    const row = { ...recorded };
    change(row, n);
    insert.run(columns.map((column) => row[column] as string | number | null));
  }
  insert.free();
  writeFileSync(path, database.export());
  database.close();
  rmSync(`${path}-wal`);
}

const opencodeRow: MakeRow = (row, n) => {
  const part = JSON.parse(String(row['data'])) as {
    callID: string;
    state: { input: { command: string } };
  };
  row['id'] = `prt_${String(n).padStart(8, '0')}`;
  part.callID = `call_${n}`;
  part.state.input.command = `bun test ${n}`;
  row['data'] = JSON.stringify(part);
};

const atuinRow: MakeRow = (row, n) => {
  row['id'] = `made-${n}`;
  row['command'] = `git show HEAD~${n}`;
  row['author'] = null;
  row['deleted_at'] = null;
  row['timestamp'] = (START + n) * 1e9;
};

function writeShells(home: string): void {
  const write = (
    path: string,
    count: number,
    line: (n: number, seconds: number) => string,
  ): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    const lines = Array.from({ length: count }, (_, n) => line(n, START + n));
    writeFileSync(join(home, path), lines.join(''));
  };
  write('.bash_history', MADE.bash, (n, s) => `#${s}\nmake target-${n} VERBOSE=1\n`);
  write('.zsh_history', MADE.zsh, (n, s) => `: ${s}:0;docker run --rm image-${n} \\\n  npm test\n`);
  write(
    '.local/share/fish/fish_history',
    MADE.fish,
    (n, s) => `- cmd: ls project-${n}\n  when: ${s}\n  paths:\n    - project-${n}\n`,
  );
  write(
    '.local/share/powershell/PSReadLine/ConsoleHost_history.txt',
    MADE.psreadline,
    (n) => `Get-ChildItem -Path C:\\project-${n}\r\n`,
  );
}
