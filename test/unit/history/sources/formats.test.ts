import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandEvent } from '../../../../src/core/event';
import type { SourceId } from '../../../../src/core/historySource';
import { useSources } from '../../../support/importedSources';

/** Lines according to the documentation and source code of these programs, for versions that could not be recorded. */
describe('Formats of history sources', () => {
  const sources = useSources();
  const lines = (...values: readonly unknown[]): string =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const decisionOf = ({ metadata = '{}' }: CommandEvent): unknown =>
    (JSON.parse(metadata) as { decision?: unknown }).decision;
  const read = async (id: SourceId) => {
    const { events, counts } = await sources.run(id);
    assert.equal(counts.skipped, 0);
    return events;
  };

  describe('Claude Code', () => {
    const PATH = '.claude/projects/-shop/s.jsonl';
    const call = (id: string, command: string, name = 'Bash') => ({
      ...{ type: 'assistant', sessionId: 's', timestamp: '2026-10-01T09:00:00.1Z', cwd: '/shop' },
      message: { content: [{ type: 'tool_use', id, name, input: { command } }] },
    });
    const result = (id: string, content: string, isError: boolean, more: object = {}) => ({
      ...{ type: 'user', sessionId: 's', timestamp: '2026-10-01T09:00:04Z', cwd: '/shop', ...more },
      message: { content: [{ type: 'tool_result', tool_use_id: id, is_error: isError, content }] },
    });

    const ENDS: readonly (readonly [string, boolean, object, (number | undefined)?, string?])[] = [
      ['Exit code 2\nno such file', true, {}, 2],
      ['no such file', true, { toolUseResult: 'Error: Exit code 7' }, 7],
      ['Command timed out after 2m', true, { toolUseResult: 'Error: Command timed out' }],
      ['', false, { toolUseResult: { returnCodeInterpretation: 'No matches found' } }],
      ['', false, { toolUseResult: { interrupted: true } }],
      ['Command running', false, { toolUseResult: { stdout: '', backgroundTaskId: 'b1' } }],
      [
        "Error: The user doesn't want to proceed with this tool use.",
        true,
        {},
        undefined,
        'refused',
      ],
      ['x', true, { toolUseResult: 'Error: User rejected tool use' }, undefined, 'refused'],
      // In a sub-agent.
      [
        'Permission for this tool use was denied. The tool use was rejected',
        ...([true, {}, undefined, 'refused'] as const),
      ],
      ["The user doesn't want to take this action right now. STOP", true, {}],
      ['x', true, { toolDenialKind: 'automode-blocked' }, undefined, 'machine-denied'],
      ['x', true, { toolDenialKind: 'cancelled' }],
      ['Permission to use Bash has been denied.', true, {}, undefined, 'machine-denied'],
      ['<tool_use_error>Sibling tool call errored</tool_use_error>', true, {}],
      ['<tool_use_error>Cancelled: parallel tool call Bash(ls) errored</tool_use_error>', true, {}],
      ['Blocked: standalone sleep 60.', true, {}, undefined, 'machine-denied'],
      [
        "cd to '/my files' was blocked. For security, stay here.",
        ...([true, {}, undefined, 'machine-denied'] as const),
      ],
      // Sub-agents have the text only.
      ['Command running in background with ID: b1. Output is being written to: /tmp/x', false, {}],
      ['50 %\nCommand was manually backgrounded by user with ID: b2.', false, {}],
      ['Command did not complete in 120s and was moved to the background (ID: b3).', false, {}],
      ['1 of 3\n<error>Command was aborted before completion</error>', false, {}],
      ['Command running in background with ID: x\nis what they print', false, {}, 0],
      // Text of the command's own output has no meaning.
      ['Exit code 1\nUser rejected tool use', true, {}, 1],
    ];
    it('reads how a call ended in every wording', async () => {
      const made = ENDS.flatMap(([content, isError, more], at) => [
        call(`t${at}`, `echo ${at}`),
        result(`t${at}`, content, isError, more),
      ]);
      sources.write(PATH, lines(...made));
      const events = await read('claude-code');
      assert.deepEqual(
        events.map((event) => [event.exitCode, decisionOf(event)]),
        ENDS.map(([, , , exitCode, decision]) => [exitCode, decision]),
      );
      for (const { ts, context } of events) {
        assert.equal(ts, '2026-10-01T09:00:00.100Z');
        assert.equal(context?.cwd, '/shop');
      }
    });

    it('notes that a call was given up before it ran', async () => {
      const texts = [
        '<tool_use_error>Cancelled: parallel tool call Bash(ls) errored</tool_use_error>',
        "The user doesn't want to take this action right now. STOP what you are doing.",
        'Warmup',
        '<tool_use_error>InputValidationError: Bash failed due to the following issue:',
        'Working directory "/shop/.claude/worktrees/a" no longer exists. Please restart Claude.',
      ];
      const made = texts.flatMap((text, at) => [
        call(`t${at}`, `echo ${at}`),
        result(`t${at}`, text, true),
      ]);
      sources.write(PATH, lines(...made));
      assert.deepEqual(
        (await read('claude-code')).map(({ eventType }) => eventType),
        texts.map(() => 'command_requested'),
      );
    });

    it('reads once what resumed and forked sessions copy under their own id', async () => {
      const ids = ['toolu_01UB1BhDonPDrPscq85nfgoj', 'toolu_bdrk_01UdgbuinVXd2RVbudraZ7v8', 'c1'];
      const session = (sessionId: string) =>
        lines(
          ...ids
            .flatMap((id) => [call(id, `echo ${id}`), result(id, '', false)])
            .map((line) => ({
              ...line,
              sessionId,
            })),
        );
      sources.write(PATH, session('s'));
      sources.write('.claude/projects/-shop/fork.jsonl', session('fork'));
      assert.deepEqual(
        (await read('claude-code')).map(({ command }) => command).sort(),
        ['c1', 'c1', ids[0], ids[1]].map((id) => `echo ${id}`),
      );
    });

    it('reads the copies of a sub-agent in its parent once', async () => {
      const [one, two] = [call('t1', 'ls'), result('t1', '', false)];
      const copy = ({ type, timestamp, message }: typeof one | typeof two) => ({
        ...{ type: 'progress', sessionId: 's', cwd: '/shop', timestamp: '2026-10-01T10:00:00Z' },
        data: { type: 'agent_progress', message: { type, timestamp, message } },
      });
      sources.write(PATH, lines(copy(one), copy(two)));
      sources.write('.claude/projects/-shop/s/subagents/agent-1.jsonl', lines(one, two));
      const events = await read('claude-code');
      assert.deepEqual(
        events.map(({ command, ts, exitCode }) => [command, ts, exitCode]),
        [['ls', '2026-10-01T09:00:00.100Z', 0]],
      );
    });
  });

  describe('Codex', () => {
    const PATH = '.codex/sessions/2026/10/01/rollout-2026-10-01T09-00-00-a.jsonl';
    const at = { timestamp: '2026-10-01T09:00:00Z' };
    const head = [
      { ...at, type: 'session_meta', payload: { id: 's', cwd: '/shop' } },
      { ...at, type: 'turn_context', payload: { cwd: '/shop', approval_policy: 'on-request' } },
    ];
    const item = (payload: object) => ({ ...at, type: 'response_item', payload });
    const call = (id: string, name: string, given: object) =>
      item({ type: 'function_call', name, call_id: id, arguments: JSON.stringify(given) });
    const output = (id: string, text: unknown) =>
      item({ type: 'function_call_output', call_id: id, output: text });

    const CALLS: readonly (readonly [string, object, string, string])[] = [
      ['exec_command', { cmd: 'npm test' }, 'npm test', '/shop'],
      ['shell_command', { command: 'ls', workdir: 'web' }, 'ls', '/shop/web'],
      ['shell', { command: ['bash', '-lc', 'ls | wc'], workdir: '/tmp' }, 'ls | wc', '/tmp'],
      ['shell', { command: ['git', 'commit', '-m', 'a b'] }, "git commit -m 'a b'", '/shop'],
      ['shell', { command: ['powershell.exe', '-NoProfile', '-Command', 'dir'] }, 'dir', '/shop'],
    ];
    it('reads the calls of its versions', async () => {
      const made = CALLS.flatMap(([name, given], n) => [
        call(`c${n}`, name, given),
        output(`c${n}`, 'Exit code: 0\nWall time: 1 seconds\nOutput:\n'),
      ]);
      sources.write(PATH, lines(...head, ...made));
      assert.deepEqual(
        (await read('codex')).map(({ command, context }) => [command, context?.cwd]),
        CALLS.map(([, , command, cwd]) => [command, cwd]),
      );
    });

    const ENDS: readonly (readonly [unknown, (number | undefined)?, string?])[] = [
      ['Chunk ID: 1\nWall time: 8 seconds\nProcess exited with code 1\nOutput:\nx', 1],
      ['{"output":"x","metadata":{"exit_code":4,"duration_seconds":0.1}}', 4],
      [[{ type: 'input_text', text: 'Exit code: 5\nOutput:\n' }], 5],
      [{ content: 'Exit code: 6\nOutput:\n', success: false }, 6],
      ['Exit code: 0\nOutput:\nProcess exited with code 9\nblocked by PreToolUse hook', 0],
      ['exec command rejected by user', undefined, 'refused'],
      [
        '`rm -rf x` rejected: policy forbids commands starting with `rm`',
        undefined,
        'machine-denied',
      ],
      ['Command blocked by PreToolUse hook: no', undefined, 'machine-denied'],
      ['exec_command failed for `x`: SandboxDenied'],
      [
        'failed in sandbox MacosSeatbelt with execution error: Denied { output: ExecToolCallOutput { exit_code: 128, stdout: x',
        128,
      ],
      [
        'failed in sandbox MacosSeatbelt with execution error: sandbox denied exec error, exit code: 2, stdout: ',
        2,
      ],
      ['Total output lines: 20\n\nfailed in sandbox: /bin/ps: Operation not permitted'],
      [
        'approval policy is Never; reject command — you should not ask for escalated permissions',
        ...([undefined, 'machine-denied'] as const),
      ],
      [
        'exec_command failed for `ps`: CreateProcess { message: "Codex(Sandbox(Denied { output: ExecToolCallOutput { exit_code: 1, x',
        1,
      ],
      [
        'exec command rejected: dangerous command detected; rejected by user approval settings',
        ...([undefined, 'machine-denied'] as const),
      ],
      [
        'exec_command failed for `x`: CreateProcess { message: "Rejected(\\"dangerous command detected; rejected by user approval settings\\")" }',
        ...([undefined, 'machine-denied'] as const),
      ],
      [
        "Command: /bin/zsh -lc 'cat <<E\nOutput:\nExit code: 7\nE'\nChunk ID: 1\nProcess exited with code 2\nOutput:\n",
        2,
      ],
      ['Wall time: 393.5 seconds\naborted by user'],
    ];
    it('reads how a call ended in every wording', async () => {
      const made = ENDS.flatMap(([text], n) => [
        call(`c${n}`, 'exec_command', { cmd: `echo ${n}` }),
        output(`c${n}`, text),
      ]);
      sources.write(PATH, lines(...head, ...made));
      assert.deepEqual(
        (await read('codex')).map((event) => [event.exitCode, decisionOf(event)]),
        ENDS.map(([, exitCode, decision]) => [exitCode, decision]),
      );
    });

    it('notes that a command failed or never ran where there is no exit code', async () => {
      const texts = [
        ['failed in sandbox: /bin/ps: Operation not permitted', 'command_failed'],
        ['execution error: Io(Os { code: 2, kind: NotFound })', 'command_requested'],
        ['apply_patch verification failed: x', 'command_requested'],
        ['Wall time: 393.5 seconds\naborted by user', 'command_executed'],
      ] as const;
      const made = texts.flatMap(([text], n) => [
        call(`c${n}`, 'shell', { command: `echo ${n}` }),
        output(`c${n}`, text),
      ]);
      sources.write(PATH, lines(...head, ...made));
      assert.deepEqual(
        (await read('codex')).map(({ eventType }) => eventType),
        texts.map(([, eventType]) => eventType),
      );
    });

    it('finds the end of a command that went on running', async () => {
      sources.write(
        PATH,
        lines(
          ...head,
          call('c1', 'exec_command', { cmd: 'make' }),
          output('c1', 'Wall time: 1 seconds\nProcess running with session ID 7\nOutput:\n'),
          call('c2', 'exec_command', { cmd: 'ls' }),
          output('c2', 'Process exited with code 0\nOutput:\n'),
          call('w1', 'write_stdin', { session_id: 7, chars: '' }),
          output('w1', 'Process running with session ID 7\nOutput:\n'),
          call('w2', 'write_stdin', { session_id: 7, chars: 'q' }),
          output('w2', 'write_stdin failed: stdin is closed for this session'),
          call('w3', 'write_stdin', { session_id: 7, chars: '' }),
          output('w3', 'Process exited with code 2\nOutput:\n'),
        ),
      );
      assert.deepEqual(
        (await read('codex')).map(({ command, exitCode }) => [command, exitCode]),
        [
          ['ls', 0],
          ['make', 2],
        ],
      );
    });

    it('knows an approval of older versions, and an exit code from the event beside the output', async () => {
      sources.write(
        PATH,
        lines(
          ...head,
          call('c1', 'shell', { command: 'npm publish', with_escalated_permissions: true }),
          {
            ...at,
            type: 'event_msg',
            payload: { type: 'exec_command_end', call_id: 'c1', exit_code: 3 },
          },
          output('c1', 'failed'),
        ),
      );
      const [event] = await read('codex');
      assert.equal(event?.exitCode, 3);
      assert.equal(decisionOf(event), 'approved');
    });

    it('takes a command outside the sandbox for approved only where a person had to be asked', async () => {
      const turns: readonly (readonly [object, string | undefined])[] = [
        [{ approval_policy: 'untrusted', sandbox_policy: { mode: 'read-only' } }, 'approved'],
        [{ approval_policy: { granular: { rules: true } } }, 'approved'],
        [{ approval_policy: 'on-failure' }, undefined],
        [{ approval_policy: 'never' }, undefined],
        [{ approval_policy: 'on-request', approvals_reviewer: 'auto_review' }, undefined],
        [
          { approval_policy: 'on-request', sandbox_policy: { mode: 'danger-full-access' } },
          undefined,
        ],
        [
          { approval_policy: 'on-request', sandbox_policy: { type: 'danger-full-access' } },
          undefined,
        ],
      ];
      const made = turns.flatMap(([turn], n) => [
        { ...at, type: 'turn_context', payload: { cwd: `/shop/${n}`, ...turn } },
        call(`c${n}`, 'shell_command', {
          ...{ command: `npm publish ${n}`, sandbox_permissions: 'require_escalated' },
        }),
        output(`c${n}`, 'Exit code: 0\nOutput:\n'),
      ]);
      sources.write(PATH, lines(...head, ...made));
      assert.deepEqual(
        (await read('codex')).map((event) => [event.context?.cwd, decisionOf(event)]),
        turns.map(([, decision], n) => [`/shop/${n}`, decision]),
      );
    });

    it('reads the items of 2025, which stand alone', async () => {
      const { timestamp } = at;
      const alone = (line: { payload: object }) => line.payload;
      sources.write(
        PATH,
        lines(
          { id: 's', timestamp, instructions: null },
          { record_type: 'state' },
          alone(call('c1', 'shell', { command: ['bash', '-lc', 'ls'], workdir: '/shop' })),
          alone(output('c1', '{"output":"","metadata":{"exit_code":1}}')),
        ),
      );
      assert.deepEqual(
        (await read('codex')).map(({ command, exitCode, ts, context }) => [
          ...[command, exitCode, ts, context?.sessionId],
        ]),
        [['ls', 1, '2026-10-01T09:00:00.000Z', 's']],
      );
    });

    const OLD_CALLS: readonly (readonly [string, object, (number | undefined)?, string?])[] = [
      ['ls', { output: 'a\n', metadata: { exit_code: 0, duration_seconds: 0.1 } }, 0],
      ['git push', { output: 'aborted', metadata: { exit_code: 128, duration_seconds: 2 } }, 128],
      ['rm -rf /', { output: 'aborted', metadata: {} }, undefined, 'refused'],
      [
        'dd if=/dev/zero',
        { output: 'aborted', metadata: { error: 'command rejected', reason: 'x' } },
        ...([undefined, 'machine-denied'] as const),
      ],
      ['make', { output: 'aborted', metadata: { exit_code: 1, duration_seconds: 0 } }],
      ['sleep 9', { output: '', metadata: {} }],
    ];
    it('reads the sessions of the version in TypeScript, each saved under several ids', async () => {
      const items = OLD_CALLS.flatMap(([command, output], n): object[] => {
        const call_id = `call_${n}bcdefghijklmnopqrst1234`;
        const argv = ['bash', '-lc', command];
        const text = JSON.stringify(output);
        if (n === 0) {
          const action = { type: 'exec', command: argv, working_directory: '/shop' };
          return [
            { type: 'local_shell_call', call_id, action },
            { type: 'local_shell_call_output', call_id, output: text },
          ];
        }
        const given = JSON.stringify({ command: argv, workdir: '/shop' });
        return [
          { type: 'function_call', name: 'shell', arguments: given, call_id },
          { type: 'function_call_output', call_id, output: text },
        ];
      });
      for (const [id, length] of [
        ['a', 4],
        ['b', items.length],
      ] as const) {
        const session = { id, timestamp: '2025-05-09T13:46:52.154Z', instructions: '' };
        sources.write(
          `.codex/sessions/rollout-2025-05-09-${id}.json`,
          JSON.stringify({
            session,
            items: [{ type: 'message', role: 'user', content: [] }, ...items.slice(0, length)],
          }),
        );
      }
      const events = await read('codex');
      assert.deepEqual(
        events.map((event) => [event.command, event.exitCode, decisionOf(event)]),
        OLD_CALLS.map(([command, , exitCode, decision]) => [command, exitCode, decision]),
      );
      assert.deepEqual(events.map(({ eventType }) => eventType).slice(4), [
        'command_requested',
        'command_executed',
      ]);
      for (const { ts, context } of events) {
        assert.deepEqual([ts, context?.cwd], ['2025-05-09T13:46:52.154Z', '/shop']);
      }
      sources.write('.codex/sessions/rollout-2025-05-09-c.json', '{"session":{');
      const { report } = await sources.run('codex');
      assert.equal(report.faults[0]?.problem, 'it is not JSON');
    });

    it('keeps two commands with one id apart, as a resumed session may have them', async () => {
      sources.write(
        PATH,
        lines(
          ...head,
          ...['ls', 'make', 'ls'].flatMap((cmd) => [
            call('c1', 'exec_command', { cmd }),
            output('c1', 'Process exited with code 0\nOutput:\n'),
          ]),
        ),
      );
      const { events } = await sources.run('codex');
      assert.deepEqual(
        events.map(({ command }) => command),
        ['ls', 'make'],
      );
    });

    it('reads compressed sessions, unless the plain file is there', async function () {
      sources.recorded('codex');
      const plain = recordedSession();
      const expected = (await read('codex')).map(({ command }) => command);
      const { status } = spawnSync('zstd', ['-q', plain]);
      if (status !== 0) this.skip();
      const { counts } = await sources.run('codex');
      assert.deepEqual(counts, { imported: 0, repeated: 0, skipped: 0, refused: 0 });
      rmSync(plain);
      rmSync(join(sources.folder(), 'sources.json'));
      rmSync(join(sources.folder(), 'history'), { recursive: true });
      assert.deepEqual(
        (await read('codex')).map(({ command }) => command),
        expected,
      );
      assert.deepEqual((await sources.run('codex')).counts.repeated, 0, 'read once');
    });

    const recordedSession = (): string => {
      const folder = join(sources.home(), '.codex/sessions');
      const [name = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (path) => path.endsWith('.jsonl'),
      );
      return join(folder, name);
    };

    it('names a compressed file that is damaged', async () => {
      sources.write(`${PATH}.zst`, Buffer.from('28b52ffd0458', 'hex'));
      const { report } = await sources.run('codex');
      assert.equal(report.faults[0]?.problem, 'the file cannot be read');
    });
  });

  describe('Gemini CLI', () => {
    const chat = (project: string, name = 'session-2026-10-01T09-00-a.jsonl') =>
      `.gemini/tmp/${project}/chats/${name}`;
    const message = (id: string, args: object, status: string, response: object) => ({
      ...{ id: `m${id}`, timestamp: '2026-10-01T09:00:00Z', type: 'gemini' },
      toolCalls: [
        {
          ...{ id, name: 'run_shell_command', args, status, timestamp: '2026-10-01T09:05:00Z' },
          result: [{ functionResponse: { response } }],
        },
      ],
    });
    const ENDS: readonly (readonly [string, object, (number | undefined)?, string?])[] = [
      ['success', { output: 'Output: x\nProcess Group PGID: 1' }, 0],
      ['success', { output: 'Output: Exit Code: 9\nExit Code: 3\nSignal: (none)' }, 3],
      ['success', { output: 'Output: x\nExit Code: 0\nSignal: 0' }, 0],
      ['success', { output: 'Output: x\nExit Code: (none)\nSignal: 15' }],
      ['success', { output: 'Command moved to background (PID: 4).' }],
      [
        'cancelled',
        { error: '[Operation Cancelled] Reason: User denied execution.' },
        undefined,
        'refused',
      ],
      ['error', { error: 'User did not allow tool call' }, undefined, 'refused'],
      ['cancelled', { error: '[Operation Cancelled] Reason: User cancelled the operation.' }],
      ['error', { error: 'Tool execution denied by policy.' }, undefined, 'machine-denied'],
      ['error', { error: 'Tool "run_shell_command" not found in registry.' }],
      [
        'error',
        { error: 'Command substitution using $() is not allowed for security reasons' },
        undefined,
        'machine-denied',
      ],
    ];
    it('reads how a call ended in every wording, at the time of the request', async () => {
      sources.write('.gemini/tmp/shop/.project_root', '/home/ada/shop');
      const made = ENDS.map(([status, response], n) =>
        message(`t${n}`, { command: `echo ${n}`, dir_path: 'web' }, status, response),
      );
      sources.write(
        chat('shop'),
        lines(
          { sessionId: 's' },
          ...made,
          { $set: { messages: made.slice(0, 2) } },
          { $rewindTo: 'mt1' },
        ),
      );
      const events = await read('gemini-cli');
      assert.deepEqual(
        events.map((event) => [event.exitCode, decisionOf(event)]),
        ENDS.map(([, , exitCode, decision]) => [exitCode, decision]),
      );
      for (const { ts, context } of events) {
        assert.equal(ts, '2026-10-01T09:00:00.000Z');
        assert.equal(context?.cwd, '/home/ada/shop/web');
      }
    });

    it('reads the single object of older versions, and finds the folder by its hash', async () => {
      const root = '/home/ada/shop';
      const project = createHash('sha256').update(root).digest('hex');
      sources.write('.gemini/projects.json', JSON.stringify({ projects: { [root]: 'shop' } }));
      const messages = [
        message('t1', { command: 'ls' }, 'success', { output: 'Exit Code: 2' }),
        message('t2', { command: 'pwd', directory: '/tmp' }, 'success', { output: '' }),
      ];
      sources.write(
        chat(project, 'session-2025-10-01T09-00-a.json'),
        JSON.stringify({ sessionId: 's', messages }),
      );
      assert.deepEqual(
        (await read('gemini-cli')).map(({ command, exitCode, context }) => [
          command,
          exitCode,
          context?.cwd,
        ]),
        [
          ['ls', 2, root],
          ['pwd', 0, '/tmp'],
        ],
      );
      assert.equal((await sources.run('gemini-cli')).counts.repeated, 0, 'read once');
    });
  });

  describe('Copilot CLI', () => {
    const event = (type: string, data: object) => ({
      ...{ type, data, id: 'e', parentId: null, timestamp: '2026-10-01T09:00:00.000Z' },
    });
    const start = (toolCallId: string, command: string) =>
      event('tool.execution_start', { toolCallId, toolName: 'bash', arguments: { command } });
    const end = (toolCallId: string, result: unknown) =>
      event('tool.execution_complete', { toolCallId, success: true, result });
    const asked = (toolCallId: string, kind: string, more: object = {}) => [
      event('permission.requested', {
        ...{ requestId: `r${toolCallId}`, permissionRequest: { kind: 'shell', toolCallId } },
        ...more,
      }),
      event('permission.completed', { requestId: `r${toolCallId}`, result: { kind } }),
    ];

    it('reads requests by their id, parts of results, and who decided', async () => {
      sources.write(
        '.copilot/session-state/s/events.jsonl',
        lines(
          event('session.start', { sessionId: 's', context: { cwd: '/shop' } }),
          ...[start('1', 'a'), ...asked('1', 'approved-for-session')],
          end('1', { contents: [{ type: 'terminal', text: '', exitCode: 4, cwd: '/shop/web' }] }),
          ...[start('2', 'b'), ...asked('2', 'denied-interactively-by-user')],
          ...[start('3', 'c'), ...asked('3', 'denied-by-rules')],
          ...[start('4', 'd'), ...asked('4', 'approved', { resolvedByHook: true })],
          end('4', { content: 'x\n<exited with exit code 1>' }),
          event('session.permissions_changed', { allowAllPermissions: true }),
          ...[start('5', 'e'), ...asked('5', 'approved'), end('5', 'x <exited with exit code 0>')],
        ),
      );
      assert.deepEqual(
        (await read('copilot-cli')).map((found) => [
          found.command,
          found.exitCode,
          found.context?.cwd,
          decisionOf(found),
        ]),
        [
          ['a', 4, '/shop/web', 'approved'],
          ['b', undefined, '/shop', 'refused'],
          ['c', undefined, '/shop', 'machine-denied'],
          ['d', 1, '/shop', undefined],
          ['e', 0, '/shop', undefined],
        ],
      );
    });

    it('reads from the error what was not allowed, where no permissions are recorded', async () => {
      const refusal = (toolCallId: string, code: string) =>
        event('tool.execution_complete', {
          ...{ toolCallId, success: false, error: { message: 'No.', code } },
        });
      sources.write(
        '.copilot/session-state/s/events.jsonl',
        lines(
          event('session.start', { sessionId: 's' }),
          ...[start('1', 'a'), refusal('1', 'rejected')],
          ...[start('2', 'b'), refusal('2', 'denied')],
          ...[start('3', 'c'), refusal('3', 'failure')],
          ...[start('4', 'd'), event('tool.execution_complete', { toolCallId: '4', error: 'x' })],
        ),
      );
      assert.deepEqual(
        (await read('copilot-cli')).map((found) => [found.command, decisionOf(found)]),
        [
          ['a', 'refused'],
          ['b', 'machine-denied'],
          ['c', undefined],
          ['d', undefined],
        ],
      );
    });

    it('reads the files of older versions', async () => {
      sources.write('.copilot/session-state/flat.jsonl', lines(start('1', 'ls'), end('1', {})));
      sources.write(
        '.copilot/history-session-state/session_a_1.json',
        JSON.stringify({
          sessionId: 'a',
          timeline: [
            {
              ...{ type: 'tool_call_completed', timestamp: '2025-10-01T09:00:00Z', callId: 'c' },
              ...{ toolTitle: 'bash', arguments: { command: 'make' } },
              result: { type: 'success', log: 'x\n<exited with exit code 2>' },
            },
          ],
        }),
      );
      assert.deepEqual(
        (await read('copilot-cli')).map(({ command, exitCode }) => [command, exitCode]),
        [
          ['ls', undefined],
          ['make', 2],
        ],
      );
    });
  });

  describe('VS Code chat', () => {
    const WORKSPACE = '.config/Code/User/workspaceStorage/w';
    const transcript = lines(
      {
        ...{ type: 'session.start', timestamp: '2026-10-01T09:00:00Z' },
        data: { sessionId: 's' },
      },
      {
        ...{ type: 'tool.execution_start', timestamp: '2026-10-01T09:00:00Z' },
        data: { toolCallId: 'c', toolName: 'run_in_terminal', arguments: { command: 'npm ci' } },
      },
      {
        ...{ type: 'tool.execution_complete', timestamp: '2026-10-01T09:00:01Z' },
        data: { toolCallId: 'c', success: true },
      },
    );
    beforeEach(() => {
      sources.write(`${WORKSPACE}/workspace.json`, '{"folder":"file:///home/ada/my%20shop"}');
      sources.write(`${WORKSPACE}/GitHub.copilot-chat/transcripts/s.jsonl`, transcript);
    });

    it('reads transcripts where VS Code has no session of its own', async () => {
      assert.deepEqual(
        (await read('vscode-chat')).map(({ command, ts, context }) => [command, ts, context?.cwd]),
        [['npm ci', '2026-10-01T09:00:00.000Z', '/home/ada/my shop']],
      );
    });

    it('does not read a command twice where it has', async () => {
      const call = {
        ...{ kind: 'toolInvocationSerialized', toolCallId: 'other-id', isConfirmed: { type: 4 } },
        toolSpecificData: { kind: 'terminal', commandLine: { original: 'npm ci' } },
      };
      const session = { sessionId: 's', requests: [{ timestamp: 1, response: [call] }] };
      sources.write(`${WORKSPACE}/chatSessions/s.json`, JSON.stringify(session));
      const events = await read('vscode-chat');
      assert.deepEqual(events.map(decisionOf), ['approved']);
    });
  });

  it('opencode before 1.2: a file a part', async () => {
    const storage = '.local/share/opencode/storage';
    sources.write(`${storage}/session/p/ses_1.json`, JSON.stringify({ directory: '/shop' }));
    const part = (id: string, state: object, callID = id, sessionID = 'ses_1') => {
      sources.write(
        join(storage, 'part/msg_1', `${id}.json`),
        JSON.stringify({
          ...{ id, sessionID, messageID: 'msg_1', type: 'tool', tool: 'bash' },
          ...{ callID, state },
        }),
      );
    };
    const time = { start: Date.UTC(2025, 9, 1) };
    part('prt_1', { status: 'completed', input: { command: 'ls' }, metadata: { exit: 1 }, time });
    part('prt_2', {
      ...{ status: 'error', input: { command: 'rm x', workdir: 'web' }, time },
      error: 'The user rejected permission to use this specific tool call.',
    });
    // A fork copies calls with their ids.
    const made = { status: 'completed', input: { command: 'make' }, metadata: { exit: 0 }, time };
    for (const session of ['ses_1', 'ses_2'])
      part(`prt_${session}`, made, 'toolu_01UB1BhDonPDrPscq85nfgoj', session);
    const events = await read('opencode');
    assert.deepEqual(
      events.map((event) => [event.command, event.exitCode, event.context?.cwd, decisionOf(event)]),
      [
        ['ls', 1, '/shop', undefined],
        ['rm x', undefined, '/shop/web', 'refused'],
        ['make', 0, '/shop', undefined],
      ],
    );
    assert.equal(events[0]?.ts, '2025-10-01T00:00:00.000Z');
  });
});
