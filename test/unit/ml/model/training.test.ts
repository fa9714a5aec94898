import assert from 'node:assert/strict';
import type { LabelledCommand } from '../../../../src/core/event';
import { FEATURE_VERSION } from '../../../../src/ml/features/features';
import { growPart, joinParts } from '../../../../src/ml/forest/growForest';
import { gatherDataset } from '../../../../src/ml/dataset/dataset';
import { ModelFile } from '../../../../src/ml/model/modelFile';
import { loadModel, predict } from '../../../../src/ml/model/predict';
import { splitTemplates } from '../../../../src/ml/model/split';
import { finishModel, prepareTraining } from '../../../../src/ml/model/training';
import { labelled, madeUpHistory } from '../../../support/commands';

function train(commands: readonly LabelledCommand[], seed = 1): ModelFile {
  const preparation = prepareTraining(commands, { seed });
  const forest = (input: typeof preparation.final, own: number) =>
    joinParts([growPart(input, { seed: own, first: 0, step: 1, trees: 30 }, () => undefined)]);
  return finishModel(
    preparation,
    { trial: forest(preparation.trial, seed + 1), final: forest(preparation.final, seed) },
    seed,
  );
}

describe('training', () => {
  it('gives the same bytes for the same history and seed', () => {
    const history = madeUpHistory(300, 4);
    assert.equal(JSON.stringify(train(history)), JSON.stringify(train(history)));
    assert.notEqual(JSON.stringify(train(history, 2)), JSON.stringify(train(history, 1)));
  });

  it('does not depend on the order of commands that are labelled once', () => {
    const history = madeUpHistory(200, 4);
    const once = [...new Map(history.map((row) => [row.command, row])).values()];
    assert.equal(JSON.stringify(train([...once].reverse())), JSON.stringify(train(once)));
  });

  it('writes a model that its own schema reads back unchanged', () => {
    const model = train(madeUpHistory(120, 9));
    assert.deepEqual(ModelFile.parse(JSON.parse(JSON.stringify(model))), model);
  });

  it('distinguishes unsafe from safe on unseen templates, and reports its quality', () => {
    const { test, split } = train(madeUpHistory(800, 5)).report;
    assert.ok((test.accuracy ?? 0) > 0.9, String(test.accuracy));
    assert.ok((test.averagePrecision ?? 0) > 0.9);
    assert.equal(test.rows, split.testRows);
    const { unsafeAsUnsafe, unsafeAsSafe } = test.confusion;
    assert.equal(test.unsafe.support, unsafeAsUnsafe + unsafeAsSafe);
  });

  it('lists top features with the label that they indicate', () => {
    const { topFeatures } = train(madeUpHistory(600, 6)).report;
    const sides = new Map(topFeatures.map((top) => [top.feature, top.speaksFor]));
    assert.ok([...sides.values()].includes('unsafe'));
    for (const { speaksFor, unsafeShare } of topFeatures) {
      assert.equal(speaksFor, unsafeShare > 0.2 ? 'unsafe' : 'safe');
    }
  });

  it('rejects fewer than ten labelled commands', () => {
    const few = [labelled('ls', 'safe', 5), labelled('rm -rf /', 'unsafe', 4)];
    assert.throws(() => prepareTraining(few, { seed: 1 }), { code: 'too-few-labels' });
  });

  it('rejects a history with only one class', () => {
    const safe = madeUpHistory(100, 1).filter((row) => row.label === 'safe');
    assert.throws(() => prepareTraining(safe, { seed: 1 }), { code: 'one-class' });
  });

  it('reports that there is too little data to hold out', () => {
    const small = [labelled('ls -la', 'safe', 30), labelled('rm -rf /', 'unsafe', 30)];
    const { report } = train(small);
    assert.equal(report.test.accuracy, null);
    assert.match(report.notes.join(' '), /held back|held-out/);
  });

  it('accepts a command of a megabyte, zero bytes and text that is not a shell command', () => {
    const odd = ['x'.repeat(1_000_000), 'ls \0\0 | \0', 'echo "unclosed', '((((((', '\uD800 half'];
    const model = train([...madeUpHistory(60, 2), ...odd.map((text) => labelled(text, 'safe'))]);
    assert.equal(predict(loadModel(model), odd[0] ?? '').label, 'safe');
  });
});

describe('gatherDataset', () => {
  it('uses the newest explicit label, and reports the contradiction', () => {
    const { rows, contradictions } = gatherDataset([
      labelled('make deploy', 'unsafe', 9),
      labelled('make deploy', 'safe'),
    ]);
    assert.deepEqual(contradictions, ['make deploy']);
    assert.equal(rows[0]?.label, 'safe');
    assert.equal(rows[0].count, 10);
  });

  it('never prefers a label derived from a score to an explicit one', () => {
    const { rows } = gatherDataset([
      labelled('make deploy', 'unsafe'),
      { ...labelled('make deploy', 'safe', 50), given: false },
    ]);
    assert.equal(rows[0]?.label, 'unsafe');
  });

  it('uses the more frequent of two derived labels', () => {
    const { rows } = gatherDataset([
      { ...labelled('a', 'unsafe', 1), given: false },
      { ...labelled('a', 'safe', 2), given: false },
    ]);
    assert.equal(rows[0]?.label, 'safe');
  });

  it('does not hide a label behind unknown rows', () => {
    const { rows } = gatherDataset([labelled('a', 'unsafe'), labelled('a', 'unknown', 5)]);
    assert.equal(rows[0]?.label, 'unsafe');
  });
});

describe('splitTemplates', () => {
  it('never splits a template between both sides', () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({
      command: `c ${at}`,
      label: at % 7 === 0 ? ('unsafe' as const) : ('safe' as const),
      count: 1,
      template: `t${at % 90}`,
    }));
    const { trainRows, testRows } = splitTemplates(rows, 3);
    const trained = new Set(trainRows.map((row) => rows[row]?.template));
    assert.ok(testRows.length > 0);
    assert.ok(testRows.every((row) => !trained.has(rows[row]?.template)));
    assert.equal(trainRows.length + testRows.length, rows.length);
  });
});

describe('predict', () => {
  it('explains a risk by contributions of features, which add up to the prediction', () => {
    const loaded = loadModel(train(madeUpHistory(500, 7)));
    const risky = predict(loaded, 'git push --force origin main');
    assert.equal(risky.label, 'unsafe');
    assert.ok(
      risky.contributions.some(({ feature, weight }) => /force/.test(feature) && weight > 0),
    );
    assert.equal(predict(loaded, 'ls -l docs').label, 'safe');
  });

  it('ignores and reports unknown features', () => {
    const loaded = loadModel(train(madeUpHistory(200, 7)));
    const { unknownFeatures, probability } = predict(loaded, 'frobnicate --zap everything');
    assert.ok(unknownFeatures.includes('run frobnicate'));
    assert.ok(probability >= 0 && probability <= 1);
  });

  it('rejects a model of another feature version and recommends training again', () => {
    const model = train(madeUpHistory(100, 7));
    assert.throws(() => loadModel({ ...model, featureVersion: FEATURE_VERSION + 1 }), {
      code: 'old-model',
      hint: /Train again/,
    });
  });
});
