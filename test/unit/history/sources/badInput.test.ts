import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useSources } from '../../../support/importedSources';

/** Commands read before an error are kept; every error is reported in the faults of the import. */
describe('Bad input of history sources', () => {
  const sources = useSources();
  const CLAUDE = '.claude/projects/-home-ada-shop';
  const lines = (...values: readonly unknown[]): string =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('');

  it('a transcript in another encoding', async () => {
    sources.recorded('claude-code');
    sources.write(`${CLAUDE}/wide.jsonl`, Buffer.from(lines({ type: 'user' }), 'utf16le'));
    const { report, events } = await sources.run('claude-code');
    assert.equal(events.length, 3);
    assert.match(report.faults[0]?.problem ?? '', /not valid JSON/);
    assert.match(report.faults[0]?.path ?? '', /wide\.jsonl$/);
  });

  it('a pipe in place of a file, which is never opened', async () => {
    sources.recorded('claude-code');
    const pipe = join(sources.home(), CLAUDE, 'pipe.jsonl');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    const { report, events } = await sources.run('claude-code');
    assert.equal(events.length, 3);
    assert.deepEqual(report.faults, [{ path: pipe, problem: 'it is not a file' }]);
  });

  it('a shell history in another encoding', async () => {
    sources.write('.bash_history', Buffer.from('ls\nrm -rf x\n', 'utf16le'));
    const { report, events } = await sources.run('bash');
    assert.equal(events.length, 0);
    assert.equal(report.faults[0]?.problem, 'the line is not text');
  });

  it('text around single-byte characters stays readable', async () => {
    sources.write('.bash_history', Buffer.from('echo café > out.txt\n', 'latin1'));
    const { events } = await sources.run('bash');
    assert.equal(events[0]?.command, 'echo caf\uFFFD > out.txt');
  });

  const NEXT_YEAR = {
    'claude-code': {
      path: `${CLAUDE}/next.jsonl`,
      line: {
        ...{ type: 'assistant', sessionId: 's' },
        message: {
          content: [{ type: 'tool_use', id: '1', name: 'Bash', input: { script: 'ls' } }],
        },
      },
    },
    codex: {
      path: '.codex/sessions/2027/01/01/rollout-next.jsonl',
      line: {
        ...{ timestamp: '2027-01-01T00:00:00Z', type: 'response_item' },
        payload: { type: 'function_call', name: 'shell', call_id: '1', arguments: '{"command":7}' },
      },
    },
    'gemini-cli': {
      path: '.gemini/tmp/shop/chats/session-next.jsonl',
      line: {
        ...{ id: 'm', type: 'gemini' },
        toolCalls: [{ id: '1', name: 'run_shell_command', args: { script: 1 }, status: 'success' }],
      },
    },
    'copilot-cli': {
      path: '.copilot/session-state/s/events.jsonl',
      line: {
        ...{ type: 'tool.execution_start', timestamp: '2027-01-01T00:00:00Z' },
        data: { toolCallId: '1', toolName: 'bash', arguments: { script: 'ls' } },
      },
    },
  } as const;
  for (const [id, { path, line }] of Object.entries(NEXT_YEAR)) {
    it(`${id}: a command in a form of next year is counted, other lines are read`, async () => {
      const source = id as keyof typeof NEXT_YEAR;
      sources.recorded(source);
      sources.write(path, lines(line));
      const { report, counts } = await sources.run(source);
      assert.deepEqual(counts, { imported: 3, repeated: 0, skipped: 1, refused: 0 });
      assert.deepEqual(report.faults, [
        { path: join(sources.home(), path), line: 1, problem: 'the line has an unknown type' },
      ]);
    });
  }

  it('a truncated database', async () => {
    sources.recorded('opencode');
    truncateSync(join(sources.home(), '.local/share/opencode/opencode.db-wal'), 0);
    truncateSync(join(sources.home(), '.local/share/opencode/opencode.db'), 5000);
    const { report, events } = await sources.run('opencode');
    assert.equal(events.length, 0);
    assert.equal(
      report.faults[0]?.problem,
      'the database is damaged, or its write-ahead log is missing',
    );
  });

  it('a session of an unknown format', async () => {
    sources.write('.codex/sessions/rollout-2025-05-09-a.json', '{"version":9,"turns":[]}');
    const { report } = await sources.run('codex');
    assert.equal(report.faults[0]?.problem, 'its format is unknown');
  });

  it('a database locked by another program', async function () {
    sources.recorded('atuin');
    const path = join(sources.home(), '.local/share/atuin/history.db');
    const script =
      'import sqlite3,sys; d=sqlite3.connect(sys.argv[1],isolation_level=None); d.execute("BEGIN EXCLUSIVE"); print("locked",flush=True); sys.stdin.read()';
    const holder = spawn('python3', ['-c', script, path]);
    try {
      const [text] = (await Promise.race([
        once(holder.stdout, 'data'),
        once(holder, 'error').then(() => ['']),
      ])) as [unknown];
      if (!String(text).startsWith('locked')) this.skip();
      const { events, report } = await sources.run('atuin');
      assert.equal(events.length, 4);
      assert.deepEqual(report.faults, []);
    } finally {
      holder.stdin.end();
      if (holder.exitCode === null) await once(holder, 'exit');
    }
  });

  it('links to files and folders, including cycles', async () => {
    sources.recorded('claude-code');
    const folder = join(sources.home(), CLAUDE);
    symlinkSync(folder, join(folder, 'circle'));
    symlinkSync('/etc/hostname', join(folder, 'linked.jsonl'));
    const { report, events } = await sources.run('claude-code');
    assert.equal(events.length, 3);
    const problem = 'it is a link, and links are not followed';
    assert.deepEqual(report.faults, [
      { path: join(folder, 'circle'), problem },
      { path: join(folder, 'linked.jsonl'), problem },
    ]);
  });

  it('a folder instead of a file, and an empty file', async () => {
    mkdirSync(join(sources.home(), '.bash_history'), { recursive: true });
    sources.write('.zsh_history', '');
    for (const [id, problems] of [
      ['bash', ['it is not a file']],
      ['zsh', []],
    ] as const) {
      const { report, events } = await sources.run(id);
      assert.equal(events.length, 0);
      assert.deepEqual(
        report.faults.map(({ problem }) => problem),
        problems,
      );
    }
  });

  it('a file that grows while it is read', async () => {
    sources.recorded('claude-code');
    const folder = join(sources.home(), CLAUDE);
    const { history, sources: found } = sources.open();
    const path = join(folder, 'grows.jsonl');
    const call = (id: number): string =>
      lines({
        ...{ type: 'assistant', sessionId: 's', timestamp: '2026-11-20T00:00:00Z' },
        message: {
          content: [
            { type: 'tool_use', id: `${id}`, name: 'Bash', input: { command: `ls ${id}` } },
          ],
        },
      });
    sources.write(`${CLAUDE}/grows.jsonl`, call(1));
    const size = readFileSync(path).length;
    const report = await found.import(['claude-code'], {
      onProgress: () => {
        if (readFileSync(path).length === size) appendFileSync(path, call(2));
      },
    });
    assert.deepEqual(report.faults, []);
    await found.import(['claude-code']);
    const commands: string[] = [];
    for await (const { command } of history.all()) commands.push(command);
    assert.deepEqual(commands.filter((command) => command.startsWith('ls ')).sort(), [
      'ls 1',
      'ls 2',
    ]);
  });
});
