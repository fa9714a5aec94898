import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { backtestRules } from '../../src/ml/rules/backtest';
import { starterCategories } from '../../src/ml/rules/starter/starterCategories';
import { labelled } from '../support/commands';

const page = readFileSync('docs/write-a-rule.md', 'utf8');

/** The cells of the table after a heading, without its two header lines. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  return (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`|`$/g, '').replaceAll('\\|', '|')),
    );
}

describe('the page about writing rules', () => {
  const cookbook = tableBelow('Cookbook');

  it('has twenty rules in its cookbook', () => {
    assert.equal(cookbook.length, 20);
  });

  for (const [what = '', effect, pattern = '', stopped = '', left = ''] of cookbook) {
    it(`has a rule against ${what} that works as described`, () => {
      assert.ok(effect === 'deny' || effect === 'ask');
      const run = backtestRules([{ pattern, effect }]);
      assert.equal(run.judge(labelled(stopped, 'unsafe')).verdict, effect);
      assert.equal(run.judge(labelled(left, 'safe')).verdict, 'none');
    });
  }

  it('states the current number of starter rules in each category', () => {
    const counted = starterCategories().map(({ title, id, rules }) => [
      title,
      id,
      String(rules.length),
      String(rules.filter(({ effect }) => effect === 'deny').length),
      String(rules.filter(({ effect }) => effect === 'ask').length),
    ]);
    const rows = tableBelow('What the starter rules cover').slice(0, counted.length);
    assert.deepEqual(rows, counted);
  });
});
