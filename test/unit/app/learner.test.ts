import assert from 'node:assert/strict';
import { NO_REJECTIONS } from '../../../src/core/rejection';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { modelVersion } from '../../../src/ml/model/modelHead';
import type { ModelFile } from '../../../src/ml/model/modelFile';
import { readSettings } from '../../../src/settings';
import { createHistory } from '../../../src/history/history';
import { createModelStore } from '../../../src/ml/worker/modelStore';
import { packModel } from '../../../src/ml/worker/wholeModel';
import { createLearner, type OpenLearner } from '../../../src/app/learner';
import { madeUpHistory } from '../../support/commands';
import { anEvent } from '../../support/events';
import { childrenWith, itOnLinux } from '../../support/linux';
import { aModel } from '../../support/models';
import { useTempFolder } from '../../support/tempFolder';
import { smallBase, tinyBase } from '../../support/smallBase';
import { useTrainer } from '../../support/threads';

describe('the learner of a window', function () {
  this.timeout(60_000);
  const workerPath = useTrainer();
  let learner: OpenLearner;
  let history: ReturnType<typeof createHistory>;
  afterEach(() => learner.close());
  const folder = useTempFolder();
  const models = (): string => join(folder(), 'models');
  const background = (): string => join(folder(), 'background.txt');
  const commands = madeUpHistory(150, 2);

  const clock = { now: () => Date.parse('2026-02-01T00:00:00Z') };

  beforeEach(() => {
    const files = createNodeFiles();
    history = createHistory({ files, folder: join(folder(), 'history'), clock, owner: '1-0-test' });
    learner = createLearner({
      files,
      folder: models(),
      clock,
      history,
      workerPath: workerPath(),
      basePath: tinyBase(folder()),
      // The number of threads changes no result (trainer.test.ts), and each takes time to start.
      settings: () => ({ ...readSettings(() => undefined), background: background(), workers: 1 }),
    });
  });

  /** Stores a model as training does. Resolves to its name. */
  const keep = async (model: ModelFile): Promise<string> => {
    await createModelStore(createNodeFiles(), models(), clock).save(packModel(model));
    return modelVersion(model);
  };

  /** Commands that ran after the training. */
  const runLater = (count: number): Promise<void> =>
    history.append(
      Array.from({ length: count }, (_, at) => {
        const id = 'x'.repeat(at + 1);
        return anEvent({ id, ts: '2026-02-02T00:00:00Z', command: `new-${id} --opt-${id}` });
      }),
    );

  /** Overwrites the trees of a model; 0 is the newest. */
  const breakTrees = async (place: number): Promise<void> => {
    const names = (await readdir(models())).sort().reverse();
    const path = join(models(), names[place] ?? '');
    const [head = ''] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${head}\n${'rubbish '.repeat(500_000)}`);
  };

  it('trains on the bundled commands when first needed, once for all callers', async () => {
    smallBase(folder());
    assert.equal(await learner.hasModel(), false);
    assert.equal(await learner.newest(), undefined);
    await runLater(2);
    const [safe, unsafe, queue] = await Promise.all([
      learner.predict('ls -la'),
      learner.predict('rm -rf / --no-preserve-root'),
      learner.labelQueue(history, 5),
    ]);
    assert.deepEqual([safe.label, unsafe.label, queue.length], ['safe', 'unsafe', 2]);
    assert.equal((await readdir(models())).length, 1);
    const report = (await learner.newest())?.report;
    assert.equal(report?.counts.unsafe, 0);
    assert.ok(report.base.unsafe > 50);
  });

  it('trains and tests on a history that its process reads', async () => {
    const label = (at: number) => (at % 2 === 0 ? 'unsafe' : 'safe');
    await history.append(
      Array.from({ length: 40 }, (_, at) =>
        anEvent({ id: `e${at}`, command: `tool${at} --opt-${at}`, label: label(at) }),
      ),
    );
    const { report } = await learner.train(await history.labelled(), {});
    assert.deepEqual([report.counts.unsafe, report.counts.safe], [20, 20]);
    assert.equal((await learner.starterChoices(await history.labelled())).events, 40);
  });

  it('trains again if the model is from an earlier version', async () => {
    await keep({ ...aModel(2), featureVersion: 1 });
    assert.deepEqual([await learner.newest(), await learner.hasModel()], [undefined, false]);
    assert.equal((await learner.predict('rm -rf / --no-preserve-root')).label, 'unsafe');
    assert.equal((await readdir(models())).length, 2);
  });

  it('stops the first training when cancelled, and stores no model', async () => {
    const stop = new AbortController();
    const stages = new Set<string>();
    const run = {
      signal: stop.signal,
      onProgress: (stage: string) => {
        stages.add(stage);
        if (stage === 'Growing trees') stop.abort();
      },
    };
    await assert.rejects(learner.predict('ls', run), { code: 'cancelled' });
    assert.deepEqual(
      [[...stages], await learner.hasModel()],
      [['Reading commands', 'Growing trees'], false],
    );
    assert.equal((await learner.predict('ls')).label, 'safe');
  });

  it('continues the first training for other callers when one cancels', async () => {
    const stop = new AbortController();
    const stages = new Set<string>();
    const first = learner.predict('ls', {
      signal: stop.signal,
      onProgress: (stage) => {
        if (stage === 'Growing trees') stop.abort();
      },
    });
    const others = [
      learner.predict('ls -la', { onProgress: (stage) => stages.add(stage) }),
      learner.predict('rm -rf / --no-preserve-root'),
    ];
    await assert.rejects(first, { code: 'cancelled' });
    assert.equal(await learner.hasModel(), false);
    const labels = (await Promise.all(others)).map(({ label }) => label);
    assert.deepEqual(labels, ['safe', 'unsafe']);
    assert.ok(stages.has('Growing trees'));
    assert.equal((await readdir(models())).length, 1);
  });

  it('finds the starter rules that match a command in its working directory, without a model', async () => {
    const titles = async (command: string, cwd?: string) =>
      (await learner.starterMatches(command, cwd === undefined ? {} : { cwd })).map(
        ({ title, category }) => `${category}: ${title}`,
      );
    assert.deepEqual(await titles('ls -la'), []);
    assert.match(
      (await titles('rm -rf *', '/home/ada/app')).join(),
      /: Deletes the whole project$/,
    );
    assert.match((await titles('rm -rf *', '/home/ada')).join(), /^[^:]+: Deletes .*home folder/);
    const command = 'cd a && git push --force';
    const [match] = await learner.starterMatches(command, {});
    assert.equal(command.slice(match?.start, match?.end), 'git push --force');
    assert.equal(await learner.hasModel(), false);
  });

  it('compares a model with the previous one and measures drift', async () => {
    const first = await learner.train(commands, {});
    assert.equal(first.previous, undefined);
    assert.deepEqual(await learner.newest(), first);
    const second = await learner.train(madeUpHistory(200, 3), {});
    assert.equal(second.previous?.modelVersion, first.modelVersion);
    assert.equal(await learner.hasModel(), true);
    assert.deepEqual(await learner.newest(), second);
    await runLater(30);
    const { drift, ...rest } = (await learner.newest()) ?? {};
    assert.deepEqual(rest, second);
    assert.deepEqual([drift?.newEvents, drift?.retrain], [30, true]);
    assert.match(drift?.advice ?? '', /unknown to the model/);
  });

  it('predicts, and queues events for labelling', async () => {
    await keep(aModel(2));
    assert.equal((await learner.predict('git push --force origin main')).label, 'unsafe');
    await runLater(3);
    const queue = await learner.labelQueue(history, 2);
    assert.equal(queue.length, 2);
    for (const { eventId, command } of queue) {
      assert.equal(command, `new-${eventId} --opt-${eventId}`);
    }
  });

  it('shows and compares models without reading their trees', async () => {
    const first = await keep(aModel(2));
    const second = await keep(aModel(3));
    await breakTrees(0);
    await breakTrees(1);
    const shown = await learner.newest();
    assert.deepEqual([shown?.modelVersion, shown?.previous?.modelVersion], [second, first]);
    const cure = { code: 'invalid-input', hint: /Train again/ };
    await assert.rejects(learner.predict('ls'), cure);
    await runLater(1);
    await assert.rejects(learner.newest(), cure);
  });

  it('proposes rules with the newest model, and none if its trees cannot be read', async () => {
    await keep(aModel(2));
    const newest = await keep(aModel(3));
    const asked = { commands, rules: [], pending: [], rejected: NO_REJECTIONS };
    await writeFile(background(), 'ls -la\n');
    const { merged } = await learner.suggest(asked, {});
    assert.equal(merged.meta['model_version'], newest);
    assert.equal(merged.meta['total_features_analyzed'], aModel(3).features.length);
    assert.match(JSON.stringify(merged.meta['evidence']), /"forest":\{"meanRisk":0\.9/);
    await breakTrees(0);
    const cure = { code: 'invalid-input', hint: /Train again/ };
    await assert.rejects(learner.suggest(asked, {}), cure);
  });

  itOnLinux('proposes again in the same process, which ends with the window', async () => {
    await keep(aModel(2));
    await writeFile(background(), 'ls -la\n');
    const asked = { commands, rules: [], pending: [], rejected: NO_REJECTIONS };
    await learner.suggest(asked, {});
    const first = childrenWith(workerPath());
    assert.equal(first.length, 1);
    await learner.suggest(asked, {});
    assert.deepEqual(childrenWith(workerPath()), first);
    await learner.close();
    assert.deepEqual(childrenWith(workerPath()), []);
  });

  it('makes no comparison if the previous model cannot be read', async () => {
    await keep(aModel(2));
    const [name = ''] = await readdir(models());
    await writeFile(join(models(), name), '{"sha256":"","model":{}}');
    assert.deepEqual([await learner.newest(), await learner.hasModel()], [undefined, false]);
    const second = await keep(aModel(3));
    const shown = await learner.newest();
    assert.deepEqual([shown?.modelVersion, shown?.previous], [second, undefined]);
  });

  it('stops computing the label queue when cancelled, and remains usable', async () => {
    await keep(aModel(2));
    await runLater(3);
    const controller = new AbortController();
    const run = {
      signal: controller.signal,
      onProgress: (stage: string) => {
        if (stage === 'Reading commands') controller.abort();
      },
    };
    await assert.rejects(learner.labelQueue(history, 2, run), { code: 'cancelled' });
    assert.equal((await learner.labelQueue(history, 2)).length, 2);
  });
});
