import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { diffHash } from '../../../src/core/diff';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { applySuggestion } from '../../../src/store/applySuggestion';
import { type Database, loadSqlite } from '../../../src/store/database';
import { HistoryCheck } from '../../../src/store/historyCheck';
import { migrate } from '../../../src/store/migrate';
import { insertSuggestion } from '../../../src/store/suggestionLog';
import { anAdd, approvalOf, WASM } from '../../support/storeUnderTest';

const TS = '2026-01-01T00:00:00.000Z';

describe('HistoryCheck', () => {
  let database: Database;
  beforeEach(async () => {
    database = (await loadSqlite(createNodeFiles(), WASM)).open();
    const diff = { add: [anAdd()], remove: [], meta: {} };
    const hash = diffHash(diff);
    const waiting = { proposedBy: 'test', proposedAt: TS, status: 'pending' as const };
    database.transaction(() => {
      migrate(database, TS);
      insertSuggestion(database, { id: 's', diff, diffHash: hash, ...waiting });
      const stamp = { ts: TS, nextId: randomUUID };
      applySuggestion(database, { approval: approvalOf('s', hash), requestId: 'r' }, stamp);
    });
  });
  afterEach(() => {
    database.close();
  });

  it('runs to the end of the history, unless it was stopped', async () => {
    const reads = async (afterFirst: (check: HistoryCheck) => void): Promise<number> => {
      const check = new HistoryCheck();
      let count = 0;
      const read = <T>(work: (database: Database) => T): Promise<T> => {
        count += 1;
        if (count === 1) afterFirst(check);
        return Promise.resolve(work(database));
      };
      check.start('digest', read, () => assert.fail('there is no fault'));
      await check.finished();
      return count;
    };
    // The rest of the file, the only version, and the end.
    assert.equal(await reads(() => undefined), 3);
    assert.equal(
      await reads((check) => {
        check.stop();
      }),
      1,
    );
  });
});
