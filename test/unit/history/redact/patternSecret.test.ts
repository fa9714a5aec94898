import assert from 'node:assert/strict';
import {
  patternWithoutSecrets,
  refuseSecrets,
  secretInPattern,
} from '../../../../src/history/redact/patternSecret';
import { redact } from '../../../../src/history/redact/redact';
import { checkPattern } from '../../../../src/matcher/dialect';
import { escapedPattern } from '../../../../src/ml/rules/escapedPattern';
import { starterRules } from '../../../../src/ml/rules/starter/starterCategories';
import { makeLookAlikes } from '../../../support/redactLookAlikes';
import { makeSecrets } from '../../../support/redactShapes';

const TOKEN = `ghp_${'q7Zt'.repeat(9)}`;

describe('a secret in the pattern of a rule', () => {
  const found = (pattern: string): string | undefined => {
    const secret = secretInPattern(pattern);
    return secret && pattern.slice(secret.start, secret.end);
  };

  it('is found wherever redaction finds it in the command', () => {
    for (const { command, secret } of makeSecrets()) {
      const pattern = `^${escapedPattern(command)}$`;
      const isRedacted = redact(command) !== command;
      assert.equal(secretInPattern(pattern) !== undefined, isRedacted, pattern);
      const cleaned = patternWithoutSecrets(pattern);
      if (isRedacted) assert.ok(!cleaned.includes(escapedPattern(secret)), cleaned);
      assert.equal(patternWithoutSecrets(cleaned), cleaned);
      if (checkPattern(pattern) === undefined) assert.equal(checkPattern(cleaned), undefined);
    }
  });

  it('is not found where redaction finds none', () => {
    for (const command of makeLookAlikes()) {
      const pattern = `^${escapedPattern(command)}$`;
      assert.equal(secretInPattern(pattern) !== undefined, redact(command) !== command, pattern);
    }
  });

  it('is in no starter rule', () => {
    for (const { pattern } of starterRules()) assert.equal(found(pattern), undefined, pattern);
  });

  const SPELLED_OUT: readonly (readonly [pattern: string, secret: string])[] = [
    [TOKEN, TOKEN],
    ['--password[= ]hunter2', 'hunter2'],
    ['--password\\s+hunter2', 'hunter2'],
    ['^curl -u=sam:hunter22 x$', 'hunter22'],
    ['https://bob:geheim42@host', 'geheim42'],
    ['--token=(?:abc12345678|def12345678) x', 'abc12345678|def12345678'],
    ['(?:token|password)=abc12345', 'abc12345'],
    ['--password=a\\x62c\\.d9', 'a\\x62c\\.d9'],
    ['--password=a1b2c3 --token=tok12345678 x', 'a1b2c3 --token=tok12345678'],
  ];
  for (const [pattern, secret] of SPELLED_OUT) {
    it(`is found in ${pattern}`, () => {
      assert.equal(found(pattern), secret);
    });
  }

  for (const pattern of [
    '--password=\\S+',
    '--password\\s+\\S+',
    '--password=[^ ]+',
    '--password=.+',
    '--password=(?:[a-z]+|\\d+)',
    '--password=‹secret›',
    'https://[^:]+:[^@]+@',
    'ghp_\\w{36}',
    'AKIA[A-Z0-9]{16}',
    'PGPASSWORD=[p]ostgres psql',
    'mysqladmin (?:shutdown|password)|mongod',
    '-p \\[secret:password\\]',
    '-----BEGIN (?:RSA )?PRIVATE KEY',
  ]) {
    it(`is not in ${pattern}`, () => {
      assert.equal(found(pattern), undefined);
    });
  }

  it('is replaced by any value, also while the pattern is not valid yet', () => {
    assert.equal(
      patternWithoutSecrets('^git push https://bob:geheim42@h'),
      '^git push https://bob:\\S+@h',
    );
    assert.equal(patternWithoutSecrets(`[${TOKEN} (`), '[\\S+ (');
    assert.equal(patternWithoutSecrets(`(?:a|${TOKEN}`), '(?:a|\\S+');
    assert.equal(patternWithoutSecrets('^ls$'), '^ls$');
  });

  it('is refused with its path, its place and the cure', () => {
    refuseSecrets([{ at: 0, pattern: '--password=\\S+' }]);
    assert.throws(
      () => {
        refuseSecrets([
          { at: 0, pattern: '^ls$' },
          { at: 1, pattern: `^x ${TOKEN}` },
        ]);
      },
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'invalid-diff');
        assert.match(
          error.message,
          /add\[1\]\.pattern: .* \(at offset 3\) Write \\S\+ in its place/,
        );
        assert.doesNotMatch(error.message, /add\[0\]|ghp_/);
        return true;
      },
    );
  });
});
