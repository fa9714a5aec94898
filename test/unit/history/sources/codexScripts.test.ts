import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../../src/core/event';
import { scriptCalls } from '../../../../src/history/sources/codexScript';
import { useSources } from '../../../support/importedSources';

describe('Scripts of the code mode of Codex', () => {
  const sources = useSources();
  const PATH = '.codex/sessions/2026/10/01/rollout-2026-10-01T09-00-00-a.jsonl';
  const at = { timestamp: '2026-10-01T09:00:00Z' };
  const item = (payload: object) => ({ ...at, type: 'response_item', payload });
  const script = (id: string, input: string) =>
    item({ type: 'custom_tool_call', name: 'exec', call_id: id, input });
  const printed = (id: string, head: string, ...texts: readonly string[]) =>
    item({
      type: 'custom_tool_call_output',
      call_id: id,
      output: [`${head}\nWall time 0.2 seconds\nOutput:\n`, ...texts].map((text) => ({
        ...{ type: 'input_text', text },
      })),
    });
  const event = (payload: object) => ({ ...at, type: 'event_msg', payload });

  async function read(...lines: readonly object[]) {
    const head = [
      { ...at, type: 'session_meta', payload: { id: 's', cwd: '/shop' } },
      { ...at, type: 'turn_context', payload: { cwd: '/shop', approval_policy: 'on-request' } },
    ];
    const text = [...head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    sources.write(PATH, text);
    const { events, counts } = await sources.run('codex');
    return { skipped: counts.skipped, rows: events.map(rowOf), times: events.map(({ ts }) => ts) };
  }

  function rowOf({ command, context, exitCode, eventType, metadata = '{}' }: CommandEvent) {
    const { decision } = JSON.parse(metadata) as { decision?: string };
    return [command, context?.cwd, exitCode, decision ?? eventType];
  }

  const SCRIPTS: readonly (readonly [string, readonly string[], boolean?])[] = [
    ['await tools.exec_command({"cmd":"ls -l"});', ['ls -l']],
    [`tools . exec_command ( { yield_time_ms: 1, cmd : 'it\\'s' , } )`, ["it's"]],
    ['tools.exec_command({cmd:`a\nb`})', ['a\nb']],
    ['tools.exec_command({cmd:"\\x41\\u0042\\u{43}\\n\\t\\\\"})', ['ABC\n\t\\']],
    ['tools.exec_command({cmd:"a " + /* and */ \'b\' + `c`})', ['a bc']],
    [
      'const cmd = "ls"; let other = \'pwd\'; tools.exec_command({cmd}); tools.exec_command({cmd: other})',
      ['ls', 'pwd'],
    ],
    ['tools.shell_command({command: "make"})', ['make']],
    ['tools.exec_command({env: {cmd: "no", list: [1, "}"]}, cmd: "yes"})', ['yes']],
    ['// tools.exec_command({cmd:"no"})\n/* tools.exec_command({cmd:"no"}) */', []],
    ['text("tools.exec_command({cmd:\\"no\\"})")', []],
    ['tools.exec_command({cmd: `echo ${f}`})', [], true],
    ['tools.exec_command({cmd: list[0]})', [], true],
    ['tools.exec_command({cmd: "a" + b})', [], true],
    ['tools.exec_command(given); tools.exec_command({cmd: "ls"})', ['ls'], true],
    ['tools.exec_command({cmd: "unclosed', [], true],
    ['tools.exec_command({', [], true],
    ['tools.apply_patch("*** Begin Patch")', []],
  ];
  it('finds the commands that are written out in a script', () => {
    for (const [text, commands, hasOthers = false] of SCRIPTS) {
      const found = scriptCalls(text);
      assert.deepEqual(
        [found.calls.map(({ cmd }) => cmd), found.hasOthers],
        [commands, hasOthers],
        text,
      );
    }
  });

  it('reads long and hostile scripts in linear time', () => {
    const texts = ['tools.exec_command({', '`${', "'\\", '/*', '([{', 'a.b', '"+'];
    for (const text of texts) {
      const started = process.cpuUsage();
      scriptCalls(text.repeat(200_000));
      const { user } = process.cpuUsage(started);
      assert.ok(user < 3_000_000, `${text}: ${user} µs`);
    }
  });

  it('reads the commands of a script, and exit codes that it prints', async () => {
    const { rows } = await read(
      script('c1', 'const r = await tools.exec_command({cmd:"ls", workdir:"web"}); text(r.output)'),
      printed('c1', 'Script completed', 'README.md'),
      script('c2', 'text(await tools.exec_command({cmd:"false"}))'),
      printed('c2', 'Script completed', '{"chunk_id":"1","exit_code":1,"output":""}'),
      script('c3', '[tools.exec_command({cmd:"a"}), tools.exec_command({cmd:"b"})]'),
      printed(
        'c3',
        'Script completed',
        '[{"exit_code":2,"output":""},{"exit_code":0,"output":"x"}]',
      ),
      script('c4', 'tools.exec_command({cmd:"make"})'),
      item({
        ...{ type: 'custom_tool_call_output', call_id: 'c4' },
        output: 'Script completed\nWall time 1 seconds\nOutput:\n{"exit_code":7,"output":""}',
      }),
    );
    assert.deepEqual(rows, [
      ['ls', '/shop/web', undefined, 'command_executed'],
      ['false', '/shop', 1, 'command_failed'],
      ['a', '/shop', 2, 'command_failed'],
      ['b', '/shop', 0, 'command_executed'],
      ['make', '/shop', 7, 'command_failed'],
    ]);
  });

  it('counts a script with commands that are not known', async () => {
    const { rows, skipped } = await read(
      script('c1', 'for (const f of files) await tools.exec_command({cmd: `cat ${f}`})'),
      printed('c1', 'Script completed'),
    );
    assert.deepEqual([rows, skipped], [[], 1]);
  });

  it('follows a script that goes on running to its end', async () => {
    const { rows } = await read(
      script('c1', 'text(await tools.exec_command({cmd:"npm test"}))'),
      printed('c1', 'Script running with cell ID 28'),
      item({ type: 'function_call', name: 'wait', call_id: 'w1', arguments: '{"cell_id":"28"}' }),
      item({
        ...{ type: 'function_call_output', call_id: 'w1' },
        output: [
          { type: 'input_text', text: 'Script completed\nWall time 9 seconds\nOutput:\n' },
          { type: 'input_text', text: '{"exit_code":1,"output":"failed"}' },
        ],
      }),
    );
    assert.deepEqual(rows, [['npm test', '/shop', 1, 'command_failed']]);
  });

  it('knows refusals, and commands that a person must have approved', async () => {
    const escalated = 'cmd:"npm publish", sandbox_permissions:"require_escalated"';
    const { rows } = await read(
      script('c1', `text(await tools.exec_command({${escalated}}))`),
      printed('c1', 'Script completed', '{"exit_code":0,"output":""}'),
      script('c2', 'text(await tools.exec_command({cmd:"rm -rf /"}))'),
      printed(
        'c2',
        'Script failed',
        'Script error:\nexec_command failed for `rm -rf /`: CreateProcess { message: "Rejected(\\"rejected by user\\")" }',
      ),
      script('c3', 'tools.exec_command({cmd:"dd"}); tools.exec_command({cmd:"ls"})'),
      printed(
        'c3',
        'Script failed',
        'Script error:\n`dd` rejected: policy forbids commands starting with `dd`',
      ),
    );
    assert.deepEqual(rows, [
      ['npm publish', '/shop', 0, 'approved'],
      ['rm -rf /', '/shop', undefined, 'refused'],
      ['dd', '/shop', undefined, 'machine-denied'],
      ['ls', '/shop', undefined, 'command_executed'],
    ]);
  });

  it('trusts the commands that are recorded, as newer versions do', async () => {
    const ran = (id: string, command: string, more: object) =>
      event({
        type: 'item_completed',
        item: {
          ...{ type: 'CommandExecution', id, command: ['/bin/bash', '-lc', command] },
          ...{ cwd: 'file:///my%20shop', source: 'unified_exec_startup', ...more },
        },
        started_at_ms: Date.UTC(2026, 9, 1, 9, 0, 1),
      });
    const { rows, times } = await read(
      ran('exec-0', 'git push', { source: 'user_shell', exit_code: 0 }),
      script(
        'c1',
        'if (x) tools.exec_command({cmd:"never"}); tools.exec_command({cmd:"ls"}); tools.exec_command({cmd: y})',
      ),
      ran('exec-1', 'ls', { exit_code: 0 }),
      ran('exec-2', 'cat a', { exit_code: 1 }),
      ran('exec-3', 'curl x', {
        status: 'declined',
        aggregated_output: 'exec command rejected by user',
      }),
      ran('exec-4', 'curl y', { status: 'declined' }),
      printed('c1', 'Script completed', 'x'),
      script('c2', 'text(await tools.exec_command({cmd:"serve", yield_time_ms: 1}))'),
      printed('c2', 'Script completed', '{"session_id":7,"output":""}'),
      ran('exec-5', 'serve', { exit_code: 143 }),
      ran('exec-6', 'q', { source: 'unified_exec_interaction', exit_code: 0 }),
      event({
        ...{ type: 'exec_command_end', call_id: 'exec-7', command: ['sh', '-c', 'tail x'] },
        ...{ cwd: 'C:\\shop', exit_code: 4 },
      }),
    );
    assert.deepEqual(rows, [
      ['ls', '/my shop', 0, 'command_executed'],
      ['cat a', '/my shop', 1, 'command_failed'],
      ['curl x', '/my shop', undefined, 'refused'],
      ['curl y', '/my shop', undefined, 'machine-denied'],
      ['serve', '/my shop', 143, 'command_failed'],
      ['tail x', 'C:\\shop', 4, 'command_failed'],
    ]);
    // Requested by the script, or known by the event alone.
    assert.deepEqual(
      times.map((time) => time.slice(17, 19)),
      ['00', '01', '01', '01', '00', '00'],
    );
  });
});
