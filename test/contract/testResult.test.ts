import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { forgetResult, readResult, resultFile } from '../../scripts/testResult.mjs';

describe('the result of a run of tests', () => {
  const kind = `probe-${process.pid}`;
  afterEach(() => rm(resultFile(kind), { force: true }));

  const leave = async (text: string): Promise<void> => {
    await mkdir(dirname(resultFile(kind)), { recursive: true });
    await writeFile(resultFile(kind), text);
  };

  it('is what the run left', async () => {
    await leave(JSON.stringify({ passes: 2, failures: 0, passed: [], failed: [], pending: [] }));
    assert.equal((await readResult(kind)).passes, 2);
  });

  for (const [what, text] of [
    ['nothing', undefined],
    ['half a file', '{"passes": 2'],
    ['no test at all', JSON.stringify({ passes: 0, failures: 0 })],
  ] as const) {
    it(`is a failure where the run left ${what}`, async () => {
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
});
