import assert from 'node:assert/strict';
import { oldestOf } from '../../../src/history/spoolFileName';

describe('spool files', () => {
  const order = async (listed: readonly string[], limit = 10): Promise<readonly string[]> => {
    async function* pieces(): AsyncGenerator<readonly string[]> {
      for (const name of listed) yield await Promise.resolve([name]);
    }
    return (await oldestOf(pieces(), () => true, limit)).map(({ name }) => name);
  };

  it('are drained in order of time and count, independent of the order of the folder', async () => {
    const listed = ['9-2000-1bb.jsonl', '30-1000-2aa.jsonl', '7-1000-1zz.jsonl', '8-500-1aa.jsonl'];
    const wanted = ['8-500-1aa.jsonl', '7-1000-1zz.jsonl', '30-1000-2aa.jsonl', '9-2000-1bb.jsonl'];
    assert.deepEqual(await order(listed), wanted);
    assert.deepEqual(await order(listed.toReversed()), wanted);
    assert.deepEqual(await order(listed, 1), wanted.slice(0, 1));
  });

  it('of earlier versions, without a time, are sorted first, by name', async () => {
    const listed = ['15991-a7gip.jsonl', '9-1-1aa.jsonl', '15983-a714i.jsonl', '15987-a7am0.jsonl'];
    const wanted = ['15983-a714i.jsonl', '15987-a7am0.jsonl', '15991-a7gip.jsonl', '9-1-1aa.jsonl'];
    assert.deepEqual(await order(listed), wanted);
    assert.deepEqual(await order(listed.toReversed()), wanted);
  });
});
