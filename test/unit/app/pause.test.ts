import assert from 'node:assert/strict';
import { createPause } from '../../../src/app/pause';
import { PAUSE_MS } from '../../../src/guard/guardSettings';
import { openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

describe('the pause of self-protection', () => {
  const folder = useTempFolder();

  it('lasts ten minutes from its entry in the audit trail', async () => {
    const store = await openTestStore(folder());
    try {
      const pause = createPause(store.policies);
      assert.equal(await pause.untilMs(Date.now()), 0);
      await store.policies.note({ action: 'pause', author: 'Ada', comment: '', subject: '' });
      const [entry] = await store.policies.listAudit();
      assert.deepEqual([entry?.action, entry?.author], ['pause', 'Ada']);
      const untilMs = Date.parse(entry?.ts ?? '') + PAUSE_MS;
      const other = createPause(store.policies);
      assert.equal(await other.untilMs(untilMs - 1), untilMs);
      assert.equal(await other.untilMs(untilMs), 0);

      // Guards may not have known yet, or not know any more, in the seconds around it.
      const times = [
        untilMs - PAUSE_MS - 60_000,
        untilMs - PAUSE_MS - 1,
        untilMs + 1,
        untilMs + 60_000,
      ];
      const were = await Promise.all(times.map((ms) => pause.wasPaused(ms)));
      assert.deepEqual(were, [false, true, true, false]);
    } finally {
      await store.close();
    }
  });
});
