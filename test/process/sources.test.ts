import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runBundle } from '../support/bundle';
import { unpack } from '../support/importedSources';
import { useTempFolder } from '../support/tempFolder';

interface Row {
  readonly source: string;
  readonly file: string;
  readonly command: string;
  readonly cwd: string | null;
  readonly ts: string | null;
  readonly exitCode: number | null;
  readonly decision: string | null;
}

describe('rulewright sources and import', function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  const home = (): string => join(folder(), 'home');

  const recorded = (name: string): void => {
    cpSync(join('test/fixtures/sources', name), home(), { recursive: true });
    unpack(home());
  };
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(home(), path)), { recursive: true });
    writeFileSync(join(home(), path), content);
  };
  const run = (...args: readonly string[]) =>
    runBundle('cli.cjs', [...args, '--home', home()], {
      // With --home, these variables must not be used.
      env: {
        CODEX_HOME: '/nowhere',
        XDG_DATA_HOME: '/nowhere',
        HISTFILE: '/nowhere',
        SHELL: '/bin/bash',
      },
    });
  const rows = (stdout: string): readonly Row[] =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);
  const imported = async (...sources: readonly string[]): Promise<readonly Row[]> => {
    const { code, stdout, stderr } = await run('import', ...sources, '--json');
    assert.equal(code, 0, stderr);
    return rows(stdout);
  };

  for (const id of ['claude-code', 'codex', 'gemini-cli', 'copilot-cli'] as const) {
    it(`${id}: command, folder, time, exit code and answer of recorded sessions`, async () => {
      recorded(id);
      recorded(`${id}-answered`);
      const found = await imported(id);
      const commands = found.map(({ command, exitCode, decision }) => [
        command,
        exitCode,
        decision,
      ]);
      const yes = id === 'gemini-cli' ? null : 'approved';
      const no = id === 'codex' ? null : 'refused';
      assert.deepEqual(commands.slice(-6).sort(), [
        ['echo one', 0, null],
        ['git fetch --all', 0, yes],
        ['mkdir one', 0, yes],
        ["printf 'two\\n' &&\n  git status --short", 0, null],
        ['rm -rf one', null, no],
        ["sh -c 'exit 3'", 3, null],
      ]);
      for (const { source, file, cwd, ts } of found) {
        assert.equal(source, id);
        assert.ok(file.startsWith(home()), file);
        assert.equal(cwd, '/home/ada/shop');
        assert.match(ts ?? '', /^2026-11-28T\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    });
  }

  it('reads the layouts of Linux, macOS and Windows below a home folder', async () => {
    const session = (id: string, command: string): string =>
      JSON.stringify({
        sessionId: id,
        requests: [
          {
            timestamp: 1_790_000_000_000,
            response: [
              {
                kind: 'toolInvocationSerialized',
                toolCallId: 'c1',
                isConfirmed: { type: 4 },
                toolSpecificData: { kind: 'terminal', commandLine: { original: command } },
              },
            ],
          },
        ],
      });
    const users = {
      linux: '.config/Code/User',
      mac: 'Library/Application Support/Code/User',
      windows: 'AppData/Roaming/Code/User',
      server: '.vscode-server/data/User',
    };
    for (const [id, user] of Object.entries(users)) {
      write(`${user}/workspaceStorage/w/chatSessions/${id}.json`, session(id, `echo ${id}`));
    }
    write(
      'AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt',
      'dir\r\n',
    );
    write('.local/share/powershell/PSReadLine/ConsoleHost_history.txt', 'Get-Date\n');
    const found = await imported('vscode-chat', 'psreadline');
    assert.deepEqual(found.map(({ command }) => command).sort(), [
      'Get-Date',
      'dir',
      'echo linux',
      'echo mac',
      'echo server',
      'echo windows',
    ]);
  });

  it('lists the sources without opening them', async () => {
    recorded('claude-code');
    recorded('zsh');
    const text = await run('sources');
    assert.match(text.stdout, /^claude-code +1 file, .*\nzsh +1 file, /);
    const { stdout } = await run('sources', '--json');
    const found = JSON.parse(stdout) as { id: string; files: number; newest: string }[];
    assert.deepEqual(
      found.map(({ id, files }) => [id, files]),
      [
        ['claude-code', 1],
        ['zsh', 1],
      ],
    );
    for (const { newest } of found) assert.match(newest, /^\d{4}-\d\d-\d\dT/);
  });

  it('writes CSV that train and the extension read, without secrets', async () => {
    write('.bash_history', '#1790000000\nmysql -psesame\n#1790000001\nprintf "a,\n  b"\n');
    recorded('copilot-cli-answered');
    const out = join(folder(), 'events.csv');
    const { code, stderr } = await run('import', 'all', '--out', out);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Commands written to .*events\.csv: 5\.$/m);
    const text = readFileSync(out, 'utf8');
    assert.equal(text.includes('sesame'), false);
    const lint = await runBundle('cli.cjs', ['train', '--csv', out, '--out', join(folder(), 'm')]);
    assert.doesNotMatch(lint.stderr, /rows were skipped|no column/);
    assert.match(text, /^id,ts,event_type,.*,source,file,cwd,decision\r\n/);
    assert.match(text, /"printf ""a,\n {2}b"""/);
    assert.match(text, /,approved\r\n/);
  });

  it('returns commands without a result and a last line without a line end', async () => {
    const call = {
      ...{ type: 'assistant', sessionId: 's', timestamp: new Date().toISOString(), cwd: '/shop' },
      message: {
        content: [{ type: 'tool_use', id: '1', name: 'Bash', input: { command: 'sleep 9' } }],
      },
    };
    write('.claude/projects/shop/s.jsonl', `\uFEFF${JSON.stringify(call)}`);
    write('.bash_history', 'ls');
    assert.deepEqual(
      (await imported('all')).map(({ command, exitCode }) => [command, exitCode]),
      [
        ['sleep 9', null],
        ['ls', null],
      ],
    );
  });

  it('reads the valid parts of damaged files, and reports the rest', async () => {
    recorded('claude-code');
    write('.claude/projects/shop/cut.jsonl', '{"type":"user","mess');
    write('.zsh_history', Buffer.from('ls\0\n: 1:0;echo ok\n'));
    write('outside/fish_history', '- cmd: secret\n  when: 1\n');
    mkdirSync(join(home(), '.local/share'), { recursive: true });
    symlinkSync(join(home(), 'outside'), join(home(), '.local/share/fish'));
    write(
      '.local/share/atuin/history.db',
      'this is no database, but long enough to be read as one',
    );
    const { code, stdout, stderr } = await run('import', 'all', '--json');
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      rows(stdout).map(({ source }) => source),
      ['claude-code', 'claude-code', 'claude-code', 'zsh'],
    );
    for (const problem of [
      /cut\.jsonl, line 1: the line is not valid JSON/,
      /\.zsh_history, line 1: the line is not text/,
      /share\/fish: it is a link/,
      /history\.db: the database is damaged, or its write-ahead log is missing/,
    ]) {
      assert.match(stderr, problem);
    }
  });

  it('reports files without permission, and reads the rest', function () {
    recorded('claude-code');
    write('.claude/projects/closed/s.jsonl', '{}');
    write('.zsh_history', 'secret\n');
    write('.bash_history', 'ls\n');
    chmodSync(folder(), 0o755);
    chmodSync(join(home(), '.claude/projects/closed'), 0);
    chmodSync(join(home(), '.zsh_history'), 0);
    // Root may read everything, so run as another user.
    const isRoot = process.getuid?.() === 0;
    if (process.getuid === undefined) this.skip(); // Windows has no such file modes
    const args = [resolve('dist/cli.cjs'), 'import', 'all', '--json', '--home', home()];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    chmodSync(join(home(), '.claude/projects/closed'), 0o755);
    assert.equal(status, 0, stderr);
    assert.equal(rows(stdout).length, 4);
    assert.match(stderr, /^Not read: 2\.$/m);
    assert.match(stderr, /projects\/closed: the folder cannot be read/);
    assert.match(stderr, /\.zsh_history: you do not have permission to read this file/);
  });

  it('rejects unknown options and values', async () => {
    mkdirSync(home());
    for (const [args, message] of [
      [['import', 'tcsh', '--json'], /Unknown source: tcsh/],
      [['import', 'all'], /Specify either --json or --out/],
      [['import', 'all', '--json', '--out', 'x.csv'], /Specify either --json or --out/],
    ] as const) {
      const { code, stderr } = await run(...args);
      assert.equal(code, 1);
      assert.match(stderr, message);
    }
    write('.bash_history', 'ls\n');
    for (const notFolder of [join(folder(), 'none'), join(home(), '.bash_history')]) {
      const missing = await runBundle('cli.cjs', ['sources', '--home', notFolder]);
      assert.equal(missing.code, 1);
      assert.match(missing.stderr, /There is no folder/);
    }
  });
});
