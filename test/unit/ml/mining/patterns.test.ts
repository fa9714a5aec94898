import fc from 'fast-check';
import assert from 'node:assert/strict';
import { checkPattern } from '../../../../src/matcher/dialect';
import { createMatcher } from '../../../../src/matcher/matcher';
import { canonicalLines } from '../../../../src/shell/canonical';
import { commandViews } from '../../../../src/shell/views';
import { featureNames } from '../../../../src/ml/features/features';
import { lineFacts } from '../../../../src/ml/features/commandLiterals';
import { wordClass } from '../../../../src/ml/features/wordClass';
import { wordsOf } from '../../../../src/ml/dataset/viewTexts';
import {
  candidatePattern,
  candidateWords,
  type Candidate,
} from '../../../../src/ml/mining/candidate';
import { mineCandidates } from '../../../../src/ml/mining/mine';
import { madeUpHistory } from '../../../support/commands';

const WORDS = fc.constantFrom(
  'git',
  'push',
  '--force',
  '-f',
  'rm',
  '-rf',
  '/',
  '/etc/x',
  '~',
  '$HOME',
  '|',
  'sh',
  'curl',
  'https://a.b/c',
  '>',
  '/dev/sda',
  "'DROP TABLE x'",
  'of=/dev/sdb',
  'a+b',
  '+main',
  ':main',
  '777',
  '*',
);

/** All candidates with one or two literals from the facts of a command. */
function candidatesOf(command: string): readonly Candidate[] {
  const facts = canonicalLines(command).flatMap((line) => lineFacts(line));
  const commands = facts.map((own) => ({
    ...{ facts: own, isUnsafe: true, call: 0 },
    template: command,
  }));
  return mineCandidates(commands, {
    minTemplates: 1,
    maxLiterals: 2,
    keepNarrow: true,
  }).map(({ candidate }) => candidate);
}

describe('candidatePattern', () => {
  it('is within the dialect for any command', () => {
    fc.assert(
      fc.property(fc.array(WORDS, { minLength: 1, maxLength: 7 }), (words) => {
        const command = words.join(' ');
        for (const candidate of candidatesOf(command)) {
          const pattern = candidatePattern(candidate);
          assert.equal(checkPattern(pattern), undefined, pattern);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('requires no word of a secret that was removed', () => {
    const command = 'tool --key=[secret:github-token] -p[secret:password] [secret:password]-x go';
    const texts = canonicalLines(command).flatMap((line) =>
      lineFacts(line).flatMap(({ literals }) => literals.map(({ text }) => text)),
    );
    assert.ok(texts.includes('go') && texts.includes('--key') && texts.includes('-p'));
    assert.doesNotMatch(texts.join(' '), /secret|github|token|password/);
  });

  it('requires the words that the index looks up', () => {
    for (const { command } of madeUpHistory(40, 3)) {
      const texts = commandViews(command).views.map((view) => view.text);
      for (const candidate of candidatesOf(command)) {
        const matcher = createMatcher([
          { id: 'r', pattern: candidatePattern(candidate), effect: 'deny' },
        ]);
        for (const text of texts.filter((one) => matcher.matchText(one).length > 0)) {
          const words = wordsOf(text);
          assert.ok(
            candidateWords(candidate).every((word) => words.has(word)),
            text,
          );
        }
      }
    }
  });
});

describe('wordClass', () => {
  for (const [word, name] of [
    ['/', 'ROOT'],
    ['/*', 'ROOT'],
    ['~', 'HOME'],
    ['$HOME/', 'HOME'],
    ['/home/anna', 'HOME'],
    ['~/notes.txt', 'HOMEPATH'],
    ['~/.ssh/id_rsa', 'SECRET'],
    ['of=/dev/sda', 'BLOCKDEV'],
    ['/dev/null', 'DEVNULL'],
    ['/var/log/syslog', 'LOG'],
    ['/tmp/x', 'TMP'],
    ['/etc/hosts', 'SYSTEM'],
    ['https://a.b', 'URL'],
    ['777', 'WORLDWRITABLE'],
    ['u+s', 'SETID'],
    ['*.txt', 'WILDCARD'],
    ['README.md', undefined],
    ['src/app.ts', undefined],
  ] as const) {
    it(`classifies ${word} as ${name ?? 'an ordinary word'}`, () => {
      assert.equal(wordClass(word), name);
    });
  }
});

describe('lineFacts', () => {
  const classes = (command: string): readonly string[] =>
    canonicalLines(command)
      .flatMap((line) => lineFacts(line))
      .flatMap(({ literals }) => literals.filter(({ kind }) => kind === 'class'))
      .map(({ text }) => text);

  it('recognizes file modes only for programs that set them', () => {
    assert.deepEqual(classes('chmod 4755 app'), ['SETID']);
    assert.deepEqual(classes('sudo chmod 777 app'), ['WORLDWRITABLE']);
    assert.deepEqual(classes('nc -l 4444'), []);
    assert.deepEqual(classes('nc -l 777'), []);
  });
});

describe('featureNames', () => {
  const names = (command: string): readonly string[] => featureNames(command);

  it('ignores wrappers and the spelling of flags', () => {
    assert.deepEqual(names('nohup /usr/bin/rm -fr build'), names('rm -r -f build'));
  });

  it('ignores quoted data', () => {
    assert.ok(!names('git commit -m "rm -rf /"').some((name) => /\brm\b/.test(name)));
    assert.ok(!names('echo "git push --force"').some((name) => name.includes('push')));
  });

  it('detects pipes into shells, path classes and sudo', () => {
    const seen = names('curl -s https://a.b/c | sudo bash; sudo rm -rf /etc');
    for (const name of ['curl: pipe SHELL', 'rm: class SYSTEM', 'sudo rm', 'rm: flag -r']) {
      assert.ok(seen.includes(name), name);
    }
  });

  it('is bounded on a hostile command', () => {
    assert.ok(names('a'.repeat(1_000_000)).length < 20);
    assert.ok(
      names(Array.from({ length: 4000 }, (_, at) => `w${at} -f${at};`).join(' ')).length < 1000,
    );
  });
});
