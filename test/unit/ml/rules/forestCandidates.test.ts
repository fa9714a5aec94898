import assert from 'node:assert/strict';
import { analyzeHistory, parseBackground } from '../../../../src/ml/dataset/analyzedHistory';
import { candidateText } from '../../../../src/ml/mining/candidate';
import { loadModel } from '../../../../src/ml/model/predict';
import { gatherCandidates } from '../../../../src/ml/rules/candidates';
import { proposeDenyRules } from '../../../../src/ml/rules/denyRules';
import { viewForest } from '../../../../src/ml/rules/forestView';
import type { RuleSource } from '../../../../src/ml/rules/ruleSource';
import { madeUpHistory } from '../../../support/commands';
import { trainedOn } from '../../../support/models';

describe('candidates from a forest', () => {
  const commands = madeUpHistory(400, 3);
  const history = analyzeHistory(commands, [], parseBackground(['ls']));
  const forest = viewForest(loadModel(trainedOn(commands)), history);
  const found = (...sources: RuleSource[]): readonly string[] =>
    gatherCandidates(history, forest, sources, () => undefined).map(({ candidate }) =>
      candidateText(candidate),
    );

  it('are its important features that indicate unsafe commands', () => {
    const texts = found('feature');
    assert.ok(texts.includes('`git push` with `--force`'), texts.join('\n'));
    const important = new Set(forest.important.map(({ name }) => name));
    assert.ok(important.has('git: flag --force'));
    assert.ok(!important.has('run ls') && !important.has('run make'), 'these are safe');
  });

  it('are the features along nearly pure paths of its trees, about one command', () => {
    const texts = found('path');
    assert.ok(texts.length > 0);
    for (const text of texts) assert.match(text, /git|rm|kubectl|psql|any program/);
    assert.ok(!texts.some((text) => /`(?:ls|make|npm|docker)`/.test(text)), texts.join('\n'));
  });

  it('list every source that found them, once', () => {
    const all = gatherCandidates(history, forest, ['mined', 'feature', 'path'], () => undefined);
    const texts = all.map(({ candidate }) => candidateText(candidate));
    assert.equal(new Set(texts).size, texts.length);
    const force = all.find(({ candidate }) => candidateText(candidate) === '`git` with `--force`');
    assert.deepEqual(force?.sources.slice(0, 2), ['mined', 'feature']);
  });

  it('produce rules without mining, with the risk and the features behind them', () => {
    const { chosen } = proposeDenyRules(history, {
      limit: 10,
      fillUp: false,
      forest,
      sources: ['feature', 'path'],
      onProgress: () => undefined,
    });
    const force = chosen.find(({ pattern }) => pattern.includes('--force'));
    assert.ok(force !== undefined && !force.sources.includes('mined'));
    assert.ok((force.assessment?.meanRisk ?? 0) > 0.8);
    assert.match(force.assessment?.restsOn.join() ?? '', /--force/);
  });

  it('are empty without a model', () => {
    const none = gatherCandidates(history, undefined, ['feature', 'path'], () => undefined);
    assert.deepEqual(none, []);
  });
});
