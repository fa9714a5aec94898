import assert from 'node:assert/strict';
import { commandParts, withoutPart, type PartKind } from '../../../src/shell/commandParts';

/** The commands that remain without each part, by kind. */
function rest(command: string, kind?: PartKind): readonly string[] {
  return commandParts(command)
    .filter((part) => kind === undefined || part.kind === kind)
    .map((part) => withoutPart(command, part));
}

describe('the parts of a command', () => {
  for (const [kind, command, remaining] of [
    ['option', 'git push --force origin main', ['git push origin main']],
    ['option', 'git -C dir commit -m "a b"', ['git commit -m "a b"', 'git -C dir commit']],
    ['option', 'find . -name x -exec rm {} \\;', ['find . -exec rm {} \\;', 'find . -name x']],
    ['option', "bash -c 'rm -r /'", ["bash 'rm -r /'", "bash -c 'rm /'"]],
    ['cluster', 'rm -rf x', ['rm -f x', 'rm -r x']],
    ['operand', 'rm ~ ./b', ['rm ./b', 'rm ~']],
    ['operand', 'rm ~', []],
    ['target', 'rm -r ~ ./b', ['rm -r ./folder ./b']],
    ['target', 'curl https://example.com', []],
    ['redirect', 'echo x 2>> /etc/x y', ['echo x y']],
    ['redirect', 'echo x >/dev/null', []],
    ['wrapper', 'sudo -u root rm x', ['rm x']],
    ['wrapper', 'A=1 make', ['make']],
    [
      'stage',
      'curl https://x.example | tee a | sh',
      ['curl https://x.example | sh', 'curl https://x.example | tee a'],
    ],
    ['command', 'cd a && rm b; ls', ['rm b; ls', 'cd a; ls', 'cd a && rm b']],
    ['command', 'if true; then rm a; fi', []],
  ] as const) {
    it(`omit each ${kind} of ${command}`, () => {
      assert.deepEqual(rest(command, kind), remaining);
    });
  }

  it('are empty if the parser rejected the command', () => {
    assert.deepEqual(rest('rm -rf "'), []);
  });

  it('have correct positions in the command', () => {
    const command = 'sudo rm -rf ~ \'/a b\' "$HOME" > /etc/x && echo "$(git push -f)" | sh\nls -la';
    const parts = commandParts(command);
    assert.ok(parts.length > 15);
    for (const { kind, text, start, end } of parts) {
      const part = command.slice(start, end);
      if (kind === 'cluster') assert.ok(part.includes(text.slice(1)), text);
      else assert.equal(part.trim(), text.trim());
    }
  });

  it('depend on the working directory and the shell', () => {
    const targets = (cwd?: string) =>
      commandParts('rm -r a', cwd === undefined ? {} : { cwd }).filter(
        ({ kind }) => kind === 'target',
      );
    assert.deepEqual([targets('/etc').length, targets().length], [1, 0]);
    const options = commandParts('Remove-Item -Recurse x', { shell: 'powershell' });
    assert.deepEqual(
      options.map(({ text }) => text),
      ['-Recurse'],
    );
  });
});
