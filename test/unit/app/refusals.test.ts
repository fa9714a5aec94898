import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../../src/app';
import { LAYOUT } from '../../../src/core/layout';
import { readSettings } from '../../../src/settings';
import { openApp } from '../../../src/app/openApp';
import { BROKEN_CSV, BROKEN_DIFFS, ONE_CLASS_CSV } from '../../support/brokenInput';
import { bundleImporter, bundleStore } from '../../support/threads';

describe('rejected input', function () {
  this.timeout(30_000);
  let close: (() => Promise<void>) | undefined;
  let app: App;
  let folder = '';
  const storage = (): string => join(folder, 'storage');

  /** An app with data and no work in progress, shared by all tests because none of them may change it. */
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-test-'));
    const dist = join(folder, 'extension', 'dist');
    await mkdir(dist, { recursive: true });
    await cp('node_modules/sql.js/dist/sql-wasm.wasm', join(dist, 'sql-wasm.wasm'));
    const programs = { store: await bundleStore(), importer: await bundleImporter() };
    for (const [name, path] of Object.entries(programs)) {
      await cp(path, join(dist, `${name}.cjs`));
      await rm(path);
    }
    await cp('assets/programs.txt', join(dist, 'programs.txt'));
    await cp('package.json', join(folder, 'extension', 'package.json'));
    const opened = await openApp({
      folder: storage(),
      extensionFolder: join(folder, 'extension'),
      settings: () => readSettings(() => undefined),
      onError: assert.ifError,
    });
    ({ app } = opened);
    close = () => opened.close();
    await app.history.importCsv(await file('one-class.csv', ONE_CLASS_CSV));
    await app.policies.propose({
      proposedBy: 'Ada',
      diff: { add: [{ pattern: 'dd if=', effect: 'deny' }], remove: [], meta: {} },
    });
    await settled();
  });
  after(async () => {
    await close?.();
    await rm(folder, { recursive: true });
  });

  /** Waits until the backup and the settings of the guard were written in the background. */
  async function settled(): Promise<void> {
    for (let last = ''; ;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      // A file may be renamed between listing and reading.
      const now = await onDisk().catch(() => '');
      const isWritten = existsSync(join(storage(), LAYOUT.guard)) && (await hasBackup());
      if (now !== '' && now === last && isWritten) return;
      last = now;
    }
  }

  async function hasBackup(): Promise<boolean> {
    const names = await readdir(join(storage(), LAYOUT.backups)).catch((): string[] => []);
    return names.some((name) => name.endsWith('.db'));
  }

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  /** One hash of the names and contents of all files in the storage. */
  async function onDisk(): Promise<string> {
    const hash = createHash('sha256');
    const entries = await readdir(storage(), { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
    for (const path of paths.sort()) hash.update(path).update(await readFile(path));
    return hash.digest('hex');
  }

  for (const { name, content, message } of BROKEN_CSV) {
    it(`changes nothing: ${name}`, async () => {
      const path = await file(name, content);
      const before = await onDisk();
      await assert.rejects(app.history.importCsv(path), message);
      assert.equal(await onDisk(), before);
    });
  }

  for (const [path, diff] of BROKEN_DIFFS) {
    it(`changes nothing: a diff with a fault in ${path}: ${JSON.stringify(diff)}`, async () => {
      const before = await onDisk();
      await assert.rejects(app.policies.propose({ proposedBy: 'Eve', diff }), (error: Error) =>
        error.message.includes(`\n${path}: `),
      );
      assert.equal(await onDisk(), before);
    });
  }

  it('changes nothing: a diff that removes an unknown rule', async () => {
    const before = await onDisk();
    const diff = { add: [], remove: ['nobody'], meta: {} };
    await assert.rejects(app.policies.propose({ proposedBy: 'Eve', diff }), /remove\[0\]/);
    assert.equal(await onDisk(), before);
  });
});
