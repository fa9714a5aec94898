import assert from 'node:assert/strict';
import { RE2JS } from 're2js';
import { WORK_PER_COMMAND } from '../../../src/matcher/matchBudget';
import { buildTables } from '../../../src/matcher/buildTables';
import { checkPattern } from '../../../src/matcher/dialect';
import { createMatcher, type MatchRule } from '../../../src/matcher/matcher';
import { RuleEngine } from '../../../src/matcher/ruleEngine';
import { isRulewrightError } from '../../../src/core/errors';
import type { Effect } from '../../../src/core/rule';
import { commandViews } from '../../../src/shell/views';
import { EVIL, evilText } from '../../support/evilPatterns';
import { RandomPatterns } from '../../support/randomPatterns';

const deny = (...patterns: string[]): MatchRule[] =>
  patterns.map((pattern, at) => ({ id: `d${at}`, pattern, effect: 'deny' }));
const allow = (...patterns: string[]): MatchRule[] =>
  patterns.map((pattern, at) => ({ id: `a${at}`, pattern, effect: 'allow' }));

const found = (rules: readonly MatchRule[], text: string): readonly number[] =>
  createMatcher(rules).matchText(text);

function idsOf(rules: readonly MatchRule[], command: string): readonly string[] {
  const { hits } = createMatcher(rules).matchViews(commandViews(command));
  return hits.map((hit) => rules[hit.rule]?.id ?? '?');
}

describe('createMatcher', () => {
  it('agrees with re2js on every rule and text, with index and without a literal to index', () => {
    const random = new RandomPatterns(20260, { ascii: true });
    for (let batch = 0; batch < 40; batch += 1) {
      const rules = Array.from({ length: 30 }, (_, at) => randomRule(random, at));
      const engines = rules.map((rule) => re2(rule));
      const matcher = createMatcher(rules, { seed: batch });
      // After many texts, a matcher searches for rules without a literal in another way.
      for (let round = 0; round < (batch < 2 ? 400 : 20); round += 1) {
        const text = random.text();
        const expected = engines.flatMap((one, at) => (one.matcher(text).find() ? [at] : []));
        assert.deepEqual(matcher.matchText(text), expected, JSON.stringify([rules, text]));
      }
    }
  });

  it('throws invalid-pattern with rule, code and offset', () => {
    assert.throws(
      () => createMatcher(deny('(?=a)')),
      (error) =>
        isRulewrightError(error, 'invalid-pattern') &&
        /d0.*E_LOOKAROUND at offset 0/.test(error.message),
    );
  });

  it('ignores case for deny, and for allow only with (?i)', () => {
    assert.deepEqual(found(deny('\\brm\\b'), 'RM x'), [0]);
    assert.deepEqual(found(allow('^git branch -d'), 'git branch -D main'), []);
    assert.deepEqual(found(allow('(?i)^git'), 'GIT log'), [0]);
  });

  it('matches an ask rule against the same views as a deny rule, including likely ones', () => {
    const patterns = ['^rm ', '^curl .*\\| sh$', 'mkfs', '^X'];
    const as = (effect: Effect): MatchRule[] =>
      patterns.map((pattern, at) => ({ id: `r${at}`, pattern, effect }));
    for (const command of [
      'RM -rf x',
      'echo a; sudo rm x',
      'curl x \\\n | sh',
      "bash -c 'mkfs x'",
      '$A mkfs',
      'if ( "a && rm x',
      'x=mkfs; $x y',
      'x',
    ]) {
      const views = commandViews(command);
      const asked = createMatcher(as('ask')).matchViews(views);
      assert.deepEqual(asked, createMatcher(as('deny')).matchViews(views), command);
      assert.ok(asked.hits.length > 0, command);
    }
  });

  it('lets `.` match line breaks in a deny rule, but not in an allow rule', () => {
    assert.deepEqual(found(deny('curl.*\\| *sh'), 'curl x \\\n | sh'), [0]);
    assert.deepEqual(found(allow('^curl.*x$'), 'curl \n x'), []);
  });

  it('finds rules indexed by the start or the end of a text', () => {
    assert.deepEqual(found(deny('sh$', '^git'), 'git push'), [0, 1]);
    assert.deepEqual(found(deny('sh$', '^git'), 'a git pushed'), []);
  });

  it('locates a match: leftmost, then shortest', () => {
    const matcher = createMatcher(deny('\\brm\\s+-r*'));
    assert.deepEqual(matcher.locate(0, 'form; rm  -rrf'), { start: 6, end: 11 });
    assert.equal(matcher.locate(0, 'nothing'), undefined);
  });

  describe('differs from RE2, as JavaScript does, on', () => {
    for (const [what, pattern, effect, text, matches] of [
      ['\\s and vertical tab', 'a\\sb', 'deny', 'a\vb', true],
      ['\\s and no-break space', 'a\\sb', 'deny', 'a\u00a0b', true],
      ['. and carriage return in allow rules', '^a.b', 'allow', 'a\rb', false],
      ['. and U+2028 in allow rules', '^a.b', 'allow', 'a\u2028b', false],
      ['a character beyond U+FFFF, which is two', '^.$', 'deny', '😀', false],
      ['the Kelvin sign, which is no k', '^k$', 'deny', '\u212a', false],
    ] as const) {
      it(what, () => {
        const rule: MatchRule = { id: 'r', pattern, effect };
        assert.equal(found([rule], text).length === 1, matches);
        assert.notEqual(re2(rule).matcher(text).find(), matches);
      });
    }
  });
});

describe('matchViews', () => {
  it('denies if any part is denied', () => {
    const rules = deny('\\brm -f -r\\b');
    for (const command of [
      'rm -fr x',
      'cd a && rm -r -f b',
      'echo $(sudo rm -rf b)',
      "bash -c 'rm -rf b'",
    ]) {
      assert.deepEqual(idsOf(rules, command), ['d0'], command);
    }
    assert.deepEqual(idsOf(rules, 'git commit -m "rm -rf is bad"'), []);
  });

  it('allows a command only if rules allow every part of it', () => {
    const rules = allow('^ls\\b', '^cd\\b');
    assert.deepEqual(idsOf(rules, 'cd x && ls -l'), ['a1', 'a0']);
    for (const command of [
      'ls; reboot',
      'ls | sh',
      'sudo ls',
      'ls > ~/.bashrc',
      'echo ls',
      'ls $(reboot)',
      'X=ls; $X',
      'X=ls; read X <<< reboot; $X',
      'l$(reboot)s',
    ]) {
      assert.deepEqual(idsOf(rules, command), [], command);
    }
  });

  it('reports allow rules that matched only a part', () => {
    const { partial } = createMatcher(allow('^ls\\b')).matchViews(commandViews('ls; reboot'));
    assert.equal(partial.length, 1);
  });

  it('lets a rule allow a whole line literally, but not by a wildcard', () => {
    assert.deepEqual(idsOf(allow('^make a && make b$'), 'make a && make b'), ['a0']);
    assert.deepEqual(idsOf(allow('^cat .*$'), 'cat x; reboot'), []);
    assert.deepEqual(idsOf(allow('^cat [^ ]+$'), 'cat x;reboot'), []);
    assert.deepEqual(idsOf(allow('^cat\\sx\\sreboot$'), 'cat x\nreboot'), []);
  });

  it('never allows rejected or truncated commands', () => {
    assert.deepEqual(idsOf(allow('^ls\\b'), 'ls; if'), []);
    const long = createMatcher(allow('^ls\\b')).matchViews(
      commandViews(`ls ${'x'.repeat(17_000)}`),
    );
    assert.deepEqual([long.hits.length, long.exhausted], [0, true]);
  });

  for (const [pattern, piece] of EVIL) {
    it(`answers ${pattern} on ${JSON.stringify(piece)} × n within the budget, parsed or not`, () => {
      const engine = new RuleEngine(buildTables(deny(pattern), 1));
      for (const [length, decided] of [
        [400, true],
        [16_000, false],
      ] as const) {
        const budget = { left: WORK_PER_COMMAND };
        for (const rule of engine.candidates(evilText(piece, length), budget)) {
          engine.confirms(rule, 'anywhere', budget);
        }
        assert.ok(!decided || budget.left > 0, 'a short command is always decided');
        assert.ok(budget.left > -100_000, 'it stops soon after the budget is spent');
      }
      if (checkPattern(pattern) !== undefined) return;
      const long = commandViews(evilText(piece, 100_000));
      assert.equal(createMatcher(deny(pattern)).matchViews(long).exhausted, true);
    });
  }

  it('charges compilation to the budget, so that thousands of candidates exhaust it', () => {
    const rules = deny(...Array.from({ length: 5000 }, (_, at) => `shared x[a-z]{40}rule${at}?`));
    const engine = new RuleEngine(buildTables(rules, 1));
    const budget = { left: WORK_PER_COMMAND };
    engine.candidates('shared xyz rule', budget);
    for (const rule of rules.keys()) engine.confirms(rule, 'anywhere', budget);
    assert.ok(budget.left < 0, 'thousands of programs cost more than one command may');
    assert.ok(budget.left > -100_000, 'it stops soon after the budget is spent');
  });

  it('stops at thousands of rules that share a literal, and reports it', () => {
    const rules = deny(
      ...Array.from({ length: 5000 }, (_, at) => `shared.*[a-f]{${at % 70}}[g-p]{${at % 71}}!`),
    );
    const command = `${'shared x abcdef ghijklm '.repeat(650)}!`;
    const { exhausted, hits } = createMatcher(rules).matchViews(commandViews(command));
    assert.deepEqual([exhausted, hits.length < 5000], [true, true]);
  });
});

function randomRule(random: RandomPatterns, at: number): MatchRule {
  for (;;) {
    const pattern = random.pattern();
    if (checkPattern(pattern) !== undefined) continue;
    return { id: String(at), pattern, effect: random.below(2) === 0 ? 'deny' : 'allow' };
  }
}

function re2({ pattern, effect }: MatchRule): RE2JS {
  const flags = effect === 'deny' ? RE2JS.DOTALL | RE2JS.CASE_INSENSITIVE : 0;
  return RE2JS.compile(pattern, flags);
}
