import assert from 'node:assert/strict';
import type { Effect } from '../../../../src/core/rule';
import { checkPattern } from '../../../../src/matcher/dialect';
import { createMatcher } from '../../../../src/matcher/matcher';
import {
  ladder,
  MAX_RUNG_PATTERN,
  type Rung,
  type RungReach,
} from '../../../../src/ml/rules/ladder';
import { starterRules } from '../../../../src/ml/rules/starter/starterCategories';
import { commandViews } from '../../../../src/shell/views';

describe('the ladder', () => {
  const rungOf = (command: string, reach: RungReach, effect: Effect = 'deny'): Rung => {
    const found = ladder(command, effect).find((one) => one.reach === reach);
    assert.ok(found, `${command}: no rung ${reach}`);
    return found;
  };
  const decides = ({ rules }: Rung, command: string): boolean => {
    const numbered = rules.map(({ pattern, effect }, at) => ({ id: `${at}`, pattern, effect }));
    return createMatcher(numbered).matchViews(commandViews(command)).hits.length > 0;
  };
  const expectDecides = (rung: Rung, yes: readonly string[], no: readonly string[]): void => {
    for (const command of yes) assert.ok(decides(rung, command), `${rung.text} misses: ${command}`);
    for (const command of no) assert.ok(!decides(rung, command), `${rung.text} hits: ${command}`);
  };
  const FORCE = 'git push --force origin main';

  it('matches any value of a secret that was removed from the command, unless it allows', () => {
    const command = 'mysql -u root -p[secret:password] shop';
    const exact = rungOf(command, 'command');
    assert.deepEqual(
      exact.rules.map(({ pattern }) => pattern),
      ['^mysql -p=\\S+ -u=root shop$'],
    );
    assert.match(exact.text, /\[secret:password\]/);
    expectDecides(
      exact,
      [command, 'mysql -u root -phunter2 shop', "mysql -u root -p'a;b' shop"],
      ['mysql -u root shop', 'mysql -u root -phunter2 other'],
    );
    const reaches = ladder(command, 'allow').map(({ reach }) => reach);
    assert.deepEqual(reaches, ['program']);
  });

  it('names the options of an unknown program as the history shows them', () => {
    const { text, rules } = rungOf('tool -x[secret:password] go', 'options');
    assert.equal(text, '`tool` with `-x[secret:password]`');
    assert.equal(rules[0]?.title, 'Runs `tool` with `-x[secret:password]`');
  });

  it('puts the program at a position first, also after a removed secret', () => {
    const command = 'curl -u a:[secret:password] x && rm -r b';
    const [first] = ladder(command, 'deny', command.indexOf('rm'));
    assert.equal(first?.rules[0]?.pattern, '^rm -r b$');
  });

  it('has a rung for options of which one has a value', () => {
    const rung = rungOf('mysql -u root -v shop', 'options');
    expectDecides(
      rung,
      ['mysql -u sam -v x', "mysql -u 'a b' --force -v", 'mysql -v -u root'],
      ['mysql -u root'],
    );
  });

  it('leads from the command to its sub-command with these options and to the program', () => {
    assert.deepEqual(
      ladder(FORCE, 'deny').map(({ reach, rules }) => [reach, rules.map(({ pattern }) => pattern)]),
      [
        ['command', ['^git push -f origin main$']],
        ['options', ['^git push (?:[^|]* )?-f(?:[ =]|$)']],
        ['program', ['^git(?: |$)']],
      ],
    );
  });

  it('stops the command in every spelling, and no similar ones', () => {
    const spellings = [
      FORCE,
      'git push -f origin main',
      'git push origin main -f',
      'sudo git push -f origin main',
      "bash -c 'git push --force origin main'",
      'cd x && git "push" -f origin main',
    ];
    const neighbours = [
      'git push origin main',
      'git push -f origin other',
      'git commit -m "git push -f"',
    ];
    expectDecides(rungOf(FORCE, 'command'), spellings, neighbours);
    expectDecides(
      rungOf(FORCE, 'options'),
      [...spellings, 'git push -f origin other', 'git push -u --force origin x'],
      [
        'git push origin main',
        'git push -x',
        'git fetch -f origin',
        'git push --force-with-lease',
        'echo git push -f',
      ],
    );
    expectDecides(
      rungOf(FORCE, 'program'),
      [...spellings, 'git status'],
      ['gitk', 'echo git', 'git-lfs pull'],
    );
  });

  it('matches the target of the command, and no other of its class', () => {
    expectDecides(
      rungOf('rm -rf ~/work', 'command'),
      ['rm -rf ~/work', 'rm -r -f ~/work', 'rm --recursive --force ~/work', 'sudo rm -fr ~/work'],
      ['rm -rf ~/other', 'rm -rf ~/work/x', 'rm -r ~/work', 'rm -rf ~/workshop'],
    );
  });

  it('escapes special characters of the dialect', () => {
    const odd = 'tool.x+ "a[b](c)*" {d} ^e$ \\| f?';
    expectDecides(
      rungOf(odd, 'command'),
      [odd],
      ['toolyx+ "a[b](c)*" {d} ^e$ \\| f?', 'tool.x+ ab'],
    );
  });

  it('offers each program of a command, starting with the one at the position', () => {
    const chain = 'npm test && git push -f';
    const texts = ladder(chain, 'deny', chain.indexOf('git')).map(({ text }) => text);
    assert.match(texts[0] ?? '', /git push/);
    assert.ok(texts.some((text) => text.includes('npm')));
  });

  it('has a text of its own for each rung of a command without options', () => {
    const textsOf = (effect: 'allow' | 'deny') =>
      ladder('mix precommit', effect).map(({ text }) => text);
    assert.deepEqual(textsOf('allow'), [
      ...['`mix precommit`', '`mix precommit` without options', '`mix`, whatever its arguments'],
    ]);
    assert.deepEqual(textsOf('deny'), [
      '`mix precommit`',
      '`mix precommit`, whatever its arguments',
      '`mix`, whatever its arguments',
    ]);
  });

  it('allows the same options with other operands, and nothing else', () => {
    const allow = rungOf('npm run build', 'options', 'allow');
    expectDecides(
      allow,
      ['npm run build', 'npm run build x y'],
      [
        'npm run build --force',
        'npm run test',
        'npm run build > ~/.bashrc',
        'npm run build && rm x',
        'npm run $(rm x)',
        'npm install x',
      ],
    );
    expectDecides(
      rungOf('ls a', 'program', 'allow'),
      ['ls -la b', 'ls'],
      ['ls > x', 'ls | sh', 'lsof'],
    );
    expectDecides(
      rungOf('ls a | wc -l', 'command', 'allow'),
      ['ls a | wc -l'],
      ['ls a | sh', 'ls b | wc -l'],
    );
  });

  it('never allows a program that runs others with any arguments', () => {
    for (const command of [
      'sudo ls',
      'bash -c ls',
      'rm -rf x',
      'find . -name y',
      'ls && python3 x.py',
    ]) {
      assert.deepEqual(
        ladder(command, 'allow').map(({ reach }) => reach),
        ['command'],
        command,
      );
    }
  });

  it('omits rungs that require a long pattern', () => {
    const long = `cp ${'x'.repeat(300)} y`;
    assert.deepEqual(
      ladder(long, 'deny').map(({ reach }) => reach),
      ['program'],
    );
    assert.deepEqual(ladder('', 'deny'), []);
  });

  it('has valid, short rungs that match their own command, for commands of every starter rule', () => {
    const commands = starterRules().flatMap(({ match, not_match }) => [
      match[0] ?? '',
      not_match[0] ?? '',
    ]);
    let rungs = 0;
    for (const command of commands) {
      for (const rung of ladder(command, 'deny')) {
        rungs += 1;
        assert.ok(decides(rung, command), `${command}: ${rung.text}`);
        for (const { pattern } of rung.rules) {
          assert.ok(pattern.length <= MAX_RUNG_PATTERN);
          assert.equal(checkPattern(pattern), undefined, pattern);
        }
      }
    }
    assert.ok(rungs > commands.length, `${rungs} rungs of ${commands.length} commands`);
  });
});
