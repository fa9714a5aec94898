import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenFile } from '../../src/core/fileAccess';
import { LAYOUT } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import type { Anchor, AnchorStorage, KeptKey } from '../../src/store/anchor';
import type { Database } from '../../src/store/database';
import { loadSqlite } from '../../src/store/database';
import { readRules, stateHash } from '../../src/store/ruleRows';
import { seal, SEAL_BYTES } from '../../src/store/sealedFile';
import { appendVersion } from '../../src/store/versionLog';
import { WASM } from './storeUnderTest';

/** Where the policy file of a storage folder is. */
export function databasePath(folder: string): string {
  return join(folder, LAYOUT.database);
}

/** An open file with these bytes. */
export function openBytes(bytes: Uint8Array): OpenFile {
  return {
    sizeBytes: bytes.length,
    readInto: (buffer, from) => {
      const found = bytes.subarray(from, from + buffer.length);
      buffer.set(found);
      return found.length;
    },
    close: () => undefined,
  };
}

/** Rewrites the bytes of a folder's policy file. */
export async function rewrite(folder: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const path = databasePath(folder);
  await writeFile(path, change(await readFile(path)));
}

/** Changes rows like an attacker who can compute the seal: the file remains a correctly sealed SQLite file. */
export async function editRows(folder: string, edit: (database: Database) => void): Promise<void> {
  const sqlite = await loadSqlite(createNodeFiles(), WASM);
  await rewrite(folder, (bytes) => {
    const database = sqlite.open(Uint8Array.from(bytes.subarray(0, -SEAL_BYTES)));
    edit(database);
    const content = database.export();
    database.close();
    return Buffer.from(seal(content).sealed);
  });
}

/** Removes the triggers, so that protected rows can be changed. */
export function dropTriggers(database: Database): void {
  for (const row of database.all(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)) {
    database.run(`DROP TRIGGER "${String(row['name'])}"`);
  }
}

/** Appends a version without rules, as the product would write it for Ada. `texts` replaces what it says. */
export function forgeVersion(
  database: Database,
  texts: Partial<Record<'version' | 'author' | 'comment', string>> = {},
): void {
  const removedRules = readRules(database);
  database.run('DELETE FROM policy_rules');
  appendVersion(database, {
    version: 'forged',
    ts: '2026-01-02T00:00:00.000Z',
    author: 'Ada',
    comment: 'looked at it',
    kind: 'apply',
    target: '',
    diff: { add: [], remove: removedRules.map(({ id }) => id), meta: {} },
    addIds: [],
    addedRules: [],
    removedRules: [...removedRules],
    stateHash: stateHash([]),
    ...texts,
  });
}

/** Stores the anchor in memory, instead of VS Code's secret storage, and a key if one is given. */
export function anAnchor(kept?: KeptKey): AnchorStorage & {
  anchor: Anchor | undefined;
  kept: KeptKey | undefined;
  trustedKeys: readonly string[];
} {
  return {
    anchor: undefined,
    kept,
    trustedKeys: [],
    trusted() {
      return Promise.resolve(this.trustedKeys);
    },
    setTrusted(fingerprints) {
      this.trustedKeys = fingerprints;
      return Promise.resolve();
    },
    key() {
      return Promise.resolve(this.kept);
    },
    get() {
      return Promise.resolve(this.anchor);
    },
    set(anchor) {
      this.anchor = anchor;
      return Promise.resolve();
    },
  };
}
