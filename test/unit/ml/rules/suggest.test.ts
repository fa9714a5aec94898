import assert from 'node:assert/strict';
import { checkDiff } from '../../../../src/matcher/diffCheck';
import type { FolderCount, LabelledCommand } from '../../../../src/core/event';
import { Evidence } from '../../../../src/core/evidence';
import { NO_REJECTIONS } from '../../../../src/core/rejection';
import type { Rule } from '../../../../src/core/rule';
import { backtestRules } from '../../../../src/ml/rules/backtest';
import { labelled, madeUpHistory } from '../../../support/commands';
import { forcedPushes, ordinary, ruleInForce, suggest } from '../../../support/suggesting';

describe('suggestRules', () => {
  it('proposes rules for what unsafe commands share and safe ones do not have, as a valid diff with evidence', () => {
    const { merged } = suggest([...forcedPushes, ...ordinary]);
    assert.doesNotThrow(() => checkDiff(merged));
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('sudo git push -f', 'unsafe')).verdict, 'ask');
    assert.equal(run.judge(labelled('git push origin next', 'safe')).verdict, 'none');
    const evidence = Evidence.array().parse(merged.meta['evidence']);
    assert.equal(evidence.length, merged.add.length);
    assert.equal(evidence[0]?.templates, 4);
    assert.equal(evidence[0].safeHits, 0);
    assert.ok((merged.add[0]?.score ?? 0) >= 0.5);
    assert.match(merged.add[0]?.reason ?? '', /4 different commands/);
  });

  it('proposes no rule that matches more safe than unsafe commands of its history', () => {
    for (const seed of [1, 2, 3]) {
      const history = madeUpHistory(400, seed);
      const { merged } = suggest(history);
      assert.ok(merged.add.length > 0);
      const run = backtestRules(merged.add);
      for (const row of history) run.judge(row);
      for (const { precision } of run.summary().rules) assert.ok((precision ?? 0) >= 0.9);
    }
  });

  it('is deterministic for the same history, including the order', () => {
    const history = madeUpHistory(300, 8);
    assert.equal(JSON.stringify(suggest(history)), JSON.stringify(suggest(history)));
  });

  it('creates one diff for each group of patterns, and a merged one', () => {
    const { diffs, merged } = suggest(madeUpHistory(400, 3));
    assert.ok(diffs.length > 1);
    const patterns = diffs.flatMap((diff) => diff.add.map(({ pattern }) => pattern)).sort();
    assert.deepEqual(patterns, merged.add.map(({ pattern }) => pattern).sort());
    for (const diff of diffs) assert.doesNotThrow(() => checkDiff(diff));
  });

  it('respects the maximum number, where the starter rules of a category count once', () => {
    const { diffs, merged } = suggest(madeUpHistory(400, 3), { topN: 2 });
    assert.equal(diffs.length, 2);
    assert.ok(merged.add.length > 2);
  });

  it('proposes a deny rule together with a wider ask rule', () => {
    const history = ['/', '~', '/*', '"$HOME"', '~/*', '~/'].map((target) =>
      labelled(`rm -rf ${target}`, 'unsafe'),
    );
    const { merged } = suggest([...history, ...ordinary]);
    const verdicts = history.map((row) => backtestRules(merged.add).judge(row).verdict);
    assert.ok(
      verdicts.every((verdict) => verdict === 'deny'),
      verdicts.join(),
    );
    assert.ok(merged.add.some(({ effect }) => effect === 'ask'));
  });

  it('proposes nothing that would stop an everyday command, and reports the reason', () => {
    const background = ['git push --force origin my-branch', 'git push --force', 'ls'];
    const { merged, abstained } = suggest([...forcedPushes, ...ordinary], { background });
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('git push --force', 'safe')).verdict, 'none');
    assert.match(abstained.map(({ reason }) => reason).join('\n'), /everyday/);
  });

  it('proposes nothing that would stop one of thousands of everyday commands', () => {
    const many = Array.from({ length: 4000 }, (_, at) => `ls folder-${at}`);
    const history = [...forcedPushes, ...ordinary];
    const everyday = 'git push --force origin my-branch && git log -1';
    const verdictOf = (background: readonly string[]): string =>
      backtestRules(suggest(history, { background }).merged.add).judge(labelled(everyday, 'safe'))
        .verdict;
    assert.equal(verdictOf(many), 'ask');
    assert.equal(verdictOf([...many, everyday]), 'none');
  });

  it('abstains if evidence is thin, with a reason', () => {
    const { merged, abstained } = suggest([labelled('frobnicate app', 'unsafe'), ...ordinary]);
    assert.equal(merged.add.length, 0);
    assert.deepEqual(abstained, [
      { what: 'unsafe commands of `frobnicate`', reason: 'needs 3 different commands; has 1' },
    ]);
  });

  it('proposes repeated commands in a small history, and mentions the thin evidence', () => {
    const { merged } = suggest([
      labelled('frobnicate --all /var', 'unsafe', 12),
      labelled('frobnicate docs', 'safe'),
      ...ordinary,
    ]);
    assert.equal(merged.add.length, 1);
    assert.ok((merged.add[0]?.score ?? 1) < 0.5);
    assert.match(merged.add[0]?.reason ?? '', /Thin evidence: only a few/);
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('frobnicate build', 'safe')).verdict, 'none');
  });

  it('proposes no mined rule for actions that starter rules with evidence match, unless they were rejected', () => {
    const deletes = [
      ...['prod', 'web', 'api'].map((name) => `kubectl delete namespace ${name}`),
      ...['prod', 'web', 'api'].map((name) => `gcloud projects delete ${name}`),
      ...['prod', 'web', 'api'].map((name) => `az group delete --name ${name}`),
      ...['prod', 'web', 'api'].map((name) => `doctl compute droplet delete ${name}`),
    ].map((command) => labelled(command, 'unsafe'));
    const history = [...deletes, ...ordinary];
    const starters = suggest(history).merged.add;
    assert.ok(starters.length > 1);
    assert.deepEqual(
      starters.filter(({ title }) => title === undefined),
      [],
    );
    const rules = starters.map(({ pattern, effect }) => ({
      ...{ pattern, effect, commands: 12 },
      at: '2026-01-01T00:00:00.000Z',
    }));
    const others = suggest(history, { rejected: { ...NO_REJECTIONS, rules } }).merged.add;
    assert.ok(others.some(({ title }) => title === undefined));
  });

  it('mines only what starter rules with evidence do not match', () => {
    const deletes = ['kubectl', 'frobctl', 'zapctl'].flatMap((program) =>
      ['prod', 'web', 'api', 'db'].map((name) => labelled(`${program} delete ${name}`, 'unsafe')),
    );
    const harmless = ['draft', 'note', 'page'].map((name) =>
      labelled(`jot delete ${name}`, 'safe'),
    );
    const { merged } = suggest([...deletes, ...harmless, ...ordinary]);
    const mined = merged.add.filter(({ title }) => title === undefined);
    assert.ok(mined.length > 0);
    for (const { pattern } of mined) assert.doesNotMatch(pattern, /kubectl/);
    const run = backtestRules(merged.add);
    for (const row of deletes) assert.notEqual(run.judge(row).verdict, 'none', row.command);
  });

  it('requires eight different commands for a word with any program, as for a program alone', () => {
    const verdictWith = (programs: number) => {
      const history = Array.from({ length: programs }, (_, at) =>
        labelled(`prog${String.fromCodePoint(97 + at)} obliterate`, 'unsafe'),
      );
      const { merged } = suggest([...history, ...ordinary]);
      return backtestRules(merged.add).judge(labelled('other obliterate', 'unsafe')).verdict;
    };
    assert.equal(verdictWith(7), 'none');
    assert.equal(verdictWith(8), 'deny');
  });

  it('requires one unsafe command to propose a starter rule, and mentions its basis', () => {
    const { merged } = suggest([labelled('dropdb app', 'unsafe'), ...ordinary]);
    const [rule] = merged.add;
    assert.ok(rule !== undefined);
    assert.equal(merged.add.length, 1);
    assert.match(rule.reason ?? '', /^Stops 1 command .*Thin evidence here/);
    assert.equal(rule.title, 'Deletes a database by its own program');
    assert.match(rule.reason ?? '', /it is a starter rule/);
    assert.ok((rule.score ?? 1) < 0.5, 'the score is of this history alone');
    const run = backtestRules(merged.add);
    assert.equal(run.judge(labelled('mysqladmin drop app', 'unsafe')).verdict, 'deny');
  });

  it('tests rules where commands ran, and counts apart what cannot be judged without the working directory', () => {
    const evidenceWith = (folders?: readonly FolderCount[]) => {
      const here = {
        ...labelled('rm -rf *', 'unsafe', 2),
        ...(folders && { folders }),
      };
      const { merged } = suggest([labelled('rm -rf ~', 'unsafe'), here, ...ordinary]);
      const at = merged.add.findIndex(({ effect }) => effect === 'deny');
      const { unsafeHits, unjudged } = Evidence.array().parse(merged.meta['evidence'])[at] ?? {};
      return { unsafeHits, unjudged };
    };
    const home = evidenceWith([['/home/user', 2]]);
    assert.deepEqual([home.unsafeHits, home.unjudged], [3, undefined]);
    const project = evidenceWith([['/home/user/work/app', 2]]);
    assert.deepEqual([project.unsafeHits, project.unjudged], [1, undefined]);
    const both = evidenceWith([
      ['/home/user', 1],
      ['/home/user/work/app', 1],
    ]);
    assert.deepEqual([both.unsafeHits, both.unjudged], [2, undefined]);
    const unknown = evidenceWith();
    assert.deepEqual([unknown.unsafeHits, unknown.unjudged], [1, 1]);
  });

  it('requires refusals in two sessions for a starter rule if no label marks the command as unsafe', () => {
    const refused = (...sessions: readonly number[]): number => {
      const command = {
        ...labelled('dropdb app', 'unsafe'),
        count: 2,
        given: false,
        answers: { refused: 2, approved: 0 },
        answerDates: { refusedIn: sessions, approvedOn: [] },
      };
      return suggest([command, ...ordinary]).merged.add.length;
    };
    assert.equal(refused(1), 0);
    assert.equal(refused(1, 2), 1);
  });

  it('proposes no starter rule that this history contradicts or that matches an everyday command', () => {
    const drop = labelled('dropdb app', 'unsafe');
    const contradicted = suggest([drop, labelled('dropdb app_test', 'safe'), ...ordinary]);
    assert.deepEqual(contradicted.merged.add, []);
    const loud = suggest([drop, ...ordinary], { background: ['dropdb scratch', 'ls'] });
    assert.deepEqual(loud.merged.add, []);
    assert.deepEqual(suggest([labelled('ls', 'unsafe'), ...ordinary]).merged.add, []);
  });

  it('adds starter rules on request for risks not in the history, last and without a score', () => {
    const history = [...forcedPushes, ...ordinary];
    const { merged } = suggest(history, { fillUp: true, topN: 6 });
    const unshown = merged.add.filter(({ score }) => score === undefined);
    assert.equal(merged.add.length, 7, 'the two of a category count once');
    assert.deepEqual(merged.add.slice(-unshown.length), unshown);
    assert.ok(unshown.length >= 4, 'evidence comes first');
    const evidence = Evidence.array().parse(merged.meta['evidence']);
    merged.add.forEach(({ score }, at) => {
      assert.equal(evidence[at]?.unsafeHits === 0, score === undefined);
    });
    for (const { reason } of unshown) {
      assert.match(
        reason ?? '',
        /^Your history shows none\. A predefined starter rule.* none of 6 safe commands/,
      );
    }
    assert.equal(suggest(history, { topN: 6 }).merged.add.length, 7 - unshown.length);
  });

  it('adds starter rules only up to the maximum number', () => {
    const wiped = ['disk', 'tape', 'vault', 'shelf'].map((name) =>
      labelled(`acmectl wipe ${name}`, 'unsafe'),
    );
    const history = [...wiped, labelled('acmectl list', 'safe'), ...ordinary];
    const { merged } = suggest(history, { fillUp: true, topN: 1 });
    assert.deepEqual(
      merged.add.map(({ pattern }) => pattern.includes('acmectl')),
      [true],
    );
  });

  it('proposes a starter rule despite one safe command if enough unsafe ones support it', () => {
    const names = ['shop', 'users', 'orders', 'mail', 'logs', 'parts', 'bills', 'stock'];
    const proposed = (count: number): number => {
      const unsafe = names
        .slice(0, count)
        .map((name) => labelled(`git push --force origin ${name}`, 'unsafe'));
      const safe = labelled('git push --force origin scratch', 'safe');
      return suggest([...unsafe, safe, ...ordinary]).merged.add.length;
    };
    assert.deepEqual([proposed(4), proposed(8)], [0, 1]);
  });

  it('adds no starter rule that matches a safe or an everyday command, or that is in force', () => {
    const filled = (more: Parameters<typeof suggest>[1], extra: LabelledCommand[] = []) => {
      const history = [...forcedPushes, ...ordinary, ...extra];
      const { add } = suggest(history, { fillUp: true, topN: 300, ...more }).merged;
      return add.find(({ pattern }) => pattern.includes('dropdb'))?.pattern;
    };
    const pattern = filled({});
    assert.ok(pattern);
    assert.equal(filled({}, [labelled('dropdb app_test', 'safe')]), undefined);
    assert.equal(filled({ background: ['dropdb scratch', 'ls'] }), undefined);
    assert.equal(filled({ rules: [ruleInForce(pattern)] }), undefined);
  });

  it('does not propose what the policy already stops', () => {
    const rules = [ruleInForce('git push .*--force')];
    assert.equal(suggest([...forcedPushes, ...ordinary], { rules }).merged.add.length, 0);
  });

  it('does not propose what a pending suggestion contains, and counts it', () => {
    const history = madeUpHistory(400, 3);
    const first = suggest(history);
    const [held] = first.diffs;
    assert.ok(held && first.diffs.length > 1 && first.repeated === 0);
    const again = suggest(history, { pending: held.add });
    assert.equal(again.repeated, 1);
    assert.deepEqual(again.diffs, first.diffs.slice(1));
    const all = suggest(history, { pending: first.merged.add });
    assert.deepEqual([all.diffs, all.merged.add, all.repeated], [[], [], first.diffs.length]);
  });

  it('omits pending rules from a group, and proposes the rest with separate statistics', () => {
    const history = [...forcedPushes, ...ordinary, labelled('git push --force x', 'unknown')];
    const { diffs } = suggest(history, { fillUp: true, topN: 300 });
    const group = diffs.find(({ add }) => add.length === 1);
    assert.ok(group);
    const rest = suggest(history, { fillUp: true, topN: 300, pending: group.add });
    assert.ok(rest.merged.add.every(({ pattern }) => pattern !== group.add[0]?.pattern));
    assert.equal(rest.merged.meta['suggestions_count'], rest.merged.add.length);
    assert.equal((rest.merged.meta['evidence'] as unknown[]).length, rest.merged.add.length);
  });

  it('reports the commands that a diff would newly block', () => {
    const history = [
      ...forcedPushes,
      ...ordinary,
      labelled('git push --force origin tmp', 'unknown', 4),
    ];
    const { merged } = suggest(history);
    assert.deepEqual(merged.meta['newly_blocked_examples'], [
      { command: 'git push --force origin tmp', count: 4 },
    ]);
  });

  it('accepts hostile history without proposing an invalid pattern', () => {
    const odd = [
      'rm -rf "$(',
      '(((',
      'a|b|c\\',
      '\0',
      '[[ x',
      'git push --force\n'.repeat(50),
      '{}{}{}**??',
    ];
    const { merged } = suggest([...odd.map((text) => labelled(text, 'unsafe', 4)), ...ordinary]);
    if (merged.add.length > 0) assert.doesNotThrow(() => checkDiff(merged));
  });

  it('counts commands as newly blocked that only a shadow rule denies today', () => {
    const history = [
      ...forcedPushes,
      ...ordinary,
      labelled('git push --force origin docs', 'unknown'),
    ];
    const blocked = (mode: Rule['mode']): unknown => {
      const rule = { ...ruleInForce('origin docs$'), mode };
      return suggest(history, { rules: [rule] }).merged.meta['newly_blocked'];
    };
    assert.deepEqual([blocked('enforce'), blocked('shadow')], [0, 1]);
  });

  it('proposes nothing that a shadow rule already stops', () => {
    const rule = { ...ruleInForce('git push --force'), mode: 'shadow' as const };
    assert.deepEqual(suggest([...forcedPushes, ...ordinary], { rules: [rule] }).merged.add, []);
  });
});
