import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import type { LabelledCommand } from '../../../../src/core/event';
import { evidenceOfDiff } from '../../../../src/core/evidence';
import type { PolicyDiff } from '../../../../src/core/diff';
import {
  authorOfCode,
  DISTINCT_COMMANDS,
  rejectionsIn,
  type Rejections,
} from '../../../../src/core/rejection';
import type { Suggestion } from '../../../../src/core/suggestion';
import { labelled } from '../../../support/commands';
import { ordinary, ruleInForce, suggest } from '../../../support/suggesting';

/** Forced pushes to this number of branches. */
const pushes = (count: number): readonly LabelledCommand[] =>
  Array.from({ length: count }, (_, at) =>
    labelled(`git push --force origin topic-${String.fromCharCode(97 + at)}`, 'unsafe'),
  );

const AT = '2026-01-31T12:00:00.000Z';

function rejected(diff: PolicyDiff, reviewedBy = 'Ada', reviewedAt = AT): Suggestion {
  const base = { id: 's', proposedBy: 'x', proposedAt: AT, diff, diffHash: '', reviewedAt };
  return { ...base, status: 'rejected', reviewedBy };
}

function afterRejecting(commands: readonly LabelledCommand[], reviewedBy?: string): Rejections {
  const { diffs } = suggest([...commands, ...ordinary]);
  assert.ok(diffs.length > 0);
  return rejectionsIn(diffs.map((diff) => rejected(diff, reviewedBy)));
}

describe('rejections', () => {
  it('suppress a rule until twice as many distinct commands support it, and then mark it', () => {
    const memory = afterRejecting(pushes(4));
    for (const count of [4, 5, 7]) {
      const report = suggest([...pushes(count), ...ordinary], { rejected: memory });
      assert.deepEqual([report.diffs, report.rejected > 0], [[], true], `${count} commands`);
      assert.match(report.abstained[0]?.reason ?? '', /2026-01-31.*proposed again from 8 on/);
    }
    const again = suggest([...pushes(8), ...ordinary], { rejected: memory });
    assert.equal(again.rejected, 0);
    const [diff] = again.diffs;
    assert.ok(diff);
    const [evidence] = evidenceOfDiff(diff);
    assert.deepEqual(evidence?.rejected, { at: AT, commands: 4 });
    assert.equal(evidence.templates, 8);
  });

  it('suppress the same rule in another spelling, but not another rule', () => {
    const spelled: Rejections = {
      rules: [{ pattern: 'git push .*--forc[e]', effect: 'ask', at: AT, commands: 4 }],
      removals: [],
    };
    assert.deepEqual(suggest([...pushes(5), ...ordinary], { rejected: spelled }).diffs, []);
    const allowing: Rejections = {
      rules: spelled.rules.map((rule) => ({ ...rule, effect: 'allow' })),
      removals: [],
    };
    assert.ok(suggest([...pushes(5), ...ordinary], { rejected: allowing }).diffs.length > 0);
    const denying: Rejections = {
      rules: spelled.rules.map((rule) => ({ ...rule, effect: 'deny' })),
      removals: [],
    };
    const asks = suggest([...pushes(5), ...ordinary], { rejected: denying }).diffs;
    assert.deepEqual(
      asks.flatMap(({ add }) => add.map(({ effect }) => effect)),
      ['ask'],
    );
    const wide: Rejections = {
      rules: [{ pattern: '.', effect: 'ask', at: AT, commands: 4 }],
      removals: [],
    };
    assert.ok(suggest([...pushes(5), ...ordinary], { rejected: wide }).diffs.length > 0);
  });

  it('use the newer of two', () => {
    const { diffs } = suggest([...pushes(4), ...ordinary]);
    const later = suggest([...pushes(8), ...ordinary]).diffs;
    const both = rejectionsIn([
      ...diffs.map((diff) => rejected(diff)),
      ...later.map((diff) => rejected(diff, 'Ada', '2026-02-01T00:00:00.000Z')),
    ]);
    assert.deepEqual(suggest([...pushes(9), ...ordinary], { rejected: both }).diffs, []);
    assert.ok(suggest([...pushes(16), ...ordinary], { rejected: both }).diffs.length > 0);
  });

  it('are ignored if code rejected', () => {
    assert.deepEqual(afterRejecting(pushes(4), authorOfCode(undefined)), {
      rules: [],
      removals: [],
    });
    assert.deepEqual(afterRejecting(pushes(4), authorOfCode('Bob')).rules, []);
  });

  it('are ignored if code rejected, in any display language', () => {
    const [plain, named] = [authorOfCode(undefined), authorOfCode('Bob')];
    l10n.config({
      contents: { [plain]: 'Autre extension', [`${plain} (says: {0})`]: 'Autre : {0}' },
    });
    try {
      assert.deepEqual([authorOfCode(undefined), authorOfCode('Bob')], [plain, named]);
      assert.deepEqual(afterRejecting(pushes(4), named).rules, []);
    } finally {
      l10n.config({ contents: {} });
    }
  });

  it('suppress an allow rule', () => {
    const builds = ['make build', 'make check'].map((command) => labelled(command, 'safe', 30));
    const { diffs } = suggest(builds);
    assert.deepEqual(
      diffs.map(({ add }) => add[0]?.effect),
      ['allow'],
    );
    const memory = rejectionsIn(diffs.map((diff) => rejected(diff)));
    assert.equal(memory.rules[0]?.commands, 2);
    const more = [...builds, labelled('make docs', 'safe', 30)];
    assert.deepEqual(suggest(more, { rejected: memory }).diffs, []);
    const most = [...more, labelled('make all', 'safe', 30)];
    const [again] = suggest(most, { rejected: memory }).diffs;
    assert.ok(again);
    assert.deepEqual(evidenceOfDiff(again)[0]?.rejected, { at: AT, commands: 2 });
  });

  it('suppress the removal of a rule', () => {
    const rules = [ruleInForce('.')];
    const everyday =
      'cat a|cp a b|mv a b|sort a|head a|wc a|diff a b|du a|df|date|npm test|git status|uptime';
    const safe = (count: number): readonly LabelledCommand[] =>
      everyday.split('|', count).map((command) => labelled(command, 'safe'));
    const removals = (count: number, memory?: Rejections): readonly PolicyDiff[] =>
      suggest(safe(count), {
        rules,
        ...(memory === undefined ? {} : { rejected: memory }),
      }).diffs.filter(({ remove }) => remove.length > 0);
    const [first] = removals(5);
    assert.ok(first);
    const against = Number(first.meta[DISTINCT_COMMANDS]);
    assert.ok(against >= 4);
    const memory = rejectionsIn([rejected(first)]);
    assert.deepEqual(memory.removals, [{ ruleId: 'r1', at: AT, commands: against }]);
    assert.deepEqual(removals(6, memory), []);
    const [again] = removals(13, memory);
    assert.match(
      String(again?.meta['note']),
      /You rejected this on 2026-01-31 with \d+ commands; now/,
    );
  });
});
