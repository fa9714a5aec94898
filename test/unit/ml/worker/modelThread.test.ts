import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../../../src/files/nodeFiles';
import { measureDrift } from '../../../../src/ml/model/drift';
import { createLabelQueue } from '../../../../src/ml/model/labelQueue';
import { loadModel, predict } from '../../../../src/ml/model/predict';
import { createModelStore } from '../../../../src/ml/worker/modelStore';
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
});
