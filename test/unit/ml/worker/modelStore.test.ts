import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../../../src/core/fileAccess';
import { isRulewrightError } from '../../../../src/core/errors';
import { sha256Hex } from '../../../../src/core/hash';
import { createNodeFiles } from '../../../../src/files/nodeFiles';
import { FEATURE_VERSION } from '../../../../src/ml/features/features';
import type { ModelFile } from '../../../../src/ml/model/modelFile';
import { createModelStore, type ModelStore } from '../../../../src/ml/worker/modelStore';
import { packModel, readWholeModel } from '../../../../src/ml/worker/wholeModel';
import { createFaultyFiles } from '../../../support/faultyFiles';
import { aModel } from '../../../support/models';
import { useTempFolder } from '../../../support/tempFolder';

describe('the model store', () => {
  const folder = useTempFolder();
  const model = aModel(2);
  const { features, forest, calibration, ...head } = model;
  const trees = { features, forest, calibration };
  const storeOver = (files: Files = createNodeFiles()): ModelStore =>
    createModelStore(files, join(folder(), 'models'), { now: () => 1_700_000_000_000 });

  /** Damages the file of a model from this line on, counted from 0. */
  const damage = async (path: string, line: number): Promise<void> => {
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[line] = (lines[line] ?? '').replace('rulewright-model', 'rulewright-modem');
    await writeFile(path, lines.join('\n'));
  };

  /** An expected error that states what to do. */
  const refused = (code: 'invalid-input' | 'old-model' | 'not-found', cure: RegExp) => {
    return (error: unknown): boolean =>
      isRulewrightError(error, code) && cure.test(error.hint ?? '');
  };

  it('returns the head, and to a worker the complete model', async () => {
    const kept = await storeOver().save(packModel(model));
    assert.deepEqual(await storeOver().list(), [kept]);
    assert.deepEqual(await storeOver().head(kept), head);
    assert.deepEqual((await readWholeModel(createNodeFiles(), kept.path)).model, model);
    const file = JSON.parse(await readFile(kept.path, 'utf8')) as Record<string, unknown>;
    assert.deepEqual([file['head'], file['model']], [head, { ...head, ...trees }]);
  });

  it('reads no trees to show the head', async () => {
    const big: ModelFile = { ...model, features: [...features, 'x'.repeat(4_000_000)] };
    const kept = await storeOver().save(packModel(big));
    let read = 0;
    const files = createNodeFiles();
    const counting: Files = {
      ...files,
      read: () => assert.fail('The whole file was asked for.'),
      readPieces: async function* (path, start) {
        for await (const piece of files.readPieces(path, start)) {
          read += piece.length;
          yield piece;
        }
      },
    };
    assert.deepEqual(await storeOver(counting).head(kept), head);
    assert.ok(read < 200_000, String(read));
  });

  it('detects damage only in the part that is read', async () => {
    const kept = await storeOver().save(packModel(model));
    await damage(kept.path, 1);
    assert.deepEqual(await storeOver().head(kept), head);
    const whole = readWholeModel(createNodeFiles(), kept.path);
    await assert.rejects(whole, refused('invalid-input', /Train again/));
    await damage(kept.path, 0);
    await assert.rejects(storeOver().head(kept), refused('invalid-input', /Train again/));
  });

  it('detects a file truncated in the head or after it', async () => {
    const kept = await storeOver().save(packModel(model));
    const bytes = await readFile(kept.path);
    const end = bytes.indexOf('\n');
    for (const length of [end - 1, end, end + 1, bytes.length - 3]) {
      await writeFile(kept.path, bytes.subarray(0, length));
      const whole = readWholeModel(createNodeFiles(), kept.path);
      await assert.rejects(whole, refused('invalid-input', /Train again/), String(length));
    }
    await writeFile(kept.path, bytes.subarray(0, end - 1));
    await assert.rejects(storeOver().head(kept), refused('invalid-input', /Train again/));
  });

  it('returns a hint for a model of an earlier version', async () => {
    const kept = await storeOver().save(packModel(model));
    const body = JSON.stringify(model);
    await writeFile(kept.path, `{"sha256":"${sha256Hex(body)}","model":${body}}\n`);
    await assert.rejects(storeOver().head(kept), refused('old-model', /Train again/));
  });

  it('rejects other feature versions before checking the schema, and reports a missing file', async () => {
    const old = { ...packModel(model), head: { ...head, featureVersion: FEATURE_VERSION - 1 } };
    const strange = { ...old, head: { ...old.head, more: true } };
    for (const trained of [old, strange]) {
      const kept = await storeOver().save(trained);
      await assert.rejects(storeOver().head(kept), refused('old-model', /Train again/));
    }
    const path = join(folder(), 'models', 'gone.json');
    const missing = refused('not-found', /Train/);
    await assert.rejects(storeOver().head({ path, trainedAt: 0 }), missing);
    await assert.rejects(readWholeModel(createNodeFiles(), path), missing);
  });

  it('stores a model completely or not at all, and reports a full disk', async () => {
    const files = createFaultyFiles(createNodeFiles());
    const store = storeOver(files);
    await store.save(packModel(model));
    let failed = 0;
    for (let step = 1; step <= 4; step += 1) {
      files.failAt(step, 'ENOSPC');
      await store.save(packModel(model)).catch(() => (failed += 1));
      files.heal();
      for (const kept of await store.list()) {
        assert.deepEqual((await readWholeModel(files, kept.path)).model, model);
      }
    }
    assert.equal(failed, 4);
    assert.equal((await store.list()).length, 1);
  });

  it('keeps the newest five', async () => {
    const store = storeOver();
    const kept = [];
    for (let at = 0; at < 7; at += 1) kept.push(await store.save(packModel(model)));
    assert.deepEqual(await store.list(), kept.slice(2).reverse());
    assert.equal((await readdir(join(folder(), 'models'))).length, 5);
  });
});
