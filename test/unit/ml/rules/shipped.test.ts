import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { checkDiff } from '../../../../src/matcher/diffCheck';
import { readCommand } from '../../../../src/shell/readCommand';
import { linesTemplate } from '../../../../src/shell/template';
import { backtestRules } from '../../../../src/ml/rules/backtest';
import {
  starterCategories,
  StarterFile,
  starterRules,
} from '../../../../src/ml/rules/starter/starterCategories';
import { starterDiff } from '../../../../src/ml/rules/starterRules';
import { backgroundLines } from '../../../../src/ml/worker/background';
import { everydayChains, inertCommands, type CorpusRow } from '../../../corpora/expand';
import { labelled } from '../../../support/commands';

const background = backgroundLines(
  gunzipSync(readFileSync('assets/background.txt.gz')).toString('utf8'),
);

describe('the list of everyday commands', () => {
  let read: readonly { line: string; template: string; isParsed: boolean }[];
  before(() => {
    read = background.map((line) => {
      const { lines, views } = readCommand(line);
      return { line, template: linesTemplate(lines), isParsed: views.parsed };
    });
  });

  it('has at least 3 000 different commands', () => {
    assert.ok(new Set(read.map(({ template }) => template)).size >= 3000);
  });

  it('contains only commands that the shell parser accepts', () => {
    assert.deepEqual(
      read.filter(({ isParsed }) => !isParsed).map(({ line }) => line),
      [],
    );
  });

  it('matches its grammar', async () => {
    // The generator is plain JavaScript, so that it runs without a build.
    const { expandGrammar } = await import('../../../../scripts/background.mjs');
    const grammar = readFileSync('scripts/background.grammar.txt', 'utf8');
    assert.deepEqual(backgroundLines(expandGrammar(grammar).join('\n')), background);
  });
});

describe('the starter rules', () => {
  const rules = starterRules();

  it('are 150 to 300, each said once', () => {
    assert.ok(rules.length >= 150 && rules.length <= 300);
    assert.equal(new Set(rules.map(({ pattern }) => pattern)).size, rules.length);
    assert.equal(new Set(rules.map(({ title }) => title)).size, rules.length);
  });

  it('include every file in the folder, by category', () => {
    const names = readdirSync('src/ml/rules/starter').filter((name) => name.endsWith('.json'));
    const ids = starterCategories().map(({ id }) => `${id}.json`);
    assert.deepEqual(ids.toSorted(), names.toSorted());
  });

  it('have a title, a reason and an alternative in the required format', () => {
    const [rule] = rules;
    const isRead = (change: object): boolean =>
      StarterFile.safeParse({ title: 'Deletes files', rules: [{ ...rule, ...change }] }).success;
    assert.ok(isRead({}));
    assert.ok(isRead({ instead: 'Write to file.txt in /tmp/x.y instead.' }));
    const wrong = [
      { title: 'Deletes a home folder.' },
      { title: 'deletes a home folder' },
      { reason: 'Gone. Forever.' },
      { instead: 'Ask the user' },
      { instead: undefined },
      { effect: 'allow' },
      { match: rule?.match.slice(0, 7) },
      { not_match: rule?.not_match.slice(0, 7) },
      { pattern: `^${'x'.repeat(200)}` },
      { severity: 3 },
    ];
    for (const change of wrong) assert.ok(!isRead(change), JSON.stringify(change));
  });

  for (const { title, effect, pattern, match, not_match: notMatch } of rules) {
    it(`stop what they should and nothing else: ${title}: ${pattern.slice(0, 60)}`, () => {
      const run = backtestRules([{ pattern, effect }]);
      const verdicts = (commands: readonly string[]): string[] =>
        commands.map((command) => run.judge(labelled(command, 'unknown')).verdict);
      assert.deepEqual(new Set(verdicts(match)), new Set([effect]));
      assert.deepEqual(new Set(verdicts(notMatch)), new Set(['none']));
    });
  }

  it('stop no everyday command', () => {
    const run = backtestRules(rules.map(({ pattern, effect }) => ({ pattern, effect })));
    const stopped = background.filter(
      (line) => run.judge(labelled(line, 'safe')).verdict !== 'none',
    );
    assert.deepEqual(stopped, []);
  });

  const stoppedOf = (rows: readonly CorpusRow[]): readonly string[] => {
    const run = backtestRules(rules.map(({ pattern, effect }) => ({ pattern, effect })));
    return rows
      .map(({ command }) => command)
      .filter((command) => run.judge(labelled(command, 'safe')).verdict !== 'none');
  };

  it('stop no everyday chain', () => {
    assert.deepEqual(stoppedOf(everydayChains()), []);
  });

  it('stop no help, no dry run and nothing that only reads', () => {
    assert.deepEqual(stoppedOf(inertCommands()), []);
  });

  it('form a valid diff with their backtest on the history', () => {
    const diff = starterDiff([labelled('rm -rf /', 'unsafe', 3), labelled('ls', 'safe')], {
      generatedAt: '2026-01-01T00:00:00.000Z',
    });
    assert.doesNotThrow(() => checkDiff(diff));
    assert.equal(diff.add.length, rules.length);
    const hits = diff.meta['evidence'] as { unsafeHits: number }[];
    assert.equal(hits[0]?.unsafeHits, 3);
  });

  it('start in shadow mode if their hits are ordinary in this history, unless a person refused them', () => {
    const modeAfter = (count: number, ...more: Parameters<typeof labelled>[]) => {
      const runs = [labelled('git reset --hard', 'unknown', count)];
      const history = [...runs, ...more.map((one) => labelled(...one))];
      const options = { categories: ['git'], generatedAt: '2026-01-01T00:00:00.000Z' };
      return starterDiff(history, options).add.filter(({ mode }) => mode === 'shadow').length;
    };
    assert.deepEqual([modeAfter(9), modeAfter(10)], [0, 1]);
    assert.equal(modeAfter(10, ['git reset --hard HEAD~1', 'unsafe', 1]), 0);
  });

  it('omit a rule that this history contradicts, with the reason', () => {
    const diff = starterDiff([labelled('git reset --hard', 'safe', 9)], {
      generatedAt: '2026-01-01T00:00:00.000Z',
    });
    assert.equal(diff.add.length, rules.length - 1);
    assert.match(JSON.stringify(diff.meta['left_out']), /reset .*stops a command/);
  });
});
