import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
import { stateOf, withHooks, withoutHooks } from '../../../src/hosts/hookFile';
import { shellWord } from '../../../src/core/shellQuoted';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import type { HostFiles } from '../../../src/hosts/hostFiles';

const LAUNCHER = '/home/ada/.config/Code/User/globalStorage/x.rulewright/guard/guard.sh';
/** The path of the launcher when the files of the previous version were recorded. */
const BEFORE = '/home/ada/rulewright/guard/guard.sh';
const { qwen, claude, codex, copilot, cursor, gemini, opencode } = HOST_FILES;

/** Possible content of Claude Code's settings file. */
const SETTINGS = `{
  // what I like
  "model": "opus",
  "permissions": { "deny": ["Bash(rm *)"] }, /* kept */
  "hooks": {
    "PreToolUse": [
      { "matcher": "Edit", "hooks": [{ "type": "command", "command": "lint.sh" }] },
    ],
    "Stop": []
  }
}
`;

const json = (text: string | undefined): unknown => (text === undefined ? undefined : parse(text));

describe('hook files', () => {
  for (const [name, host] of Object.entries<HostFiles>(HOST_FILES)) {
    it(`of ${name} are connected after hooks were added, and unchanged after they were removed`, () => {
      const text = withHooks(undefined, host, LAUNCHER);
      assert.equal(stateOf(text, host, LAUNCHER), 'connected');
      assert.equal(stateOf('{}', host, LAUNCHER), 'disconnected');
      if (host.program === undefined) assert.deepEqual(JSON.parse(text), json(text));
      const left = withoutHooks(text, host, LAUNCHER);
      assert.deepEqual(json(left), host.isDedicated ? undefined : host.root);
    });

    it(`of ${name} contain each hook once, even if connected repeatedly`, () => {
      const once = withHooks(undefined, host, LAUNCHER);
      assert.equal(withHooks(once, host, LAUNCHER), once);
    });

    if (host.earlier.length === 0) continue;
    it(`of ${name} written by the previous version can be updated, and are distinguished from changed ones`, () => {
      const before = readFileSync(`test/fixtures/hooks/installed-before/${name}.json`, 'utf8');
      for (const launcher of [BEFORE, "/Users/ada/Application Support/it's/guard.sh"]) {
        const quoted = JSON.stringify(shellWord(launcher)).slice(1, -1);
        const text = before.replaceAll(BEFORE, () => quoted);
        assert.equal(stateOf(text, host, launcher), 'outdated');
        assert.equal(stateOf(text.replace(': 10', ': 1'), host, launcher), 'changed');
        assert.equal(stateOf(withHooks(text, host, launcher), host, launcher), 'connected');
        assert.deepEqual(
          json(withoutHooks(text, host, launcher)),
          host.isDedicated ? undefined : host.root,
        );
      }
    });
  }

  it('keep other content, including comments, when hooks are added and removed', () => {
    const added = withHooks(SETTINGS, qwen, LAUNCHER);
    for (const kept of ['// what I like', '/* kept */', '"lint.sh"', '"Bash(rm *)"']) {
      assert.ok(added.includes(kept), kept);
    }
    assert.equal(stateOf(added, qwen, LAUNCHER), 'connected');
    const { hooks } = parse(added) as { hooks: Record<string, unknown[]> };
    assert.equal(hooks['PreToolUse']?.length, 4);
    const removed = withoutHooks(added, qwen, LAUNCHER);
    assert.deepEqual(json(removed), {
      ...(parse(SETTINGS) as object),
      hooks: {
        PreToolUse: (parse(SETTINGS) as typeof added & { hooks: { PreToolUse: unknown } }).hooks
          .PreToolUse,
      },
    });
    assert.ok(removed?.includes('// what I like'));
  });

  it('are not read or changed if the host would ignore the file', () => {
    for (const host of [claude, codex, copilot]) {
      const good = withHooks(undefined, host, LAUNCHER);
      for (const bad of [`// mine\n${good}`, good.replace(/\n\}\s*$/, ',\n}\n')]) {
        assert.throws(() => stateOf(bad, host, LAUNCHER), /ignores the file: line \d+ is not/);
        assert.throws(() => withHooks(bad, host, LAUNCHER), /ignores the file/);
      }
      const twice = good.replace('{', '{\n"a":1,"a":2,');
      if (host === codex) {
        assert.throws(() => stateOf(twice, host, LAUNCHER), /a name is repeated in line 2/);
      } else {
        assert.equal(stateOf(twice, host, LAUNCHER), 'connected');
      }
    }
  });

  it('preserve the indentation and line breaks', () => {
    const added = withHooks('{\r\n\t"a": 1\r\n}\r\n', gemini, LAUNCHER);
    assert.ok(!/[^\r]\n/.test(added));
    assert.match(added, /\r\n\t"hooks"/);
    assert.match(withHooks('{\n    "a": 1\n}\n', gemini, LAUNCHER), /\n {4}"hooks"/);
  });

  const edits: readonly [string, HostFiles, (text: string) => string][] = [
    [
      'whose time limit was changed',
      claude,
      (text) => text.replace('"timeout": 10', '"timeout": 1'),
    ],
    [
      'whose matcher was changed',
      codex,
      (text) => text.replace('"matcher": "Bash"', '"matcher": "x"'),
    ],
    ['one of which is gone', cursor, (text) => text.replace('"stop": [', '"other": [')],
    [
      'whose program was changed',
      opencode,
      (text) => text.replace('if (code !== 0) throw', 'if (code > 99) throw'),
    ],
    [
      'of a program that were changed',
      opencode,
      (text) => text.replace('"tools": "^bash$"', '"tools": "^x$"'),
    ],
    ['one of which was doubled', copilot, (text) => withHooks(text, copilot, `${LAUNCHER}x`)],
  ];
  for (const [what, host, change] of edits) {
    it(`are distinguished from valid ones, and repaired, with hooks ${what}`, () => {
      const changed = change(withHooks(undefined, host, LAUNCHER));
      assert.equal(stateOf(changed, host, LAUNCHER), 'changed');
      const mended = withHooks(changed, host, LAUNCHER);
      assert.equal(stateOf(mended, host, LAUNCHER), 'connected');
    });
  }

  it("of a program written by an earlier version can be updated, independent of the launcher's path", () => {
    const before: HostFiles = {
      ...opencode,
      program: (hooks) => `const HOOKS = ${hooks};\n// old\n`,
    };
    const now: HostFiles = {
      ...opencode,
      earlier: ['19a59bba9ac6b4ebf79c271b554805ca730e74ace01361210046db30f4971a97'],
    };
    for (const launcher of [LAUNCHER, "/Users/ada/Application Support/it's/guard.sh"]) {
      const text = withHooks(undefined, before, launcher);
      assert.equal(stateOf(text, now, launcher), 'outdated');
      assert.equal(stateOf(text, opencode, launcher), 'changed');
      assert.equal(stateOf(`${text}// more`, now, launcher), 'changed');
    }
  });

  it('keep the other hooks of a group that contains ours', () => {
    const ours = { type: 'command', command: `${LAUNCHER} --host claude pre` };
    const theirs = { type: 'command', command: 'lint.sh' };
    const text = JSON.stringify({
      hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [ours, theirs] }] },
    });
    assert.deepEqual(json(withoutHooks(text, claude, LAUNCHER)), {
      hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [theirs] }] },
    });
  });

  it('report the line that is not JSON, and other invalid formats', () => {
    const problem = (text: string): string => {
      try {
        withHooks(text, claude, LAUNCHER);
      } catch (error) {
        return String(error);
      }
      return '';
    };
    assert.match(problem('{\n  "a": 1\n  "b": 2\n}'), /line 3/);
    assert.match(problem('[]'), /not a JSON object/);
    assert.match(problem('{"hooks": []}'), /"hooks" is not an object/);
    assert.match(problem('{"hooks": {"Stop": {}}}'), /"hooks.Stop" is not a list/);
  });

  it('quote the path of a launcher with spaces and quotes', () => {
    const text = withHooks(undefined, cursor, "/Users/ada/Application Support/it's/guard.sh");
    assert.ok(
      text.includes(`'/Users/ada/Application Support/it'\\\\''s/guard.sh' --host cursor pre`),
    );
    assert.equal(
      stateOf(text, cursor, "/Users/ada/Application Support/it's/guard.sh"),
      'connected',
    );
  });
});
