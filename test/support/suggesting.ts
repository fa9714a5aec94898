import type { LabelledCommand } from '../../src/core/event';
import type { Rule } from '../../src/core/rule';
import { suggestRules } from '../../src/ml/rules/suggest';
import type { NamedModel, SuggestionReport } from '../../src/ml/rules/suggestionReport';
import { labelled } from './commands';

const MODEL = {
  dataHash: 'abc',
  seed: 1,
  featureVersion: 1,
  report: { features: 1 },
} as unknown as NamedModel;

/** What is proposed from a history. Mining does not ask the model, so a nameless one stands for it. */
export function suggest(
  commands: readonly LabelledCommand[],
  more: {
    pending?: readonly Pick<Rule, 'pattern' | 'effect'>[];
    rules?: readonly Rule[];
    background?: readonly string[];
    topN?: number;
    fillUp?: boolean;
  } = {},
): SuggestionReport {
  return suggestRules({
    commands,
    model: MODEL,
    rules: more.rules ?? [],
    pending: more.pending ?? [],
    topN: more.topN ?? 20,
    fillUp: more.fillUp ?? false,
    generatedAt: '2026-01-01T00:00:00.000Z',
    background: more.background ?? ['git push origin main', 'ls -la', 'rm -rf build'],
  });
}

/** A rule in force. */
export function ruleInForce(pattern: string, effect: Rule['effect'] = 'deny', id = 'r1'): Rule {
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

/** Four forced pushes: enough to learn from. */
export const forcedPushes = ['main', 'next', 'web', 'api'].map((name) =>
  labelled(`git push --force origin ${name}`, 'unsafe'),
);

/** Ordinary commands, three runs of each. */
export const ordinary = [
  'git push origin main',
  'git status',
  'ls -la',
  'npm test',
  'make build',
  'cat README.md',
].map((command) => labelled(command, 'safe', 3));
