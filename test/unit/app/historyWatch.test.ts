import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createHistoryWatch } from '../../../src/app/historyWatch';
import { useTempFolder } from '../../support/tempFolder';

describe('the watch over the history', () => {
  const folder = useTempFolder();

  it('notices once what another process writes in a row, and not what its own process writes', async () => {
    const changes: number[] = [];
    const count = (): number => changes.length;
    const watch = createHistoryWatch({
      folder: folder(),
      owner: '1-1-own',
      onChange: () => changes.push(Date.now()),
    });
    watch.start();
    try {
      writeFileSync(join(folder(), 'events-1-1-own-1.jsonl'), '{}\n');
      await wait(1500);
      assert.equal(count(), 0);
      for (const part of ['1', '2', '3']) {
        writeFileSync(join(folder(), `labels-2-2-other-${part}.jsonl`), '{}\n');
      }
      const end = Date.now() + 10_000;
      while (count() === 0 && Date.now() < end) await wait(50);
      await wait(1500);
      assert.equal(count(), 1);
    } finally {
      watch.close();
    }
  });
});
