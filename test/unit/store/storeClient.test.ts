import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import { openStoreProcess } from '../../../src/store/storeClient';
import type { OpenStore } from '../../../src/store/openStore';
import { StoreProcess, type StoreProcessOptions } from '../../../src/store/storeProcess';
import { anAgent } from '../../support/anAgent';
import { anAnchor, databasePath } from '../../support/corruption';
import { bundleStore } from '../../support/threads';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
  WASM,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

describe('the store in its own process', () => {
  let programPath = '';
  before(async () => {
    programPath = await bundleStore();
  });
  after(() => rm(programPath));

  let opened: OpenStore[] = [];
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    opened = [];
  });
  const folder = useTempFolder();
  const open = async (options: Partial<StoreProcessOptions> = {}): Promise<OpenStore> => {
    const wasmPath = resolve(WASM);
    const store = await openStoreProcess({
      programPath,
      folder: folder(),
      wasmPath,
      label: 'window 7',
      ...options,
    });
    opened.push(store);
    return store;
  };

  it('answers in the language of the window', async () => {
    const store = await open({ texts: { 'There is no version "{0}".': 'Version {0} fehlt.' } });
    await assert.rejects(store.policies.previewReturn('rollback', 'v9'), {
      code: 'not-found',
      message: 'Version v9 fehlt.',
    });
  });

  it('supports all operations of a store', async () => {
    const store = await open();
    const { policies } = store;
    const first = await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const waiting = await propose(policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await policies.reject({ suggestionId: waiting.id, author: 'Ada', comment: '' });
    await goBack(policies, 'rollback', first.version);
    await goBack(policies, 'restore', first.version);
    assert.deepEqual(
      (await policies.listVersions()).map((version) => version.kind),
      ['restore', 'rollback', 'apply'],
    );
    assert.equal((await policies.listSuggestions('rejected')).length, 1);
    assert.equal((await policies.listAudit()).length, 6);
    assert.equal((await store.policyInForce())?.rules.length, 1);
    assert.equal(await store.recoveryOffer(), undefined);
    assert.deepEqual(await policies.health(), { state: 'good' });
    await store.historyChecked();
  });

  it('reads lists that are longer than a page', async () => {
    const direct = await openTestStore(folder());
    for (let index = 0; index < 201; index += 1) {
      await propose(direct.policies, { add: [anAdd({ pattern: `command ${index}` })] });
    }
    await direct.close();
    const { policies } = await open();
    assert.equal((await policies.listSuggestions()).length, 201);
    assert.equal((await policies.listAudit()).length, 201);
  });

  it('fails with the same codes and hints', async () => {
    const { policies } = await open();
    await assert.rejects(
      policies.apply(approvalOf('nowhere', 'x'), randomUUID()),
      (error) => isRulewrightError(error, 'not-found') && error.hint !== undefined,
    );
  });

  it('changes agents sequentially', async () => {
    const [one, other] = [await open(), await open()];
    await one.agents.insert(anAgent({ id: 'a', name: '0' }));
    const count = ({ agents }: OpenStore): Promise<unknown> =>
      agents.change('a', (agent) => ({ ...agent, name: String(Number(agent.name) + 1) }));
    await Promise.all([count(one), count(other), count(one), count(other)]);
    assert.equal((await one.agents.list())[0]?.name, '4');
    await assert.rejects(
      one.agents.change('b', (agent) => agent),
      (error) => isRulewrightError(error, 'not-found'),
    );
    await one.agents.remove('a');
  });

  it('notifies about changes in other windows while there are listeners', async () => {
    const [one, other] = [await open(), await open()];
    let received = 0;
    let tell: () => void = () => undefined;
    const told = new Promise<void>((done) => (tell = done));
    const subscription = one.policies.onDidChange(() => {
      received += 1;
      tell();
    });
    await one.policies.health(); // the watch is active before this call is answered
    await change(other.policies, { add: [anAdd()] });
    await told;
    subscription.dispose();
    await one.policies.health();
    const before = received;
    await change(other.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await one.policies.health();
    assert.equal(received, before);
  });

  it('ends its process after it was idle, and starts it again', async () => {
    const wasmPath = resolve(WASM);
    const options = { programPath, folder: folder(), wasmPath, label: 'window 7', idleMs: 100 };
    const program = new StoreProcess(options);
    await program.open();
    assert.equal(program.isRunning, true);
    const other = await open();
    const received = new Promise<void>((notify) => {
      const subscription = program.listen(() => {
        subscription.dispose();
        notify();
      });
    });
    await eventually(() => !program.isRunning);
    // Changes of other windows are still noticed.
    await change(other.policies, { add: [anAdd()] });
    await received;
    assert.equal(program.isRunning, false);
    assert.equal((await program.ask('listRules')).length, 1);
    assert.equal(program.isRunning, true);
    await program.close();
    await assert.rejects(program.ask('listRules'), /closed/);
  });

  it('keeps its process while the policy is not valid', async () => {
    await writeFile(databasePath(folder()), 'no database');
    const wasmPath = resolve(WASM);
    const options = { programPath, folder: folder(), wasmPath, label: 'window 7', idleMs: 50 };
    const program = new StoreProcess(options);
    const { state } = await program.ask('health');
    assert.notEqual(state, 'good');
    await new Promise((next) => setTimeout(next, 500));
    assert.equal(program.isRunning, true);
    assert.equal((await program.ask('health')).state, state);
    await program.close();
  });

  it('stores the anchor in the window and rejects older files afterwards', async () => {
    const anchor = anAnchor();
    const store = await open({ anchor });
    const version = await change(store.policies, { add: [anAdd()] });
    await store.close();
    assert.equal(anchor.anchor?.version, version.version);
    await rm(join(folder(), 'backups'), { recursive: true });
    await rm(databasePath(folder()));
    assert.equal((await (await open({ anchor })).policies.health()).state, 'tampered');
  });

  it('reports missing files', async () => {
    await assert.rejects(open({ programPath: join(folder(), 'store.cjs') }), (error) =>
      isRulewrightError(error, 'missing-part'),
    );
  });

  it('fails a call with a hint when its process stops, and starts another for the next', async () => {
    const stopsOnce = join(folder(), 'stopsOnce.cjs');
    const stopped = join(folder(), 'stopped');
    await writeFile(
      stopsOnce,
      `const { existsSync, writeFileSync } = require('node:fs');
      if (existsSync(${JSON.stringify(stopped)})) require(${JSON.stringify(programPath)});
      else {
        writeFileSync(${JSON.stringify(stopped)}, '');
        setTimeout(() => { throw new Error('out of memory'); }, 20);
      }`,
    );
    const wasmPath = resolve(WASM);
    const options = { programPath: stopsOnce, folder: folder(), wasmPath, label: 'window 7' };
    const program = new StoreProcess(options);
    await assert.rejects(
      program.open(),
      (error) =>
        isRulewrightError(error, 'io-failed') &&
        error.message.includes('out of memory') &&
        error.hint === 'Try again: the store starts again. Acknowledged changes are on disk.',
    );
    assert.deepEqual(await program.ask('listRules'), []);
    await program.close();
  });
});

async function eventually(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; !isTrue(); turn += 1) {
    assert.ok(turn < 200, 'It never came.');
    await new Promise((next) => setTimeout(next, 50));
  }
}
