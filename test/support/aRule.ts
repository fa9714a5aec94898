import type { Rule } from '../../src/core/rule';

/** A rule in force; specify only what matters to the test. */
export function aRule(rule: Partial<Rule> & Pick<Rule, 'pattern'>): Rule {
  return {
    id: rule.pattern,
    effect: 'deny',
    addedBy: 'ada',
    confidence: null,
    ts: '2026-01-05T08:00:00.000Z',
    mode: 'enforce',
    reason: '',
    ...rule,
  };
}
