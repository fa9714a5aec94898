import assert from 'node:assert/strict';
import { measureDrift } from '../../../../src/ml/model/drift';
import { createLabelQueue } from '../../../../src/ml/model/labelQueue';
import { loadModel, riskOf, type LoadedModel } from '../../../../src/ml/model/predict';
import { newTopFeatures } from '../../../../src/ml/model/compareModels';
import { labelled, madeUpHistory } from '../../../support/commands';
import { aModel } from '../../../support/models';

const model = (seed: number, count?: number): LoadedModel => loadModel(aModel(seed, count));

describe('createLabelQueue', () => {
  const loaded = model(2);
  const labelQueue = createLabelQueue();

  it('sorts by uncertainty, risk and frequency, with one command per template', () => {
    const doubtful = 'git push --watch docs';
    const queue = labelQueue(
      loaded,
      [
        labelled(doubtful, 'unknown', 2),
        labelled('ls -l src', 'unknown', 2),
        labelled('cat 7', 'unknown'),
        labelled('cat 8', 'unknown'),
      ],
      10,
    );
    assert.deepEqual(
      queue.map(({ usefulness }) => usefulness),
      queue.map(({ usefulness }) => usefulness).sort((a, b) => b - a),
    );
    const [cats] = [queue.filter(({ command }) => command.startsWith('cat'))];
    assert.equal(cats.length, 1);
    assert.equal(cats[0]?.count, 2);
    const risk = riskOf(loaded, doubtful);
    const entry = queue.find(({ command }) => command === doubtful);
    const wanted = 4 * risk * (1 - risk) * risk * Math.log2(3);
    assert.ok(Math.abs((entry?.usefulness ?? 0) - wanted) < 1e-5);
  });

  it('prefers an uncertain command to a safe one that runs all day', () => {
    const [doubtful, everyday] = ['git push --watch docs', 'ls -l src'];
    const [low, high] = [riskOf(loaded, everyday), riskOf(loaded, doubtful)];
    assert.ok(low < high, `${low} is not below ${high}`);
    const queue = labelQueue(
      loaded,
      [labelled(everyday, 'unknown', 1000), labelled(doubtful, 'unknown', 1)],
      10,
    );
    assert.deepEqual(
      queue.map(({ command }) => command),
      [doubtful, everyday],
    );
  });

  it('excludes commands with a known label', () => {
    const queue = labelQueue(loaded, [labelled('a 1', 'unknown'), labelled('a 2', 'safe')], 10);
    assert.deepEqual(queue, []);
  });

  it('excludes commands that a person marked as unsure, but not unknown ones of a file', () => {
    const given = { ...labelled('a 1', 'unknown'), given: true };
    assert.equal(labelQueue(loaded, [given], 10).length, 1);
    assert.deepEqual(labelQueue(loaded, [{ ...given, unsure: true }], 10), []);
  });

  it('respects the limit', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => labelled(`run-${name}`, 'unknown'));
    assert.equal(labelQueue(loaded, many, 3).length, 3);
  });
});

describe('createLabelQueue over a long history', () => {
  const loaded = model(2);

  it('reports progress, and parses each command once', () => {
    let votes = 0;
    const forest = {
      ...loaded.forest,
      votes: (row: ReadonlySet<number>) => {
        votes += 1;
        return loaded.forest.votes(row);
      },
    };
    const counting = { ...loaded, forest };
    const labelQueue = createLabelQueue();
    const many = Array.from({ length: 600 }, (_, at) =>
      labelled(`run-${'x'.repeat(at)}`, 'unknown'),
    );
    const reported: number[] = [];
    const first = labelQueue(counting, many, 10, (done) => reported.push(done));
    assert.deepEqual([reported, votes], [[0, 256, 512], 600]);
    assert.deepEqual(
      labelQueue(counting, many, 10, (done) => reported.push(done)),
      first,
    );
    assert.deepEqual([reported, votes], [[0, 256, 512], 600]);
  });
});

describe('measureDrift', () => {
  const loaded = model(3);

  it('reports no drift for similar commands', () => {
    const drift = measureDrift(loaded, madeUpHistory(200, 4));
    assert.ok((drift.unknownFeatures ?? 1) < 0.1);
    assert.equal(drift.advice, undefined);
  });

  it('advises to train again when commands are new to the model', () => {
    const strange = Array.from({ length: 40 }, (_, at) =>
      labelled(`prog${at} --opt${at} thing${at}`, 'unknown'),
    );
    assert.match(measureDrift(loaded, strange).advice ?? '', /unknown to the model/);
  });

  it('advises to train again when new labels contradict the model', () => {
    const turned = madeUpHistory(200, 5).map((row) => ({
      ...row,
      label: row.label === 'safe' ? ('unsafe' as const) : ('safe' as const),
    }));
    assert.match(measureDrift(loaded, turned).advice ?? '', /contradicts/);
  });
});

describe('newTopFeatures', () => {
  it('names the features that were not among the most important ones', () => {
    const before = model(2).model.report;
    assert.deepEqual(newTopFeatures(before, before), []);
    const [first, ...others] = before.topFeatures;
    assert.ok(first !== undefined);
    assert.deepEqual(newTopFeatures({ ...before, topFeatures: others }, before), [first.feature]);
  });
});
