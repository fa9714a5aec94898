import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { forgetResult, readResult, resultFile, withSecondRun } from '../../scripts/testResult.mjs';

describe('the result of a run of tests', () => {
  const kind = `probe-${process.pid}`;
  afterEach(() => rm(resultFile(kind), { force: true }));

  const leave = async (text: string): Promise<void> => {
    await mkdir(dirname(resultFile(kind)), { recursive: true });
    await writeFile(resultFile(kind), text);
  };

  it('is read from the result file', async () => {
    await leave(JSON.stringify({ passes: 2, failures: 0, passed: [], failed: [], pending: [] }));
    assert.equal((await readResult(kind)).passes, 2);
  });

  for (const [what, text] of [
    ['nothing', undefined],
    ['half a file', '{"passes": 2'],
    ['no test at all', JSON.stringify({ passes: 0, failures: 0 })],
  ] as const) {
    it(`is a failure if the run left ${what}`, async () => {
      if (text !== undefined) await leave(text);
      const { passes, failures } = await readResult(kind);
      assert.deepEqual({ passes, failures }, { passes: 0, failures: 1 });
    });
  }

  it('is never that of an earlier run', async () => {
    await leave(JSON.stringify({ passes: 2, failures: 0 }));
    await forgetResult(kind);
    assert.equal((await readResult(kind)).failures, 1);
  });

  it('combines tests that passed in either run with failures of the second run', () => {
    const failed = (title: string) => ({ title, error: 'why', file: 'b.test.ts' });
    const first = { passes: 2, failures: 1, passed: ['a', 'b 1'], failed: [failed('b 2')] };
    const second = { passes: 2, failures: 1, passed: ['b 1', 'b 2'], failed: [failed('b 3')] };
    const result = withSecondRun({ ...first, pending: [] }, { ...second, pending: [] });
    assert.deepEqual([result.passes, result.failures], [3, 1]);
    assert.deepEqual(result.passed, ['a', 'b 1', 'b 2']);
    assert.deepEqual(result.failed, second.failed);
  });
});
