import * as assert from 'node:assert/strict';
import { ruleKey } from '../../../src/core/rule';
import { inReadingOrder } from '../../../src/core/ruleCategories';
import { aRule } from '../../support/aRule';

describe('inReadingOrder', () => {
  it('sorts by category in display order, then by effect and title, rules without a category last', () => {
    const placed = [
      [undefined, aRule({ pattern: 'b' })],
      ['Backups', aRule({ pattern: 'c' })],
      ['A category of a newer version', aRule({ pattern: 'd' })],
      ['Work in Git', aRule({ pattern: 'e', effect: 'allow', title: 'A' })],
      ['Work in Git', aRule({ pattern: 'f', effect: 'ask', title: 'A' })],
      ['Work in Git', aRule({ pattern: 'g', title: 'Z' })],
      ['Work in Git', aRule({ pattern: 'h', title: 'B' })],
      [undefined, aRule({ pattern: 'i', title: 'A' })],
    ] as const;
    const categories = new Map(
      placed.flatMap(([category, rule]) =>
        category === undefined ? [] : [[ruleKey(rule), category] as const],
      ),
    );
    const rules = placed.map(([, rule]) => rule);
    for (const given of [rules, rules.toReversed()]) {
      const order = inReadingOrder(given, categories).map(({ pattern }) => pattern);
      assert.equal(order.join(''), 'hgfecdib');
    }
  });
});
