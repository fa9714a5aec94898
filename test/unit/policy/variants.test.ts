import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Rule } from '../../../src/core/rule';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { evaluate, type EvaluateOptions } from '../../../src/policy/evaluate';
import { explain } from '../../../src/policy/explain';
import { MAX_VARIANTS, variantsOf, type Variant } from '../../../src/policy/variants';
import { aRule } from '../../support/aRule';

const compiled = (rules: readonly Rule[]) => compilePolicy({ rules, version: 'v1', seq: 1 });

function variants(
  rules: readonly Rule[],
  command: string,
  options: EvaluateOptions = {},
): readonly Variant[] {
  const policy = compiled(rules);
  return [...variantsOf(policy, explain(policy, command, options), options)];
}

/** The changes, each with the resulting decision. */
function outcomes(...asked: Parameters<typeof variants>): readonly string[] {
  return variants(...asked).map(({ change, command, verdict: { decision } }) =>
    change.type === 'part' ? `${command}: ${decision}` : `${change.type}: ${decision}`,
  );
}

describe('the variants of a verdict', () => {
  const noForce = aRule({
    pattern: '^git push .*--force|^git push -f',
    instead: 'Use `git push --force-with-lease` after `git` has fetched.',
  });

  it('omit the rule, use its alternative, and omit each option and operand', () => {
    assert.deepEqual(outcomes([noForce], 'git push --force origin main'), [
      'withoutRules: none',
      'instead: deny',
      'git push origin main: none',
      'git push --force main: deny',
      'git push --force origin: deny',
    ]);
  });

  it('omit each of several deciding rules, and all of them', () => {
    const rules = [noForce, aRule({ pattern: '^git push .*main' })];
    const found = variants(rules, 'git push -f main').filter(
      ({ change }) => change.type === 'withoutRules',
    );
    assert.deepEqual(
      found.map(({ change, verdict }) => [
        change.type === 'withoutRules' ? change.rules.length : 0,
        verdict.decision,
      ]),
      [
        [1, 'deny'],
        [1, 'deny'],
        [2, 'none'],
      ],
    );
  });

  it('show the decision of a weaker rule without the stronger one', () => {
    const rules = [noForce, aRule({ pattern: '^git push', effect: 'ask' })];
    assert.equal(outcomes(rules, 'git push -f main')[0], 'withoutRules: ask');
  });

  it('enforce a shadow rule', () => {
    const rules = [aRule({ pattern: '^make', mode: 'shadow' })];
    assert.deepEqual(outcomes(rules, 'make all'), ['enforced: deny']);
  });

  it('omit parts that no rule allows', () => {
    const rules = [aRule({ pattern: '^ls$', effect: 'allow' })];
    assert.ok(outcomes(rules, 'ls && make').includes('ls: allow'));
  });

  it('omit only parts of the program in which the rule matched', () => {
    const found = outcomes([noForce], 'npm test --silent && git push -f');
    assert.ok(!found.some((text) => text.startsWith('npm test && ')), found.join('\n'));
    assert.ok(found.includes('npm test --silent: none'));
    assert.ok(found.includes('npm test --silent && git push: none'));
  });

  it('pause self-protection, and use other files', () => {
    const own = guardOwnFiles({ storage: '/s', guard: '/s/guard' }, { HOME: '/home/ada' });
    const found = outcomes([], 'rm ~/.claude/settings.json', { ownFiles: own });
    assert.deepEqual(found, ['paused: none', 'rm ./folder: none']);
  });

  it('do not exist for a command without matches, nor for the text of one over the limits', () => {
    assert.deepEqual(outcomes([noForce], 'ls -la'), []);
    const long = `git push -f ${'x'.repeat(20_000)}`;
    assert.ok(outcomes([noForce], long).every((text) => !text.startsWith('git push')));
  });

  it('are evaluated only on request, and limited in number', () => {
    const policy = compiled([noForce]);
    const command = `git push -f ${Array.from({ length: 90 }, (_, at) => `b${at}`).join(' ')}`;
    const explanation = explain(policy, command);
    let looks = 0;
    const count = (): number => looks;
    const watched = {
      ...policy,
      get rules() {
        looks += 1;
        return policy.rules;
      },
    };
    const found = variantsOf(watched, explanation);
    assert.equal(count(), 0);
    found.next();
    const once = count();
    assert.ok(once > 0);
    assert.equal([...found].length, MAX_VARIANTS - 1);
    assert.ok(count() > once);
  });

  it('have the verdict of an actual evaluation, for any command and rules', () => {
    const rules = [
      aRule({ id: 'force', pattern: '^git push .*-f' }),
      aRule({ id: 'recursive', pattern: '^rm .*-r.*‹(?:home|root|system)›' }),
      aRule({ id: 'rm', pattern: '^rm ', effect: 'ask' }),
      aRule({ id: 'sudo', pattern: '^sudo ', effect: 'ask' }),
      aRule({ id: 'pipe', pattern: String.raw`^curl .*\| sh`, instead: 'Use `curl -o x url`.' }),
      aRule({ id: 'write', pattern: '^> ', mode: 'shadow' }),
      aRule({ id: 'ls', pattern: '^ls', effect: 'allow' }),
      aRule({ id: 'git', pattern: '^git (?:push|status)', effect: 'allow' }),
    ];
    const own = guardOwnFiles({ storage: '/s', guard: '/s/guard' }, { HOME: '/home/ada' });
    const words =
      'rm git push status ls curl sudo sh -rf -r --force -f main ~ / /etc x ./y && ; | > out ' +
      "~/.claude/settings.json bash -c 'rm -r /' $(ls) https://x.example \n";
    const command = fc
      .array(fc.constantFrom(...words.split(' ')), { minLength: 1, maxLength: 9 })
      .map((chosen) => chosen.join(' '));
    fc.assert(
      fc.property(
        command,
        fc.subarray(rules, { minLength: 2 }),
        fc.constantFrom(undefined, '/home/ada', '/etc'),
        fc.boolean(),
        (text, some, cwd, isProtected) => {
          const options = {
            ...(cwd === undefined ? {} : { cwd }),
            ...(isProtected ? { ownFiles: own } : {}),
          };
          for (const { change, command: varied, verdict } of variants(some, text, options)) {
            const out = change.type === 'withoutRules' ? change.rules.map(({ id }) => id) : [];
            const changed = some
              .filter(({ id }) => !out.includes(id))
              .map((rule) =>
                change.type === 'enforced' && rule.id === change.rule.id
                  ? { ...rule, mode: 'enforce' as const }
                  : rule,
              );
            const { ownFiles, ...unprotected } = options;
            const expected = evaluate(
              compiled(changed),
              varied,
              change.type === 'paused' ? unprotected : { ...unprotected, ownFiles },
            );
            const { decision, reason, rules: by } = verdict;
            assert.deepEqual(
              [decision, reason, by],
              [expected.decision, expected.reason, expected.rules],
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
