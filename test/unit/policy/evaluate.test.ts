import assert from 'node:assert/strict';
import type { Rule } from '../../../src/core/rule';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import type { Verdict } from '../../../src/core/verdict';
import { evaluate, type EvaluateOptions } from '../../../src/policy/evaluate';
import { aRule } from '../../support/aRule';

function verdict(rules: readonly Rule[], command: string, options?: EvaluateOptions): Verdict {
  return evaluate(compilePolicy({ rules, version: 'v7', seq: 7 }), command, options);
}

describe('evaluate', () => {
  const noRm = aRule({ id: 'no-rm', pattern: '^rm ' });
  const status = aRule({ id: 'status', pattern: '^git status$', effect: 'allow' });
  const anything = aRule({ id: 'anything', pattern: '^.', effect: 'allow' });

  it('scores deny 0, allow 100 and no opinion 50, each with the version', () => {
    for (const [command, decision, score] of [
      ['rm x', 'deny', 0],
      ['git status', 'allow', 100],
      ['ls', 'none', 50],
    ] as const) {
      const found = verdict([noRm, status], command);
      assert.deepEqual([found.decision, found.score], [decision, score]);
      assert.equal(found.policyVersion, 'v7');
    }
  });

  it('gives a deny rule precedence over any allow rule', () => {
    const found = verdict([anything, noRm], 'git status && rm x');
    assert.equal(found.decision, 'deny');
    assert.deepEqual(found.rules, ['no-rm']);
    assert.equal(found.reason, 'A rule denies `rm x`.');
  });

  it('gives deny precedence over ask, and ask over allow', () => {
    const ask = aRule({ id: 'ask-rm', pattern: '\\brm\\b', effect: 'ask' });
    const found = verdict([anything, ask], 'make && sudo RM x');
    assert.deepEqual([found.decision, found.score, found.rules], ['ask', 50, ['ask-rm']]);
    assert.equal(found.reason, 'A rule asks about `sudo RM x`.');
    const denied = verdict([anything, ask, noRm], 'make && rm x');
    assert.deepEqual([denied.decision, denied.rules], ['deny', ['no-rm']]);
  });

  it('names the rule that asks even if the command is too long to evaluate', () => {
    const ask = aRule({ id: 'ask-rm', pattern: '^rm ', effect: 'ask' });
    const found = verdict([ask], `rm x; echo ${'a'.repeat(20_000)}`);
    assert.deepEqual([found.decision, found.rules], ['ask', ['ask-rm']]);
  });

  it('does not ask because of a shadow rule, and names it', () => {
    const shadow = aRule({ id: 'trial', pattern: '^ls', effect: 'ask', mode: 'shadow' });
    const found = verdict([shadow], 'ls');
    assert.deepEqual([found.decision, found.rules, found.shadow], ['none', [], ['trial']]);
  });

  it('allows a command only when each part of it is allowed', () => {
    const found = verdict([status], 'git status && git push');
    assert.equal(found.decision, 'none');
    assert.match(found.reason, /only parts/);
    assert.equal(verdict([status], 'git status; git status').decision, 'allow');
  });

  it('ignores case in deny rules and respects it in allow rules', () => {
    assert.equal(verdict([noRm], 'RM x').decision, 'deny');
    assert.equal(verdict([status], 'GIT STATUS').decision, 'none');
  });

  it('matches a deny rule across lines', () => {
    const rule = aRule({ pattern: 'curl.*\\| sh' });
    assert.equal(verdict([rule], 'curl x \\\n | sh').decision, 'deny');
  });

  it('is not disabled by brackets that do not nest', () => {
    const brackets = '('.repeat(49);
    for (const lead of [`# ${brackets}`, `cat > x <<'E'\n${brackets}\nE`, `echo '${brackets}'`]) {
      assert.equal(verdict([noRm], `${lead}\nrm x`).decision, 'deny', lead);
      assert.equal(verdict([noRm], `${lead}\nls`).decision, 'none', lead);
    }
  });

  it('asks if brackets are nested too deeply, and denies by what it finds', () => {
    const deep = `${'('.repeat(49)} true ${')'.repeat(49)}`;
    assert.equal(verdict([noRm, anything], `${deep}; ls`).decision, 'ask');
    assert.equal(verdict([noRm], `${deep}; rm x`).decision, 'deny');
  });

  it('denies because of parts of a rejected command', () => {
    assert.equal(verdict([noRm], 'case x in; sudo rm x; }').decision, 'deny');
    assert.equal(verdict([noRm], 'if ( "a && /bin/rm -f x').decision, 'deny');
  });

  it('does not decide by a shadow rule, and names it', () => {
    const shadow = aRule({ id: 'trial', pattern: '^ls', mode: 'shadow' });
    const found = verdict([shadow], 'ls');
    assert.equal(found.decision, 'none');
    assert.deepEqual([found.rules, found.shadow], [[], ['trial']]);
  });

  it('names a shadow allow rule only if it would have allowed the command', () => {
    const trial = aRule({ id: 'trial', pattern: '^ls$', effect: 'allow', mode: 'shadow' });
    assert.deepEqual(verdict([trial], 'ls').shadow, ['trial']);
    assert.deepEqual(verdict([trial], 'ls; make').shadow, []);
  });

  it('asks about commands that are too long to evaluate, even if everything is allowed', () => {
    const found = verdict([anything], `echo ${'a'.repeat(20_000)}`);
    assert.equal(found.decision, 'ask');
    assert.match(found.reason, /20005 characters; at most 16384/);
  });

  it('denies because of the evaluated part of a command that is too long', () => {
    assert.equal(verdict([noRm], `rm x; echo ${'a'.repeat(20_000)}`).decision, 'deny');
  });

  for (const [what, command] of [
    ['an empty command', ' \n'],
    ['a NUL byte', 'ls \0'],
    ['an unpaired surrogate', 'ls \ud83d'],
  ] as const) {
    it(`denies ${what}, or asks if configured`, () => {
      assert.equal(verdict([anything], command).decision, 'deny');
      assert.equal(verdict([anything], command, { onError: 'ask' }).decision, 'ask');
    });
  }

  it('parses PowerShell if the host says so', () => {
    const rule = aRule({ pattern: '^Remove-Item -Force -Recurse ' });
    assert.equal(verdict([rule], 'ri x -r -fo', { shell: 'powershell' }).decision, 'deny');
  });
});
