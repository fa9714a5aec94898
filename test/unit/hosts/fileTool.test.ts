import assert from 'node:assert/strict';
import { toolWrites } from '../../../src/hosts/fileTool';

const OURS = '/home/ada/.claude/settings.json';
const HARMLESS = Array.from({ length: 600 }, (_, at) => ({ path: `/work/${at}` }));

describe('the files that a tool call may write', () => {
  const paths = (tool: string, tool_input: unknown): readonly string[] =>
    (toolWrites({ tool_input }, tool, false)?.paths ?? []).map(({ path }) => path);

  for (const [where, input] of [
    ['with a member that a viewer of files has', { command: 'view', path: OURS }],
    ['after 600 others', { files: [...HARMLESS, { path: OURS }] }],
    ['in a list', { paths: ['/work/a', OURS] }],
    ['as names', { files: { [OURS]: 'x' } }],
    ['in JSON text', { arguments: JSON.stringify({ path: OURS }) }],
  ] as const) {
    it(`are found ${where}`, () => {
      assert.ok(paths('mcp__fs__write_file', input).includes(OURS));
      assert.ok(paths('Write', input).includes(OURS));
    });
  }

  it('are found at any depth', () => {
    let input: object = { path: OURS };
    for (let depth = 0; depth < 50_000; depth += 1) input = { input };
    assert.ok(paths('mcp__fs__write_file', input).includes(OURS));
  });
});
