import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import { LAYOUT } from '../../../src/core/layout';
import { evaluate } from '../../../src/policy/evaluate';
import { readPublishedPolicy } from '../../../src/policy/readSnapshot';
import { readSettings, type Settings } from '../../../src/settings';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import { LAUNCHER } from '../../../src/hosts/guardFiles';
import { earlierGuardFolderIn, guardFolderIn } from '../../../src/hosts/guardFolder';
import { withHooks } from '../../../src/hosts/hookFile';
import { openApp } from '../../../src/app/openApp';
import { bundleProgram, bundleStore } from '../../support/threads';
import { anAdd, change, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

/** Waits until `look` is true, at most five seconds, because upkeep runs concurrently. */
async function eventually(look: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 5000;
  while (!(await look())) {
    if (Date.now() > until) throw new Error('Not seen within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('openApp', () => {
  const opened: { close(): Promise<void> }[] = [];
  const troubles: unknown[] = [];
  const tamperings: string[] = [];

  // Before the folder is removed: hooks run in the order of their definition.
  afterEach(async () => {
    for (const app of opened.splice(0)) await app.close();
    tamperings.length = 0;
    assert.deepEqual(troubles.splice(0), []);
  });
  const folder = useTempFolder();

  let thread = '';
  before(async () => {
    thread = await bundleStore();
  });
  after(() => rm(thread));

  /** A folder that looks like the built extension. */
  const extensionFolder = async (): Promise<string> => {
    const made = join(folder(), 'extension');
    await mkdir(join(made, 'dist'), { recursive: true });
    await copyFile('package.json', join(made, 'package.json'));
    await writeFile(
      join(made, 'dist', 'sql-wasm.wasm'),
      await readFile('node_modules/sql.js/dist/sql-wasm.wasm'),
    );
    await copyFile(thread, join(made, 'dist', 'store.cjs'));
    await copyFile('assets/programs.txt', join(made, 'dist', 'programs.txt'));
    return made;
  };

  const open = async (storage = join(folder(), 'storage'), settings: Partial<Settings> = {}) => {
    const app = await openApp({
      folder: storage,
      extensionFolder: await extensionFolder(),
      settings: () => ({ ...readSettings(() => undefined), author: 'Ada', ...settings }),
      onTampering: (text) => tamperings.push(text),
      onError: (error) => troubles.push(error),
    });
    opened.push(app);
    return app.app;
  };

  it('publishes at startup a change whose publication was prevented by a crash', async () => {
    const storage = join(folder(), 'storage');
    const store = await openTestStore(storage);
    const version = await change(store.policies, { add: [anAdd()] });
    await store.close();
    const published = join(storage, LAYOUT.publishedPolicy);
    assert.equal(existsSync(published), false);
    await open(storage);
    await eventually(() => existsSync(published));
    assert.equal(readPublishedPolicy(published).version, version.version);
  });

  it('publishes at startup a change that a killed window had saved but not published', async () => {
    const storage = join(folder(), 'storage');
    const published = join(storage, LAYOUT.publishedPolicy);
    assert.equal(await killedBeforePublishing(storage, await extensionFolder()), 'SIGKILL');
    assert.equal(evaluate(readPublishedPolicy(published), 'mkfs x').decision, 'none');
    const app = await open(storage);
    assert.deepEqual(
      (await app.policies.listRules()).map(({ pattern }) => pattern),
      ['mkfs'],
    );
    await eventually(() => evaluate(readPublishedPolicy(published), 'mkfs x').decision === 'deny');
  });

  it('republishes a damaged policy', async () => {
    const storage = join(folder(), 'storage');
    await mkdir(storage, { recursive: true });
    const published = join(storage, LAYOUT.publishedPolicy);
    await writeFile(published, 'rubbish');
    await open(storage);
    await eventually(() => {
      try {
        return readPublishedPolicy(published).size === 0;
      } catch {
        // It is still invalid.
        return false;
      }
    });
  });

  it('publishes an applied change before it notifies the reviewer', async () => {
    const storage = join(folder(), 'storage');
    const app = await open(storage);
    const { id } = await app.policies.propose({
      proposedBy: 'test',
      diff: { add: [anAdd({ pattern: 'mkfs' })], remove: [], meta: {} },
    });
    const session = await app.openReview('suggestion', id);
    const version = await session.apply({
      subjectId: id,
      diffHash: session.shown.diffHash,
      policyVersion: session.shown.policyVersion,
      author: 'Ada',
      comment: '',
      typed: 'APPLY',
    });
    const { version: published } = readPublishedPolicy(join(storage, LAYOUT.publishedPolicy));
    assert.equal(published, version.version);
    assert.equal((await app.explain('sudo mkfs /dev/sda')).verdict.decision, 'deny');
  });

  it("writes the user's settings for guards", async () => {
    const storage = join(folder(), 'storage');
    await open(storage, { onError: 'ask', guardAllow: true });
    const file = join(storage, LAYOUT.guard, 'guard.json');
    await eventually(() => existsSync(file));
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(settings, { onError: 'ask', allow: true, record: true });
  });

  describe('with a guard of an earlier version', () => {
    const home = process.env['HOME'];
    beforeEach(() => {
      process.env['HOME'] = folder();
    });
    afterEach(() => {
      process.env['HOME'] = home;
    });

    it('keeps its hooks, and offers to update them to a folder that no older version writes', async () => {
      const storage = join(folder(), 'storage');
      const launcher = join(earlierGuardFolderIn(storage), LAUNCHER);
      const made = await extensionFolder();
      await mkdir(earlierGuardFolderIn(storage), { recursive: true });
      for (const name of ['guard.main.js', 'guard.cjs', LAUNCHER]) {
        await writeFile(join(made, 'dist', name), `${name} of this version`);
        await writeFile(join(earlierGuardFolderIn(storage), name), `${name} of the version before`);
      }
      await mkdir(join(folder(), '.claude'));
      const hooks = withHooks(undefined, HOST_FILES.claude, launcher);
      await writeFile(join(folder(), '.claude', 'settings.json'), hooks);
      const app = await open(storage);
      const [claude] = await app.connections.list();
      assert.deepEqual([claude?.state, claude?.problem], ['outdated', undefined]);
      assert.equal(
        await readFile(join(earlierGuardFolderIn(storage), 'guard.cjs'), 'utf8'),
        'guard.cjs of this version',
      );
      const { after } = await app.connections.propose('claude', 'connect');
      assert.equal(after?.includes(launcher), false);
      assert.ok(after.includes(join(guardFolderIn(storage), LAUNCHER)));
    });
  });

  it('decides again what a guard let pass, and says and notes that it was weaker', async () => {
    const storage = join(folder(), 'storage');
    const store = await openTestStore(storage);
    const { version } = await change(store.policies, { add: [anAdd({ pattern: '^mkfs' })] });
    await store.close();
    const app = await open(storage);
    const spooled = (id: string, guard: string): string => {
      const verdict = { decision: 'none', rules: [], shadow: [], policyVersion: version, guard };
      const event = { command: 'mkfs /dev/sda', tool: 'Bash', source: 'guard', verdict };
      const stamp = { id, ts: '2026-01-01T00:00:00.000Z', eventType: 'command_requested' };
      return `${JSON.stringify({ event: { ...stamp, ...event } })}\n`;
    };
    const spool = join(storage, LAYOUT.spool);
    const { version: mine } = JSON.parse(await readFile('package.json', 'utf8')) as {
      version: string;
    };
    const lastId = async (): Promise<string | undefined> => (await app.history.recent(1))[0]?.id;
    const put = async (id: string, guard: string): Promise<void> => {
      await mkdir(spool, { recursive: true });
      await writeFile(join(spool, `1-${id}.part`), spooled(id, guard));
      await rename(join(spool, `1-${id}.part`), join(spool, `1-${id}.jsonl`));
      while ((await lastId()) !== id) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await put('1', `${mine}-before`);
    assert.equal(tamperings.length, 0);
    const start = performance.now();
    await put('2', mine);
    await eventually(() => tamperings.length > 0);
    process.stdout.write(`      noticed after ${Math.round(performance.now() - start)} ms\n`);
    assert.match(tamperings[0] ?? '', /got "none", but the policy says "deny" \(0 more\)/);
    const newest = async () => (await app.policies.listAudit())[0];
    await eventually(async () => (await newest())?.action === 'repair');
    assert.equal((await newest())?.comment, tamperings[0]);
    // The history has what is needed to compare.
    assert.equal((await app.history.recent(1))[0]?.verdict?.guard, mine);
  });

  it('removes the trust in other keys only after APPLY, with an audit entry', async () => {
    const app = await open();
    await assert.rejects(app.removeTrust('apply'), (error) =>
      isRulewrightError(error, 'wrong-token'),
    );
    assert.deepEqual(await app.policies.listAudit(), []);
    await app.removeTrust('APPLY');
    const [entry] = await app.policies.listAudit();
    assert.deepEqual([entry?.action, entry?.author], ['distrust', 'Ada']);
  });

  it('reports the missing WASM file with a hint', async () => {
    const made = await extensionFolder();
    await rm(join(made, 'dist', 'sql-wasm.wasm'));
    const opening = openApp({
      folder: join(folder(), 'storage'),
      extensionFolder: made,
      settings: () => readSettings(() => undefined),
      onError: (error) => troubles.push(error),
    });
    await assert.rejects(opening, (error: unknown) => {
      assert.ok(isRulewrightError(error, 'missing-part'));
      assert.ok(error.message.includes('sql-wasm.wasm'));
      return error.hint !== undefined;
    });
  });

  it('reports an unusable storage folder', async () => {
    const file = join(folder(), 'storage');
    await writeFile(file, 'a file where a folder should be');
    await assert.rejects(open(file), (error: unknown) => {
      assert.ok(isRulewrightError(error));
      return error.message.includes(file) && /Move that file/.test(error.hint ?? '');
    });
  });

  it('applies learned rules only after approval', async () => {
    const app = await open();
    assert.deepEqual(await app.policies.listRules(), []);
    assert.equal((await app.evaluate('rm -rf /')).decision, 'none');
  });
});

async function killedBeforePublishing(storage: string, extension: string): Promise<string | null> {
  const script = await bundleProgram('test/support/publishChild.ts');
  const child = spawn(process.execPath, [script, storage, extension], { stdio: 'inherit' });
  const signal = await new Promise<string | null>((done) => {
    child.on('close', (_, how) => {
      done(how);
    });
  });
  await rm(script);
  return signal;
}
