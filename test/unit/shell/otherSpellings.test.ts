import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { otherSpellings } from '../../../src/shell/otherSpellings';
import { useTempFolder } from '../../support/tempFolder';

describe('other spellings of a command', () => {
  const folder = useTempFolder();
  /**
   * The programs and words that bash runs for a command, with each relevant program replaced by one that prints its
   * words.
   */
  const called = (command: string): readonly string[] => {
    const bin = join(folder(), 'bin');
    const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: '/home/nobody' };
    const out = execFileSync('bash', ['-c', command], { cwd: folder(), env, encoding: 'utf8' });
    return out.split('\n').filter((line) => line !== '');
  };
  beforeEach(() => {
    const stub = (name: string, text: string): void => {
      const path = join(folder(), 'bin', name);
      writeFileSync(path, `#!/bin/bash\n${text}\n`);
      chmodSync(path, 0o755);
    };
    mkdirSync(join(folder(), 'bin'));
    for (const name of ['rm', 'git', 'cat']) {
      stub(name, `printf '%s\\n' ${name} "$@" | tr '\\n' ' '; echo`);
    }
    stub('sudo', 'exec "$@"');
  });
  /** Options with one name and in one order. */
  const sameOptions = (call: string): string => {
    const words = call
      .trim()
      .replace(/--r\w+/, '-r')
      .replace(/--f\w+/, '-f')
      .split(' ')
      .flatMap((word) =>
        /^-[a-z]{2,}$/.test(word) ? Array.from(word.slice(1), (letter) => `-${letter}`) : [word],
      );
    const options = words.filter((word) => word.startsWith('-') && word !== '-v').sort();
    return [...words.filter((word) => !word.startsWith('-')), ...options].join(' ');
  };

  const COMMANDS = [
    'rm -rf ~/made',
    'rm -r "a b" --force',
    'git push --force origin main',
    'cat /no/such',
    'cat a | cat b',
    'cat a # why',
  ];
  for (const command of COMMANDS) {
    it(`of \`${command}\` run the same in bash`, () => {
      // Programs with a path are the real ones, and other paths are other words.
      const spellings = otherSpellings(command).filter(
        (text) => !/\/bin\/\w+ |^cd [~/]|\/\/|\/\.{1,2}\//.test(text),
      );
      assert.ok(spellings.length > 4, String(spellings.length));
      const own = called(command).map(sameOptions);
      for (const spelling of spellings) {
        const calls = called(spelling).map(sameOptions);
        assert.deepEqual(calls, own, spelling);
      }
    }).timeout(30_000);
  }

  it('include every kind that people and agents use', () => {
    const texts = new Set(otherSpellings('rm -rf /etc/x'));
    for (const text of [
      'rm -fr /etc/x',
      'rm -r -f /etc/x',
      'rm --recursive --force /etc/x',
      'rm /etc/x -rf',
      "'rm' -rf /etc/x",
      'rm "-rf" "/etc/x"',
      '/bin/rm -rf /etc/x',
      'sudo rm -rf /etc/x',
      'env rm -rf /etc/x',
      "bash -c 'rm -rf /etc/x'",
      "bash <<< 'rm -rf /etc/x'",
      'echo /etc/x | xargs rm -rf',
      'find . -maxdepth 0 -exec rm -rf /etc/x \\;',
      'cd /etc/ && rm -rf x',
      'x=/etc/x; rm -rf "$x"',
      'p=rm; $p -rf /etc/x',
    ]) {
      assert.ok(texts.has(text), text);
    }
    assert.equal(texts.has('rm -rf /etc/x'), false);
  });

  it('do not change options that have values or are unknown', () => {
    for (const command of ['git commit -m x -n', 'unheard-of -ab -c x']) {
      const moved = otherSpellings(command).filter((text) =>
        /^(?:git commit|unheard-of) [^'"]*$/.test(text),
      );
      assert.deepEqual(moved, [], command);
    }
  });

  it('do not run shell builtins through other programs', () => {
    const texts = otherSpellings('export A=b');
    assert.deepEqual(
      texts.filter((text) => /sudo|env|xargs|find|bin/.test(text)),
      [],
    );
    assert.ok(texts.includes("bash -c 'export A=b'"));
  });

  it('are empty for invalid commands', () => {
    assert.deepEqual(otherSpellings('  '), []);
    assert.deepEqual(otherSpellings('echo "open'), []);
  });
});
