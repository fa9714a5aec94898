import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandEvent } from '../../../../src/core/event';
import { useSources } from '../../../support/importedSources';

const CLAUDE = '.claude/projects/-home-ada-shop/made.jsonl';

describe('History sources', () => {
  const sources = useSources();
  const { folder, home, open, recorded, run, write } = sources;

  const commands = (events: readonly CommandEvent[]): readonly string[] =>
    events.map(({ command }) => command);

  describe('recorded from real programs', () => {
    const AGENT_COMMANDS = [
      'echo one',
      "sh -c 'exit 3'",
      "printf 'two\\n' &&\n  git status --short",
    ];

    for (const id of ['claude-code', 'codex', 'gemini-cli', 'copilot-cli'] as const) {
      it(`${id}: commands with folder, time, session and exit code`, async () => {
        recorded(id);
        const { events, counts } = await run(id);
        assert.deepEqual(commands(events), AGENT_COMMANDS);
        assert.deepEqual(
          events.map(({ exitCode }) => exitCode),
          [0, 3, 0],
        );
        assert.deepEqual(
          events.map(({ eventType }) => eventType),
          ['command_executed', 'command_failed', 'command_executed'],
        );
        for (const { context, ts, metadata } of events) {
          assert.equal(context?.host, id);
          assert.equal(context.cwd, '/home/ada/shop');
          assert.match(context.sessionId ?? '', /^[0-9a-f-]{36}$/);
          assert.match(ts, /^2026-11-28T05:\d\d:\d\d/);
          assert.equal(metadata, undefined, 'nobody was asked');
        }
        assert.deepEqual(counts, { imported: 3, repeated: 0, skipped: 0, refused: 0 });
      });
    }

    it('codex: the commands of its scripts, and none that a script did not run', async () => {
      recorded('codex-script');
      const { events, counts } = await run('codex');
      assert.deepEqual(
        events.map(({ command, context, exitCode, eventType }) => [
          ...[command, context?.cwd, exitCode, eventType],
        ]),
        [
          ['echo one', '/home/ada/shop', 0, 'command_executed'],
          ["sh -c 'exit 3'", '/tmp', 3, 'command_failed'],
          ['printf "two\n" &&\n  git status --short', '/home/ada/shop', 0, 'command_executed'],
          ['echo 1', '/home/ada/shop', 0, 'command_executed'],
          ['echo 2', '/home/ada/shop', 0, 'command_executed'],
          ['rm -r /tmp/x', '/home/ada/shop', undefined, 'command_blocked'],
        ],
      );
      assert.deepEqual(counts, { imported: 6, repeated: 0, skipped: 0, refused: 0 });
    });

    // Each host asked about all three commands; the second was answered with "always".
    const ANSWERS = {
      'claude-code': ['approved', 'approved', 'refused'],
      codex: ['approved', 'approved', undefined], // a refusal is recorded like an interrupted turn
      'gemini-cli': [undefined, undefined, 'refused'], // an approval is not recorded
      'copilot-cli': ['approved', 'approved', 'refused'],
    } as const;
    for (const id of ['claude-code', 'codex', 'gemini-cli', 'copilot-cli'] as const) {
      it(`${id}: the user's answers at its prompts`, async () => {
        recorded(`${id}-answered`);
        const { events, counts } = await run(id);
        assert.deepEqual(commands(events), ['mkdir one', 'git fetch --all', 'rm -rf one']);
        const saved = id === 'gemini-cli' ? 'git' : 'git fetch';
        assert.deepEqual(
          events.map(({ metadata = '{}' }): unknown => JSON.parse(metadata)),
          ANSWERS[id].map((decision, at) => ({
            ...(decision === undefined ? {} : { decision }),
            ...(at === 1 && id !== 'claude-code' ? { savedRule: saved } : {}),
          })),
        );
        assert.equal(counts.refused, ANSWERS[id][2] === undefined ? 0 : 1);
      });
    }

    it('bash: times, and a command over several lines', async () => {
      recorded('bash');
      const { events } = await run('bash');
      assert.deepEqual(commands(events), [
        'echo one',
        'HISTTIMEFORMAT="%F %T "',
        "printf 'two\\n'",
        'shopt -s lithist cmdhist',
        'for n in 1 2; do\necho $n\ndone',
        'sh -c "exit 3"',
        'exit',
      ]);
      for (const { ts } of events) assert.match(ts, /^2026-11-28T05:/);
    });

    it('bash without times: equal commands stay distinct', async () => {
      recorded('bash-plain');
      const { events } = await run('bash');
      assert.deepEqual(commands(events), ['echo one', 'git status', 'echo one', 'exit']);
      assert.deepEqual(new Set(events.map(({ ts }) => ts)), new Set(['']));
    });

    it('zsh: times, letters that zsh writes as two bytes, and joined lines', async () => {
      recorded('zsh');
      const { events } = await run('zsh');
      assert.deepEqual(commands(events), [
        'echo one',
        'echo "żółć ☃ été"',
        'echo two \\\n  three',
        'sleep 1',
        'sh -c "exit 3"',
        'exit',
      ]);
      for (const { ts } of events) assert.match(ts, /^2026-11-28T05:/);
    });

    // As `savehistfile` and `readhistline` of zsh 5.9 do.
    it('zsh: a backslash at the end of a command, which zsh writes with a space behind', async () => {
      write('.zsh_history', ': 1700000000:0;echo a\\ \n: 1700000001:0;echo b\\  \necho c \n');
      assert.deepEqual(commands((await run('zsh')).events), ['echo a\\', 'echo b\\ ', 'echo c ']);
    });

    it('fish: times, escapes and joined lines', async () => {
      recorded('fish');
      const { events, counts } = await run('fish');
      assert.deepEqual(commands(events), [
        'echo one',
        'cat README.md',
        String.raw`echo 'a\nb' \\`,
        'for n in 1 2\necho $n\nend',
        'sh -c "exit 3"',
        'exit',
      ]);
      assert.equal(counts.skipped, 0);
      for (const { ts } of events) assert.match(ts, /^2026-11-28T05:/);
    });
  });

  it('psreadline: a backtick joins lines', async () => {
    write(
      '.local/share/powershell/PSReadLine/ConsoleHost_history.txt',
      'Get-ChildItem `\r\n  -Recurse\r\nls\r\n',
    );
    const { events } = await run('psreadline');
    assert.deepEqual(commands(events), ['Get-ChildItem \n  -Recurse', 'ls']);
  });

  for (const id of [
    'claude-code',
    'codex',
    'gemini-cli',
    'copilot-cli',
    'bash',
    'zsh',
    'fish',
  ] as const) {
    it(`${id}: a second import adds nothing, with and without its positions`, async () => {
      recorded(id);
      const first = await run(id);
      assert.ok(first.counts.imported > 0);
      const again = await run(id);
      assert.deepEqual(again.counts, { imported: 0, repeated: 0, skipped: 0, refused: 0 });
      rmSync(join(folder(), 'sources.json'));
      const readAgain = await run(id);
      assert.equal(readAgain.counts.imported, 0);
      assert.equal(readAgain.counts.repeated, first.counts.imported);
    });
  }

  it('lists sources without opening their files', async () => {
    recorded('claude-code');
    recorded('zsh');
    const found = await open().sources.discover();
    assert.deepEqual(
      found.map(({ id, files, path }) => [id, files, path]),
      [
        ['claude-code', 1, join(home(), '.claude/projects')],
        ['zsh', 1, join(home(), '.zsh_history')],
      ],
    );
    for (const { about, newestMs } of found) assert.ok(about > 0 && newestMs > 0);
  });

  it('reads only the requested sources', async () => {
    recorded('claude-code');
    recorded('zsh');
    const { events } = await run('claude-code');
    assert.deepEqual(new Set(events.map(({ context }) => context?.host)), new Set(['claude-code']));
  });

  it('continues at its position, once an incomplete line is complete', async () => {
    const [one, two] = [callOf('1', 'echo 1') + endOf('1'), callOf('2', 'echo 2') + endOf('2')];
    write(CLAUDE, one + two.slice(0, 30));
    assert.deepEqual(commands((await run('claude-code')).events), ['echo 1']);
    appendFileSync(join(home(), CLAUDE), two.slice(30));
    const { events, counts } = await run('claude-code');
    assert.deepEqual(commands(events), ['echo 1', 'echo 2']);
    assert.deepEqual(counts, { imported: 1, repeated: 0, skipped: 0, refused: 0 });
  });

  it('waits up to a day for the result of a running call', async () => {
    write(CLAUDE, callOf('0', 'ls') + endOf('0') + callOf('1', 'make deploy'));
    assert.deepEqual(commands((await run('claude-code')).events), ['ls']);
    appendFileSync(join(home(), CLAUDE), endOf('1', 'Exit code 2'));
    const { events } = await run('claude-code');
    assert.deepEqual(
      events.map(({ command, exitCode }) => [command, exitCode]),
      [
        ['ls', 0],
        ['make deploy', 2],
      ],
    );
    appendFileSync(join(home(), CLAUDE), callOf('2', 'sleep 9'));
    sources.nowMs += 3 * 24 * 60 * 60 * 1000;
    const late = await run('claude-code');
    assert.deepEqual(commands(late.events), ['ls', 'make deploy', 'sleep 9']);
  });

  it('starts over if a file was replaced', async () => {
    write(CLAUDE, callOf('1', 'echo 1') + endOf('1'));
    await run('claude-code');
    rmSync(join(home(), CLAUDE));
    write(CLAUDE, callOf('2', 'ls') + endOf('2'));
    const { events } = await run('claude-code');
    assert.deepEqual(commands(events), ['echo 1', 'ls']);
  });

  it('counts unknown lines and reports their positions', async () => {
    const long = `"${'x'.repeat(2 * 1024 * 1024)}"\n`;
    write(CLAUDE, `no json\n7\n${long}${callOf('1', 'ls')}\n${endOf('1')}{"type":"next-year"}\n`);
    const { events, report, counts } = await run('claude-code');
    assert.deepEqual(commands(events), ['ls']);
    assert.equal(counts.skipped, 3);
    assert.deepEqual(
      report.faults.map(({ path, line }) => [path, line]),
      [1, 2, 3].map((line) => [join(home(), CLAUDE), line]),
    );
  });

  it('records who refused: a person, a rule, or no one', async () => {
    const kinds = ['user-rejected', 'permission-rule', 'interrupted'];
    write(
      CLAUDE,
      kinds.map((kind) => callOf(kind, `rm ${kind}`) + endOf(kind, 'x', kind)).join('') +
        callOf('old', 'rm old') +
        endOf(
          'old',
          'The user doesn’t want to proceed with this tool use. The tool use was rejected',
        ),
    );
    const { events, counts } = await run('claude-code');
    assert.deepEqual(
      events.map(({ eventType, metadata }) => [eventType, metadata]),
      [
        ['command_refused', '{"decision":"refused"}'],
        ['command_blocked', '{"decision":"machine-denied"}'],
        ['command_executed', undefined],
        ['command_refused', '{"decision":"refused"}'],
      ],
    );
    assert.equal(counts.refused, 2);
  });

  it('removes secrets before anything is kept', async () => {
    write('.bash_history', 'mysql -psesame\n');
    const { events } = await run('bash');
    assert.deepEqual(commands(events), ['mysql -p[secret:password]']);
    assert.equal(readFileSync(join(folder(), 'sources.json'), 'utf8').includes('sesame'), false);
  });

  it('reports a file that is too large, and reads the others', async () => {
    write('.bash_history', Buffer.alloc(33 * 1024 * 1024, 'ls\n'));
    const { report } = await run('bash');
    assert.deepEqual(report.faults, [
      { path: join(home(), '.bash_history'), problem: 'the file is larger than 32 MiB' },
    ]);
  });

  it('keeps commands read before Cancel, and imports the rest the next time', async () => {
    write('.bash_history', Array.from({ length: 12_000 }, (_, n) => `echo ${n}\n`).join(''));
    const abort = new AbortController();
    const cancelled = await run('bash', {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    assert.equal(cancelled.report.isCancelled, true);
    assert.ok(cancelled.counts.imported > 0 && cancelled.counts.imported < 12_000);
    const rest = await run('bash');
    assert.equal(rest.counts.imported + cancelled.counts.imported, 12_000);
    assert.equal(rest.events.length, 12_000);
  });

  it('imports everything again if the history is empty', async () => {
    recorded('zsh');
    const first = await run('zsh');
    await open().history.remove({ text: 'e' });
    await open().history.remove({ beforeMs: Number.MAX_SAFE_INTEGER });
    assert.equal((await run('zsh')).counts.imported, first.counts.imported);
  });

  it('reads a large transcript in little memory', async () => {
    const path = join(home(), CLAUDE);
    write(CLAUDE, '');
    const filler = `{"type":"user","message":{"content":"${'x'.repeat(200_000)}"}}\n`;
    const chunk = filler.repeat(20);
    for (let n = 0; n < 25; n += 1)
      appendFileSync(path, chunk + callOf(`${n}`, `ls ${n}`) + endOf(`${n}`));
    // A single, very long line.
    for (let n = 0; n < 30; n += 1) appendFileSync(path, Buffer.alloc(5 * 1024 * 1024, 'x'));
    appendFileSync(path, `\n${callOf('last', 'ls last')}${endOf('last')}`);
    global.gc?.();
    const before = process.memoryUsage().rss;
    const { counts } = await run('claude-code');
    const grownMiB = (process.memoryUsage().rss - before) / 1024 / 1024;
    assert.equal(counts.imported, 26);
    assert.ok(grownMiB < 100, `${grownMiB.toFixed()} MiB more for a file of 250 MB`);
  });
});

/** A call and a result in the format of Claude Code 2.1, with the relevant members. */
function callOf(id: string, command: string): string {
  return `${JSON.stringify({
    ...{ type: 'assistant', sessionId: 's', timestamp: '2026-11-28T11:00:00Z', cwd: '/shop' },
    message: { content: [{ type: 'tool_use', id, name: 'Bash', input: { command } }] },
  })}\n`;
}

function endOf(id: string, error?: string, toolDenialKind?: string): string {
  const isError = error !== undefined;
  return `${JSON.stringify({
    ...{ type: 'user', sessionId: 's', toolDenialKind },
    toolUseResult: isError ? `Error: ${error}` : { stdout: '', interrupted: false },
    message: {
      content: [{ type: 'tool_result', tool_use_id: id, is_error: isError, content: error ?? '' }],
    },
  })}\n`;
}
