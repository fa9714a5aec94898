import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LabelledCommand } from '../../../../src/core/event';
import { createTrainer, type Trainer } from '../../../../src/ml/worker/trainer';
import { ModelThread } from '../../../../src/ml/worker/modelThread';
import { ModelFile } from '../../../../src/ml/model/modelFile';
import type { TrainedModel } from '../../../../src/ml/worker/trainedModel';
import { madeUpHistory } from '../../../support/commands';
import { childrenWith, itOnLinux } from '../../../support/linux';
import { smallBase } from '../../../support/smallBase';
import { bundleTrainer } from '../../../support/threads';

const text = ({ json }: TrainedModel): string => new TextDecoder().decode(json);

describe('the trainer', () => {
  let workerPath = '';
  let trainerOf: (workers: number) => Trainer;
  let kept: ModelThread;
  let inKept: Trainer;

  let folder = '';
  let basePath = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-trainer-'));
    basePath = smallBase(folder);
    workerPath = await bundleTrainer();
    const backgroundPath = join(folder, 'everyday.txt.gz');
    writeFileSync(backgroundPath, gzipSync('ls\ngit status\n'));
    const files = { workerPath, basePath, backgroundPath };
    trainerOf = (workers) => createTrainer({ ...files, workers });
    // In a process of its own, as in a window.
    kept = new ModelThread({ workerPath, inProcess: true });
    inKept = createTrainer({ ...files, workers: 2, kept });
  });
  after(async () => {
    await kept.close();
    await rm(workerPath);
    await rm(folder, { recursive: true });
  });

  const commands = madeUpHistory(300, 2);
  /** The model that two workers train. Each worker gives the same. */
  let trained: Promise<TrainedModel> | undefined;
  const trainedByTwo = (): Promise<TrainedModel> =>
    (trained ??= trainerOf(2).train({ commands, seed: 5, trees: 20 }));

  it('gives the same model on one and on two workers, with progress by tree', async () => {
    let trees = 0;
    const run = {
      onProgress: (stage: string) => void (trees += stage === 'Growing trees' ? 1 : 0),
    };
    const one = await trainerOf(1).train({ commands, seed: 5, trees: 20 }, run);
    const two = await trainedByTwo();
    assert.equal(text(one), text(two));
    assert.equal(one.sha256, two.sha256);
    assert.equal(trees, 40);
  });

  it('gives the same model in a separate process', async () => {
    const run = { onProgress: (stage: string) => void stages.add(stage) };
    const stages = new Set<string>();
    const one = await inKept.train({ commands, seed: 5, trees: 20 }, run);
    const two = await trainedByTwo();
    assert.equal(text(one), text(two));
    assert.deepEqual([one.head, one.sha256], [two.head, two.sha256]);
    assert.deepEqual([...stages], ['Reading commands', 'Growing trees']);
    const none = { workerPath: join(folder, 'none.cjs') };
    const broken = new ModelThread({ ...none, inProcess: true });
    const rejected = createTrainer({ ...none, kept: broken }).train({ commands, seed: 5 });
    await assert.rejects(rejected, { code: 'missing-part' });
  });

  itOnLinux('ends its process when it is cancelled', async () => {
    const stop = new AbortController();
    const run = {
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    };
    await assert.rejects(inKept.train({ commands, seed: 5 }, run), {
      code: 'cancelled',
    });
    for (let turn = 0; turn < 100 && childrenWith(workerPath).length > 0; turn += 1) {
      await new Promise((next) => setTimeout(next, 50));
    }
    assert.deepEqual(childrenWith(workerPath), []);
  });

  it('has the hash of its text', async () => {
    const model = await trainedByTwo();
    const { features, forest, calibration, ...head } = ModelFile.parse(JSON.parse(text(model)));
    assert.deepEqual(model.head, head);
    assert.ok(features.length > 0 && calibration.votes.length > 0);
    assert.equal(forest.baseModel.estimators.length, 20);
  });

  it('reports errors in the language of the window', async () => {
    const texts = {
      'The bundled labelled commands cannot be read: {0}': 'Nicht lesbar: {0}',
    };
    const trainer = createTrainer({ workerPath, texts, basePath: 'nowhere' });
    await assert.rejects(trainer.train({ commands: [], seed: 5 }), {
      code: 'missing-part',
      message: 'Nicht lesbar: nowhere',
    });
  });

  for (const moment of ['Reading commands', 'Growing trees']) {
    it(`stops immediately when cancelled while it is ${moment}`, async () => {
      const controller = new AbortController();
      const run = {
        signal: controller.signal,
        onProgress: (stage: string) => {
          if (stage === moment) controller.abort();
        },
      };
      const long = inKept.train({ commands, seed: 5, trees: 10_000_000 }, run);
      await assert.rejects(long, { code: 'cancelled' });
    });
  }

  it('proposes the same on one and on two workers, with progress', async () => {
    const generatedAt = '2026-01-01T00:00:00.000Z';
    const stages = new Set<string>();
    const run = { onProgress: (stage: string) => void stages.add(stage) };
    const { json } = await trainedByTwo();
    const reports = await Promise.all(
      [1, 2].map((workers) => {
        const input = { commands, model: { json }, rules: [], generatedAt, background: ['ls'] };
        return trainerOf(workers).suggest(input, run);
      }),
    );
    assert.ok((reports[0]?.merged.add.length ?? 0) > 0);
    assert.deepEqual(reports[0], reports[1]);
    assert.ok(stages.has('Reading the paths of the forest'));
  });

  it('proposes in a kept process what it proposes in a new one, whatever it proposed before', async () => {
    const generatedAt = '2026-01-01T00:00:00.000Z';
    const { json } = await trainedByTwo();
    const unsafe = commands.filter(({ label }) => label === 'unsafe');
    const inputs: readonly { commands: readonly LabelledCommand[]; background?: string[] }[] = [
      { commands },
      { commands: madeUpHistory(200, 7) },
      { commands, background: unsafe.map(({ command }) => command) },
      { commands },
    ];
    const sizes: number[] = [];
    for (const each of inputs) {
      const input = { model: { json }, rules: [], generatedAt, ...each };
      const report = await inKept.suggest(input);
      assert.deepEqual(report, await trainerOf(1).suggest(input));
      sizes.push(report.merged.add.length);
    }
    assert.ok(new Set(sizes).size > 2, sizes.join());
  });

  it('stops immediately when cancelled while it reads the paths of the forest', async () => {
    const { json } = await trainedByTwo();
    const controller = new AbortController();
    const run = {
      signal: controller.signal,
      onProgress: (stage: string) => {
        if (stage === 'Reading the paths of the forest') controller.abort();
      },
    };
    const generatedAt = '2026-01-01T00:00:00.000Z';
    const input = { commands, model: { json }, rules: [], generatedAt, background: ['ls'] };
    await assert.rejects(inKept.suggest(input, run), { code: 'cancelled' });
  });

  it('learns from the bundled commands if there are no labels, and reports it', async () => {
    const { report } = (await trainerOf(2).train({ commands: [], seed: 1, trees: 20 })).head;
    assert.equal(report.counts.commands, 0);
    assert.ok(report.base.safe > 100 && report.base.unsafe > 50);
    assert.ok(report.test.rows > 20, 'held out of what ships');
    assert.match(
      report.notes[0] ?? '',
      /^The model learned from 0 labelled commands .*that ship\.$/,
    );
  });

  it('evaluates on the history if it is large enough', async () => {
    const { report } = (await trainerOf(2).train({ commands, seed: 1, trees: 20 })).head;
    assert.ok(report.base.safe > 100);
    assert.ok(report.test.rows < commands.length / 2);
    assert.match(report.notes[0] ?? '', /measured on this history\.$/);
  });
});
