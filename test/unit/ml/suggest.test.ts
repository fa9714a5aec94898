import assert from 'node:assert/strict';
import { checkDiff } from '../../../src/core/diffCheck';
import type { LabelledCommand } from '../../../src/core/event';
import { Evidence } from '../../../src/core/evidence';
import type { Rule } from '../../../src/core/rule';
import { backtestRules } from '../../../src/ml/backtest';
import type { ModelFile } from '../../../src/ml/modelFile';
import { suggestRules } from '../../../src/ml/suggest';
import type { SuggestionReport } from '../../../src/ml/suggestionReport';
import { labelled, madeUpHistory } from '../../support/commands';

const MODEL = {
  dataHash: 'abc',
  seed: 1,
  featureVersion: 1,
  features: ['a'],
} as unknown as ModelFile;

function suggest(
  commands: readonly LabelledCommand[],
  more: { rules?: readonly Rule[]; background?: readonly string[]; topN?: number } = {},
): SuggestionReport {
  return suggestRules({
    commands,
    model: MODEL,
    rules: more.rules ?? [],
    topN: more.topN ?? 20,
    generatedAt: '2026-01-01T00:00:00.000Z',
    background: more.background ?? ['git push origin main', 'ls -la', 'rm -rf build'],
  });
}

function rule(pattern: string, effect: Rule['effect'] = 'deny', id = 'r1'): Rule {
  const ts = '2026-01-01T00:00:00.000Z';
  return {
    id,
    pattern,
    effect,
    addedBy: 'test',
    confidence: null,
    ts,
    mode: 'enforce',
    reason: '',
  };
}

const pushes = ['main', 'next', 'web', 'api'].map((name) =>
  labelled(`git push --force origin ${name}`, 'unsafe'),
);
const everyday = [
  'git push origin main',
  'git status',
  'ls -la',
  'npm test',
  'make build',
  'cat README.md',
].map((command) => labelled(command, 'safe', 3));

describe('suggestRules', () => {
  it('proposes what unsafe commands share and safe ones lack, as a valid diff with evidence', () => {
    const { merged } = suggest([...pushes, ...everyday]);
    assert.doesNotThrow(() => checkDiff(merged));
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('sudo git push -f', 'unsafe')).verdict, 'deny');
    assert.equal(run.judge(labelled('git push origin next', 'safe')).verdict, 'none');
    const evidence = Evidence.array().parse(merged.meta['evidence']);
    assert.equal(evidence.length, merged.add.length);
    assert.equal(evidence[0]?.templates, 4);
    assert.equal(evidence[0].safeHits, 0);
    assert.ok((merged.add[0]?.score ?? 0) >= 0.5);
    assert.match(merged.add[0]?.reason ?? '', /4 different commands/);
  });

  it('proposes no rule that its own history calls safe more often than unsafe', () => {
    for (const seed of [1, 2, 3]) {
      const history = madeUpHistory(400, seed);
      const { merged } = suggest(history);
      assert.ok(merged.add.length > 0);
      const run = backtestRules(merged.add);
      for (const row of history) run.judge(row);
      for (const { precision } of run.summary().rules) assert.ok((precision ?? 0) >= 0.9);
    }
  });

  it('says the same of the same history, and orders it the same', () => {
    const history = madeUpHistory(300, 8);
    assert.equal(JSON.stringify(suggest(history)), JSON.stringify(suggest(history)));
  });

  it('makes one diff for each group of patterns, which together are the merged one', () => {
    const { diffs, merged } = suggest(madeUpHistory(400, 3));
    assert.ok(diffs.length > 1);
    const patterns = diffs.flatMap((diff) => diff.add.map(({ pattern }) => pattern)).sort();
    assert.deepEqual(patterns, merged.add.map(({ pattern }) => pattern).sort());
    for (const diff of diffs) assert.doesNotThrow(() => checkDiff(diff));
  });

  it('keeps to the number of rules asked for', () => {
    assert.equal(suggest(madeUpHistory(400, 3), { topN: 2 }).merged.add.length, 2);
  });

  it('proposes nothing that would stop an everyday command, and says why not', () => {
    const background = ['git push --force origin my-branch', 'git push --force', 'ls'];
    const { merged, abstained } = suggest([...pushes, ...everyday], { background });
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('git push --force', 'safe')).verdict, 'none');
    assert.match(abstained.map(({ reason }) => reason).join('\n'), /everyday/);
  });

  it('abstains where evidence is thin, in words', () => {
    const { merged, abstained } = suggest([labelled('dropdb app', 'unsafe'), ...everyday]);
    assert.equal(merged.add.length, 0);
    assert.deepEqual(abstained, [
      { what: 'unsafe commands of `dropdb`', reason: 'needs 3 different commands; has 1' },
    ]);
  });

  it('lets a small history propose what ran again and again, and calls it thin', () => {
    const { merged } = suggest([labelled('sudo rm -rf /var', 'unsafe', 12), ...everyday]);
    assert.equal(merged.add.length, 1);
    assert.ok((merged.add[0]?.score ?? 1) < 0.5);
    assert.match(merged.add[0]?.reason ?? '', /Thin evidence/);
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('rm -rf build', 'safe')).verdict, 'none');
  });

  it('does not propose again what the policy stops already', () => {
    const rules = [rule('git push .*--force')];
    assert.equal(suggest([...pushes, ...everyday], { rules }).merged.add.length, 0);
  });

  it('proposes to remove a rule that labels contradict', () => {
    const { diffs } = suggest(everyday, {
      rules: [rule('\\b(?:git|ls|npm|make)\\b', 'deny', 'broad')],
    });
    const [diff] = diffs.filter(({ remove }) => remove.includes('broad'));
    assert.match(
      String(diff?.meta['note']),
      /^(?:Remove|Narrow): it stops \d+ different safe commands/,
    );
  });

  it('proposes to remove an allow rule that lets unsafe commands through', () => {
    const { diffs } = suggest([...pushes, ...everyday], {
      rules: [rule('git push', 'allow', 'lax')],
    });
    assert.ok(diffs.some(({ remove }) => remove.includes('lax')));
  });

  it('proposes to allow exactly the commands with a long safe record, and nothing that runs others', () => {
    const { diffs } = suggest([
      ...pushes,
      ...everyday,
      labelled('git log --oneline', 'safe', 40),
      labelled('bash run.sh', 'safe', 40),
      labelled('git diff > out', 'safe', 40),
    ]);
    const allows = diffs.flatMap((diff) => diff.add.filter(({ effect }) => effect === 'allow'));
    assert.deepEqual(
      allows.map(({ pattern }) => pattern),
      ['^(?:git log --oneline)$'],
    );
  });

  it('tells what a diff would newly block', () => {
    const history = [...pushes, ...everyday, labelled('git push --force origin tmp', 'unknown', 4)];
    const { merged } = suggest(history);
    assert.deepEqual(merged.meta['newly_blocked_examples'], [
      { command: 'git push --force origin tmp', count: 4 },
    ]);
  });

  it('comes through hostile history without a pattern that is refused', () => {
    const odd = [
      'rm -rf "$(',
      '(((',
      'a|b|c\\',
      '\0',
      '[[ x',
      'git push --force\n'.repeat(50),
      '{}{}{}**??',
    ];
    const { merged } = suggest([...odd.map((text) => labelled(text, 'unsafe', 4)), ...everyday]);
    if (merged.add.length > 0) assert.doesNotThrow(() => checkDiff(merged));
  });
});
