import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAYOUT } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import type { Sqlite } from '../../src/store/database';
import { loadSqlite } from '../../src/store/database';
import { inspect } from '../../src/store/inspect';
import { MIGRATIONS } from '../../src/store/migrate';
import { readRules } from '../../src/store/ruleRows';
import { readHead } from '../../src/store/versionLog';
import { anchorOf, twoClients } from '../support/clientKeys';
import { databasePath, openBytes } from '../support/corruption';
import { Rng } from '../../src/core/random';
import { LONG, print, SEED } from '../support/longForm';
import { anAdd, change, openTestStore, WASM } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

describe('a corrupted policy file', () => {
  const folder = useTempFolder();
  let sqlite: Sqlite;
  let good: Buffer;
  let log: Buffer;
  let rules: string;
  let head: { seq: number; hash: string };

  beforeEach(async () => {
    sqlite = await loadSqlite(createNodeFiles(), WASM);
    const [mine, other] = twoClients();
    const store = await openTestStore(folder(), { anchor: anchorOf(mine) });
    for (let index = 0; index < 20; index += 1) {
      await change(store.policies, { add: [anAdd({ pattern: `command ${index}` })] });
    }
    await store.close();
    const logging = await openTestStore(folder(), { logFromBytes: 0, anchor: anchorOf(other) });
    for (let index = 20; index < 30; index += 1) {
      await change(logging.policies, { add: [anAdd({ pattern: `command ${index}` })] });
    }
    rules = JSON.stringify(await logging.policies.listRules());
    const [last] = await logging.policies.listVersions();
    head = { seq: last?.seq ?? 0, hash: last?.hash ?? '' };
    await logging.close();
    good = await readFile(databasePath(folder()));
    log = await readFile(join(folder(), LAYOUT.databaseLog));
  });

  /** Whether the bytes are rejected, or have exactly the same meaning as before. */
  const verdict = async (
    bytes: Buffer,
    beside: Buffer,
  ): Promise<'refused' | 'same' | 'CHANGED'> => {
    const found = await inspect(
      { sqlite, migrations: MIGRATIONS, anchor: head },
      openBytes(bytes),
      Uint8Array.from(beside),
    );
    if ('problem' in found) return 'refused';
    const same =
      JSON.stringify(readRules(found.database)) === rules &&
      readHead(found.database).hash === head.hash;
    found.database.close();
    return same ? 'same' : 'CHANGED';
  };
  const count = async (
    cases: Iterable<readonly [Buffer, Buffer]>,
  ): Promise<Record<'refused' | 'same' | 'CHANGED', number>> => {
    const counts = { refused: 0, same: 0, CHANGED: 0 };
    for (const [bytes, beside] of cases) counts[await verdict(bytes, beside)] += 1;
    return counts;
  };
  const flipped = (bytes: Buffer, bit: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  it('is accepted if it is not corrupted', async () => {
    assert.equal(await verdict(good, log), 'same');
  });

  it('is rejected if truncated at any of 200 positions', async () => {
    const cases = Array.from({ length: 200 }, (_, index): [Buffer, Buffer] => [
      good.subarray(0, Math.floor((good.length * index) / 200)),
      log,
    ]);
    assert.deepEqual(await count(cases), { refused: 200, same: 0, CHANGED: 0 });
  });

  it('is rejected if its log is truncated at any of 200 positions', async () => {
    const cases = Array.from({ length: 200 }, (_, index): [Buffer, Buffer] => [
      good,
      log.subarray(0, Math.floor(((log.length - 1) * index) / 200)),
    ]);
    assert.deepEqual(await count(cases), { refused: 200, same: 0, CHANGED: 0 });
  });

  it('is rejected or unchanged after flipping any single bit of the file or its log', async () => {
    const flips = LONG ? 10_000 : 400;
    print(`seed ${SEED}`);
    const random = new Rng(SEED);
    const cases = function* (): Generator<readonly [Buffer, Buffer]> {
      for (let index = 0; index < flips; index += 1) {
        const isLog = index % 4 === 3;
        const bit = random.below((isLog ? log : good).length * 8);
        yield isLog ? [good, flipped(log, bit)] : [flipped(good, bit), log];
      }
    };
    const counts = await count(cases());
    print(`${flips} flips: ${counts.refused} refused, ${counts.same} unchanged`);
    assert.equal(counts.CHANGED, 0);
    assert.ok(counts.refused > flips * 0.99);
  }).timeout(600_000);

  it('is never opened as a different policy', async () => {
    const random = new Rng(SEED);
    for (let index = 0; index < (LONG ? 300 : 20); index += 1) {
      await writeFile(databasePath(folder()), flipped(good, random.below(good.length * 8)));
      const store = await openTestStore(folder());
      const health = await store.policies.health();
      assert.equal(health.state, 'tampered');
      await store.close();
    }
  }).timeout(600_000);
});
