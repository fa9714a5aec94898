import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { diffHash } from '../../src/core/diff';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { applySuggestion } from '../../src/store/applySuggestion';
import { loadSqlite } from '../../src/store/database';
import { migrate } from '../../src/store/migrate';
import { seal } from '../../src/store/sealedFile';
import { insertSuggestion } from '../../src/store/suggestionLog';
import { readHead } from '../../src/store/versionLog';
import { databasePath } from './corruption';
import { approvalOf, WASM } from './storeUnderTest';

/**
 * Creates a store with this number of versions, of which the last ones' rules are in force, in memory and saves it
 * once.
 */
export async function fillStore(folder: string, versions: number, rules: number): Promise<void> {
  const sqlite = await loadSqlite(createNodeFiles(), WASM);
  const database = sqlite.open();
  const ts = '2026-01-01T00:00:00.000Z';
  database.transaction(() => {
    migrate(database, ts);
  });
  const inForce: string[] = [];
  for (let index = 0; index < versions; index += 1) {
    const remove = inForce.length >= rules ? inForce.splice(0, 1) : [];
    const added = { pattern: `command ${index} --flag`, effect: 'deny' as const, score: 0.5 };
    const diff = { add: [{ ...added, reason: 'seen in 12 unsafe events' }], remove, meta: {} };
    const id = randomUUID();
    database.transaction(() => {
      const waiting = { proposedBy: 'bench', proposedAt: ts, status: 'pending' as const };
      insertSuggestion(database, { id, diff, diffHash: diffHash(diff), ...waiting });
      const stamp = { ts, nextId: randomUUID };
      const approval = approvalOf(id, diffHash(diff), readHead(database).version);
      inForce.push(
        ...applySuggestion(database, { approval, requestId: randomUUID() }, stamp).addIds,
      );
    });
  }
  writeFileSync(databasePath(folder), seal(database.export()).sealed);
  database.close();
}
