import assert from 'node:assert/strict';
import type { PolicyDiff } from '../../../../src/core/diff';
import { backtestRules } from '../../../../src/ml/rules/backtest';
import { labelled } from '../../../support/commands';
import { forcedPushes, ordinary, ruleInForce, suggest } from '../../../support/suggesting';

const NAMES = 'alder birch cedar elm fir hazel larch maple oak pine rowan willow'.split(' ');
const plainPushes = NAMES.map((name) => labelled(`git push origin ${name}`, 'safe'));

/** The diff that removes a rule. */
function removing(diffs: readonly PolicyDiff[], id: string): PolicyDiff | undefined {
  const found = diffs.filter(({ remove }) => remove.includes(id));
  assert.ok(found.length <= 1);
  return found[0];
}

function allowed(diffs: readonly PolicyDiff[]): readonly string[] {
  return diffs.flatMap((diff) =>
    diff.add.filter(({ effect }) => effect === 'allow').map(({ pattern }) => pattern),
  );
}

describe('contradictedRules', () => {
  it('proposes to narrow a rule to the part that labels confirm', () => {
    const rules = [ruleInForce('git push', 'deny', 'broad')];
    const diff = removing(suggest([...forcedPushes, ...plainPushes], { rules }).diffs, 'broad');
    assert.deepEqual(diff?.remove, ['broad']);
    assert.match(
      String(diff.meta['note']),
      /^Narrow: it stops 12 different safe commands and 4 unsafe ones\.$/,
    );
    assert.equal(diff.add.length, 1);
    const run = backtestRules(diff.add);
    for (const { command } of forcedPushes) {
      assert.equal(run.judge(labelled(command, 'unsafe')).verdict, 'ask');
    }
    for (const { command } of plainPushes) {
      assert.equal(run.judge(labelled(command, 'safe')).verdict, 'none');
    }
  });

  it('does not narrow to rules that stop other unsafe commands', () => {
    const rules = [ruleInForce('push origin|push --force origin web', 'deny', 'other')];
    const removal = removing(suggest([...forcedPushes, ...plainPushes], { rules }).diffs, 'other');
    assert.match(String(removal?.meta['note']), /^Remove: it stops 12 .* and 1 unsafe/);
    assert.deepEqual(removal?.add, []);
  });

  it('proposes to remove a rule that stops only safe commands', () => {
    const rules = [ruleInForce('\\b(?:git|ls|npm|make)\\b', 'deny', 'broad')];
    const diff = removing(suggest(ordinary, { rules }).diffs, 'broad');
    assert.equal(
      diff?.meta['note'],
      'Remove: it stops 5 different safe commands and 0 unsafe ones.',
    );
    assert.deepEqual(diff.add, []);
  });

  it('describes what a shadow rule would do', () => {
    const rule = {
      ...ruleInForce('\\b(?:git|ls|npm|make)\\b', 'deny', 'broad'),
      mode: 'shadow' as const,
    };
    assert.equal(
      removing(suggest(ordinary, { rules: [rule] }).diffs, 'broad')?.meta['note'],
      'Remove: it would stop 5 different safe commands and 0 unsafe ones.',
    );
  });

  it('keeps a correct rule, and one that only two safe commands contradict', () => {
    const rules = [
      ruleInForce('git push --force', 'deny', 'right'),
      ruleInForce('^(?:ls|make) ', 'deny', 'doubted'),
    ];
    const { diffs } = suggest([...forcedPushes, ...plainPushes, ...ordinary], { rules });
    assert.deepEqual(
      diffs.flatMap(({ remove }) => remove),
      [],
    );
  });

  it('proposes to remove only an allow rule that allows unsafe commands', () => {
    const rules = [ruleInForce('git push', 'allow', 'lax'), ruleInForce('ls -la', 'allow', 'fine')];
    const { diffs } = suggest([...forcedPushes, ...ordinary], { rules });
    assert.equal(
      removing(diffs, 'lax')?.meta['note'],
      'Remove: it allows 4 different commands that are labelled unsafe.',
    );
    assert.equal(removing(diffs, 'fine'), undefined);
  });
});

describe('allowProposals', () => {
  const often = labelled('git log --oneline', 'safe', 20);

  it('allows exactly the commands that were safe many times, and none that run others', () => {
    const { diffs } = suggest([
      ...forcedPushes,
      ...ordinary,
      often,
      labelled('git log --stat', 'safe', 19),
      labelled('bash run.sh', 'safe', 40),
      labelled('git diff > out', 'safe', 40),
      // Another value of the secret would be another command.
      labelled('git fetch https://x:[secret:password]@h', 'safe', 40),
    ]);
    assert.deepEqual(allowed(diffs), ['^(?:git log --oneline)$']);
    const [diff] = diffs.filter(({ add }) => add[0]?.effect === 'allow');
    assert.equal(diff?.add[0]?.reason, 'Exactly this command ran 20 times, always safe.');
  });

  it('does not allow commands that a rule already matches', () => {
    const rules = [ruleInForce('git log.*', 'allow'), ruleInForce('git log', 'deny')];
    for (const rule of rules) {
      assert.deepEqual(allowed(suggest([...ordinary, often], { rules: [rule] }).diffs), []);
    }
  });

  it('allows no command that was also unsafe', () => {
    const history = [...ordinary, often, { ...often, label: 'unsafe' as const, count: 1 }];
    assert.deepEqual(allowed(suggest(history).diffs), []);
  });
});
