import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../../../src/files/nodeFiles';
import { measureDrift } from '../../../../src/ml/model/drift';
import { createLabelQueue } from '../../../../src/ml/model/labelQueue';
import { loadModel, predict } from '../../../../src/ml/model/predict';
import { createModelStore } from '../../../../src/ml/worker/modelStore';
import { starterChoices, starterDiff } from '../../../../src/ml/rules/starterRules';
import { ModelThread } from '../../../../src/ml/worker/modelThread';
import { packModel } from '../../../../src/ml/worker/wholeModel';
import { labelled, madeUpHistory } from '../../../support/commands';
import { aModel } from '../../../support/models';
import { useTempFolder } from '../../../support/tempFolder';
import { bundleTrainer } from '../../../support/threads';

describe('the model thread', function () {
  this.timeout(30_000);
  let trainer = '';
  let thread: ModelThread;
  before(async () => {
    trainer = await bundleTrainer();
  });
  after(() => rm(trainer));
  beforeEach(() => {
    thread = new ModelThread({ workerPath: trainer });
  });
  afterEach(() => thread.close());
  const folder = useTempFolder();

  const model = aModel(2);
  const loaded = loadModel(model);
  const command = 'git push --force origin main';
  const keep = async (kept = model): Promise<string> => {
    const store = createModelStore(createNodeFiles(), folder(), { now: () => 1_700_000_000_000 });
    return (await store.save(packModel(kept))).path;
  };
  /** More than one slice, which must be combined again. */
  const commands = Array.from({ length: 2500 }, (_, at) =>
    labelled(`run-${'x'.repeat(at % 60)} file${at}`, 'unknown', 1 + (at % 7)),
  );

  it('returns the results of the model, preserving the order of commands', async () => {
    const path = await keep();
    const reported: string[] = [];
    const run = { onProgress: (stage: string) => reported.push(stage) };
    const queue = await thread.ask({ type: 'labelQueue', path, commands, limit: 50 }, run);
    assert.deepEqual(queue, createLabelQueue()(loaded, commands, 50));
    assert.deepEqual(new Set(reported), new Set(['Reading commands']));
    const newer = madeUpHistory(300, 9);
    const drift = await thread.ask({ type: 'drift', path, commands: newer });
    assert.deepEqual(drift, measureDrift(loaded, newer));
    const prediction = await thread.ask({ type: 'predict', path, command });
    assert.deepEqual(prediction, predict(loaded, command));
  });

  it('ends after it was idle, and starts again with the next request', async () => {
    const path = await keep();
    const short = new ModelThread({ workerPath: trainer }, 500);
    const expected = predict(loaded, command);
    const first = short.ask({ type: 'predict', path, command });
    await first;
    await new Promise((next) => setTimeout(next, 300));
    // A request restarts the idle timer.
    assert.deepEqual(await short.ask({ type: 'predict', path, command }), expected);
    await new Promise((next) => setTimeout(next, 300));
    assert.equal(short.isRunning, true);
    await new Promise((next) => setTimeout(next, 600));
    assert.equal(short.isRunning, false);
    assert.deepEqual(await short.ask({ type: 'predict', path, command }), expected);
    await short.close();
  });

  it('caches the last model', async () => {
    const other = aModel(5, 300);
    const [path, otherPath] = [await keep(), await keep(other)];
    await thread.ask({ type: 'predict', path, command });
    await rm(path);
    const again = await thread.ask({ type: 'predict', path, command });
    assert.deepEqual(again, predict(loaded, command));
    const others = await thread.ask({ type: 'predict', path: otherPath, command });
    assert.deepEqual(others, predict(loadModel(other), command));
    const missing = thread.ask({ type: 'predict', path, command });
    await assert.rejects(missing, { code: 'not-found' });
  });

  it('cancels a running or waiting request, and answers the others', async () => {
    const path = await keep();
    const [first, second] = [new AbortController(), new AbortController()];
    const run = {
      signal: first.signal,
      onProgress: () => {
        second.abort();
      },
    };
    const long = thread.ask({ type: 'labelQueue', path, commands, limit: 5 }, run);
    const waiting = thread.ask({ type: 'predict', path, command }, { signal: second.signal });
    const last = thread.ask({ type: 'predict', path, command });
    await assert.rejects(waiting, { code: 'cancelled' });
    // The running one has not ended yet.
    first.abort();
    await assert.rejects(long, { code: 'cancelled' });
    assert.deepEqual(await last, predict(loaded, command));
  });

  it('reports an invalid model, and answers the next request', async () => {
    const path = join(folder(), 'none.json');
    const none = thread.ask({ type: 'predict', path, command });
    await assert.rejects(none, { code: 'not-found', hint: 'Train a model.' });
    const answer = await thread.ask({ type: 'predict', path: await keep(), command });
    assert.equal(answer.label, 'unsafe');
  });

  it('reports a missing trainer', async () => {
    const none = new ModelThread({ workerPath: join(folder(), 'trainer.cjs') });
    const question = { type: 'predict' as const, path: await keep(), command };
    await assert.rejects(none.ask(question), { code: 'missing-part' });
  });

  it('rejects waiting requests when it is closed', async () => {
    const path = await keep();
    const question = { type: 'labelQueue' as const, path, commands, limit: 5 };
    const asked = await new Promise<readonly Promise<unknown>[]>((begun) => {
      const underWay = thread.ask(question, {
        onProgress: () => {
          begun([underWay, waiting]);
        },
      });
      const waiting = thread.ask({ type: 'predict', path, command });
    });
    const ends = Promise.all(asked.map((one) => assert.rejects(one, { code: 'cancelled' })));
    await thread.close();
    await ends;
    const late = thread.ask({ type: 'predict', path, command });
    await assert.rejects(late, { code: 'cancelled' });
  });

  const generatedAt = '2026-01-01T00:00:00.000Z';

  it('tests the starter rules on a history, and again after it has changed', async () => {
    const history = [
      labelled('git push --force origin main', 'unknown', 3),
      labelled('git reset --hard', 'safe', 2),
      labelled('ls', 'unknown', 5),
    ];
    const { events, categories } = await thread.ask({ type: 'starterChoices', commands: history });
    assert.equal(events, 10);
    const hit = (found: typeof categories) =>
      found.flatMap(({ id, hits, examples }) => (hits > 0 ? [{ id, hits, examples }] : []));
    assert.deepEqual(hit(categories), [
      { id: 'git', hits: 3, examples: ['git push --force origin main'] },
    ]);
    const asked = { type: 'starterRules' as const, commands: history, generatedAt };
    const some = await thread.ask({ ...asked, categories: ['git'] });
    assert.equal(some.add.length, categories.find(({ id }) => id === 'git')?.rules.length);
    assert.ok(some.add.length > 0 && some.add.length < 30);
    assert.deepEqual(some, starterDiff(history, { generatedAt, categories: ['git'] }));
    assert.deepEqual(await thread.ask(asked), starterDiff(history, { generatedAt }));
    const longer = [...history.slice(1), labelled('rm -rf /', 'unsafe', 1)];
    const changed = await thread.ask({ type: 'starterChoices', commands: longer });
    assert.deepEqual(changed, starterChoices(longer));
    assert.deepEqual(
      hit(changed.categories).map(({ id }) => id),
      ['files'],
    );
  });

  it('stops testing the starter rules when cancelled', async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const run = {
      signal: controller.signal,
      onProgress: (stage: string) => {
        stages.push(stage);
        controller.abort();
      },
    };
    const long = thread.ask({ type: 'starterRules', commands, generatedAt }, run);
    await assert.rejects(long, { code: 'cancelled' });
    assert.equal(stages[0], 'Reading commands');
  });

  it('reports progress and reasons in the language of the window', async () => {
    const texts = {
      'stops {0} commands that are labelled safe here': 'trifft {0} sichere Befehle',
      'Reading commands': 'Lese Befehle',
    };
    const german = new ModelThread({ workerPath: trainer, texts });
    const stages = new Set<string>();
    const safe = ['rm -rf /', 'rm -rf / --no-preserve-root'].map((one) => labelled(one, 'safe', 1));
    const diff = await german.ask(
      { type: 'starterRules', commands: safe, generatedAt },
      { onProgress: (stage) => stages.add(stage) },
    );
    await german.close();
    assert.deepEqual([...stages], ['Lese Befehle']);
    assert.match(JSON.stringify(diff.meta['left_out']), /trifft 2 sichere Befehle/);
  });
});
