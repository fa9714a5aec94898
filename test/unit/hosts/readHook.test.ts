import assert from 'node:assert/strict';
import type { HookHost } from '../../../src/hosts/allHooks';
import { readHook } from '../../../src/hosts/readHook';

describe('the tools of a host', () => {
  const commandOf = (
    host: HookHost,
    tool: string,
    input: Readonly<Record<string, unknown>>,
    isMcp = false,
  ) => {
    const { isShell, command } = readHook(
      { session_id: 's', tool_name: tool, tool_input: input },
      host,
      'pre',
      isMcp,
    );
    assert.equal(isShell, command !== undefined);
    return command;
  };

  it('that run commands under other names are shells', () => {
    assert.equal(commandOf('claude', 'Monitor', { command: 'rm -rf x' }), 'rm -rf x');
    assert.equal(commandOf('qwen', 'monitor', { command: 'rm -rf x' }), 'rm -rf x');
    assert.equal(commandOf('copilot', 'send_to_terminal', { id: '1', command: 'ls' }), 'ls');
    const task = { label: 'x', type: 'shell', command: 'rm', args: ['-rf', 'a b'] };
    assert.equal(commandOf('copilot', 'create_and_run_task', { task }), "rm -rf 'a b'");
    assert.equal(commandOf('vscode', 'create_and_run_task', { task }), "rm -rf 'a b'");
  });

  it('that send input to an open shell are evaluated by their input', () => {
    const typed = (input: string) => commandOf('copilot', 'write_bash', { shellId: '1', input });
    assert.equal(typed('rm -rf x{enter}'), 'rm -rf x\n');
    assert.equal(typed('{up}{enter}'), undefined);
  });

  it('of MCP servers are shells if their input has a command', () => {
    const mcp = (input: object) => commandOf('claude', 'mcp__box__run', { ...input }, true);
    assert.equal(mcp({ command: 'rm -rf x' }), 'rm -rf x');
    assert.equal(mcp({ command: 'rm', args: ['-rf', 'x'] }), 'rm -rf x');
    assert.equal(mcp({ cmd: ['rm', '-rf', 'a b'] }), "rm -rf 'a b'");
    assert.equal(mcp({ options: { shell_command: 'rm -rf x' } }), 'rm -rf x');
    assert.equal(mcp({ script: 'ls', command: 'rm x' }), 'ls\nrm x');
    assert.equal(mcp({ query: 'rm -rf x' }), undefined);
    assert.equal(mcp({ command: 'rm', args: '-rf x' }), 'rm -rf x');
    assert.equal(mcp({ program: 'rm', arguments: '["-rf","x"]' }), 'rm -rf x');
    assert.equal(mcp({ command: ['kill', '-9', 4711] }), 'kill -9 4711');
    assert.equal(mcp({ command: ['ls', '-la'] }), 'ls -la');
    assert.equal(mcp({ command: ['ls -la', 'rm -rf x'] }), 'ls -la\nrm -rf x');
    assert.equal(mcp({ commands: ['ls', 'rm -rf x'] }), 'ls\nrm -rf x');
    assert.equal(mcp({ steps: [{ command: 'ls' }, { run: { cmd: 'rm x' } }] }), 'ls\nrm x');
    assert.equal(mcp({ arguments: { command: 'rm -rf x' } }), 'rm -rf x');
    assert.equal(mcp({ arguments: '{"command":"rm -rf x"}' }), 'rm -rf x');
    assert.equal(mcp({ command: '["rm","-rf","x"]' }), 'rm -rf x');
    assert.equal(mcp({ command: '[ -f x ] && rm x' }), '[ -f x ] && rm x');
    assert.equal(mcp({ a: { b: { c: [{ d: '{"script":"rm x"}' }] } } }), 'rm x');
    assert.equal(mcp({ command: { text: 'rm x' } }), undefined);
    assert.equal(mcp({ commands: [], command: null, cmd: 7 }), undefined);
    assert.equal(commandOf('copilot', 'box-run', { command: 'rm x' }, true), 'rm x');
    assert.equal(commandOf('gemini', 'mcp_box_run', { command: 'rm x' }), 'rm x');
  });

  it('that write files are not shells', () => {
    assert.equal(commandOf('claude', 'Write', { file_path: 'a', content: 'rm x' }), undefined);
    assert.equal(commandOf('claude', 'TaskTool', { command: 'rm x' }), undefined);
  });

  it('of MCP servers may have an object, a list or JSON text of any size as input', () => {
    const input = (tool_input: unknown) =>
      readHook({ tool_name: 'mcp__box__run', tool_input }, 'claude', 'pre', true).command;
    assert.equal(input([{ command: 'rm x' }]), 'rm x');
    assert.equal(input('{"command":"rm x"}'), 'rm x');
    assert.equal(input('rm x'), undefined);
    let deep: object = { command: 'rm x' };
    for (let depth = 0; depth < 50_000; depth += 1) deep = { deep };
    assert.equal(input(deep), 'rm x');
    const rows = Array.from({ length: 1_000_000 }, () => 1);
    assert.equal(input({ rows }), undefined);
    assert.equal(input({ rows, command: 'rm x' }), 'rm x');
    const texts = Array.from({ length: 20_000 }, () => 'a');
    assert.equal(input([texts, [{ texts }, { command: ['rm', 'x'] }]]), 'rm x');
  });

  it("of Cursor's MCP servers: the command of the server itself is ignored", () => {
    const raw = {
      hook_event_name: 'beforeMCPExecution',
      tool_name: 'run',
      tool_input: '{"command":"rm x"}',
      command: 'npx server',
    };
    assert.equal(readHook(raw, 'cursor', 'pre', true).command, 'rm x');
    const none = { ...raw, tool_input: '{"query":"x"}' };
    assert.equal(readHook(none, 'cursor', 'pre', true).isShell, false);
  });
});
