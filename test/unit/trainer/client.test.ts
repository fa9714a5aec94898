import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createTrainer, type Trainer } from '../../../src/trainer/client';
import { ModelFile } from '../../../src/ml/model/modelFile';
import { createModelShelf } from '../../../src/trainer/modelShelf';
import type { TrainedModel } from '../../../src/trainer/trainedModel';
import { madeUpHistory } from '../../support/commands';
import { createFaultyFiles } from '../../support/faultyFiles';

const text = ({ json }: TrainedModel): string => new TextDecoder().decode(json);

describe('the trainer', () => {
  let folder = '';
  let trainerOf: (workers: number) => Trainer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-trainer-'));
    const workerPath = join(folder, 'trainer.cjs');
    await build({
      entryPoints: ['src/trainer/main.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: workerPath,
      logLevel: 'error',
    });
    trainerOf = (workers) => createTrainer({ workerPath, workers });
  });
  after(() => rm(folder, { recursive: true }));

  const commands = madeUpHistory(300, 2);

  it('gives the same model on one and on two workers, with progress by tree', async () => {
    let trees = 0;
    const run = {
      onProgress: (stage: string) => void (trees += stage === 'growing trees' ? 1 : 0),
    };
    const one = await trainerOf(1).train({ commands, seed: 5, trees: 20 }, run);
    const two = await trainerOf(2).train({ commands, seed: 5, trees: 20 });
    assert.equal(text(one), text(two));
    assert.equal(one.sha256, two.sha256);
    assert.equal(trees, 40);
  });

  it('says of a model what its text says', async () => {
    const trained = await trainerOf(2).train({ commands, seed: 5, trees: 5 });
    const { features, forest, calibration, ...head } = ModelFile.parse(JSON.parse(text(trained)));
    assert.deepEqual(trained.head, head);
    assert.ok(features.length > 0 && calibration.votes.length > 0);
    assert.equal(forest.baseModel.estimators.length, 5);
  });

  it('stops at once when cancelled', async () => {
    const controller = new AbortController();
    const run = {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    };
    const long = trainerOf(2).train({ commands, seed: 5, trees: 100_000 }, run);
    await assert.rejects(long, { code: 'cancelled' });
  });

  it('passes on why it refused to learn', async () => {
    const few = trainerOf(1).train({ commands: [], seed: 1 });
    await assert.rejects(few, { code: 'too-few-labels' });
  });

  it('keeps a model whole or not at all, and notices a full disk', async () => {
    const trained = await trainerOf(1).train({ commands, seed: 5, trees: 5 });
    const model = ModelFile.parse(JSON.parse(text(trained)));
    const files = createFaultyFiles(createNodeFiles());
    const shelfFolder = join(folder, 'models');
    const shelf = createModelShelf(files, shelfFolder, { now: () => 1_700_000_000_000 });
    await shelf.keep(trained);
    assert.deepEqual(await shelf.newest(), model);
    const before = await readdir(shelfFolder);
    for (let step = 1; step <= 4; step += 1) {
      files.failAt(step, 'ENOSPC');
      await shelf.keep(trained).catch(() => undefined);
      files.heal();
      assert.deepEqual(await shelf.newest(), model);
    }
    assert.ok(before.length > 0);
  });
});
