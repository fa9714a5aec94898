import type { LabelledCommand } from '../../src/core/event';
import { NO_REJECTIONS, type Rejections } from '../../src/core/rejection';
import type { Rule } from '../../src/core/rule';
import { parseBackground } from '../../src/ml/dataset/analyzedHistory';
import { suggestRules } from '../../src/ml/rules/suggest';
import { loadModel, type LoadedModel } from '../../src/ml/model/predict';
import type { SuggestionReport } from '../../src/ml/rules/suggestionReport';
import { labelled } from './commands';
import { aModel } from './models';

/** One model for all tests that do not depend on it. */
let usual: LoadedModel | undefined;

/** The proposals for a history. */
export function suggest(
  commands: readonly LabelledCommand[],
  more: {
    rejected?: Rejections;
    pending?: readonly Pick<Rule, 'pattern' | 'effect'>[];
    rules?: readonly Rule[];
    background?: readonly string[];
    topN?: number;
    fillUp?: boolean;
    model?: LoadedModel;
  } = {},
): SuggestionReport {
  const model = more.model ?? (usual ??= loadModel(aModel(1)));
  return suggestRules(
    {
      commands,
      rules: more.rules ?? [],
      pending: more.pending ?? [],
      rejected: more.rejected ?? NO_REJECTIONS,
      topN: more.topN ?? 20,
      fillUp: more.fillUp ?? false,
      generatedAt: '2026-01-01T00:00:00.000Z',
      background: parseBackground(
        more.background ?? ['git push origin main', 'ls -la', 'rm -rf build'],
      ),
    },
    model,
  );
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
