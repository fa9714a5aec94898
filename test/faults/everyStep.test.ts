import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeFiles } from '../../src/files/nodeFiles';
import type { Migration } from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migrate';
import type { OpenStore, StoreOptions } from '../../src/store/openStore';
import { anAgent } from '../support/anAgent';
import { assertCured } from '../support/cures';
import type { FaultyFiles } from '../support/faultyFiles';
import { createFaultyFiles, FAULTS } from '../support/faultyFiles';
import {
  anAdd,
  approvalOf,
  change,
  newestVersion,
  openTestStore,
  propose,
} from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

const NEXT_SCHEMA: readonly Migration[] = [
  ...MIGRATIONS,
  { name: 'next', statements: ['CREATE TABLE extra (id TEXT PRIMARY KEY)'] },
];

/** One kind of change: its preparation and the change itself. */
interface Change {
  readonly options?: Partial<StoreOptions>;
  readonly run: (store: OpenStore) => Promise<unknown>;
  /** Whether opening the store is the change. */
  readonly onOpen?: boolean;
}

const applyFirst = async ({ policies }: OpenStore): Promise<unknown> => {
  const [waiting] = await policies.listSuggestions('pending');
  const shown = await newestVersion(policies);
  const approval = approvalOf(waiting?.id ?? '', waiting?.diffHash ?? '', shown);
  return policies.apply(approval, 'the request');
};
const rollBackFirst = async ({ policies }: OpenStore): Promise<unknown> => {
  const version = (await policies.listVersions()).at(-1)?.version ?? '';
  const { diffHash } = await policies.previewReturn('rollback', version);
  const approval = approvalOf(version, diffHash, await newestVersion(policies));
  return policies.returnTo('rollback', approval, 'the request');
};
const CHANGES: Readonly<Record<string, Change>> = {
  apply: { run: applyFirst },
  'apply to the log': { run: applyFirst, options: { logFromBytes: 0 } },
  'apply that saves the log into the file': {
    run: applyFirst,
    options: { logFromBytes: 0, logUpToBytes: 1 },
  },
  rollback: { run: rollBackFirst },
  'registering an agent': { run: ({ agents }) => agents.insert(anAgent()) },
  migration: { run: () => Promise.resolve(), options: { migrations: NEXT_SCHEMA }, onOpen: true },
};

/** Everything in a store that is visible to a user. */
async function stateOf(store: OpenStore): Promise<string> {
  const { policies, agents } = store;
  return JSON.stringify([
    // Rules are ordered by their random ids.
    (await policies.listRules()).map((rule) => rule.pattern).sort(),
    await policies.listVersions(),
    await policies.listSuggestions(),
    await policies.listAudit(),
    await agents.list(),
  ]);
}

/** The state without the ids and times that differ between two runs of the same change. */
function shapeOf(state: string): string {
  return state.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, '·');
}

describe('a failure at any step', () => {
  const folder = useTempFolder();

  const copyOf = (name: string): string => {
    const copy = join(folder(), name);
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(folder(), 'before'), copy, { recursive: true });
    return copy;
  };

  beforeEach(async () => {
    await mkdir(join(folder(), 'before'));
    const store = await openTestStore(join(folder(), 'before'), { logFromBytes: Infinity });
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await propose(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await store.close();
  });

  for (const [name, { options = {}, run, onOpen = false }] of Object.entries(CHANGES)) {
    for (const fault of FAULTS) {
      it(`leaves the old or the new state: ${name}, ${fault}`, async () => {
        const { oldShape, newShape, steps } = await recordSteps();
        assert.ok(steps > 5, 'the change takes steps that can fail');
        for (let step = 1; step <= steps; step += 1) await attempt(step, oldShape, newShape);
      }).timeout(300_000);

      const recordSteps = async (): Promise<{
        oldShape: string;
        newShape: string;
        steps: number;
      }> => {
        const path = copyOf('rehearsal');
        const files = createFaultyFiles(createNodeFiles());
        const from = onOpen ? 0 : undefined;
        const store = await openTestStore(path, { ...options, files });
        const oldShape = shapeOf(await stateOf(store));
        const before = from ?? files.steps;
        if (!onOpen) await run(store);
        const steps = files.steps - before;
        const newShape = shapeOf(await stateOf(store));
        await store.close();
        return { oldShape, newShape, steps };
      };

      const attempt = async (step: number, oldShape: string, newShape: string): Promise<void> => {
        const where = `${name}, ${fault} at step ${step}`;
        const path = copyOf('attempt');
        const files = createFaultyFiles(createNodeFiles());
        if (onOpen) files.failAt(step, fault);
        const live = await settled(() =>
          openTestStore(path, { ...options, files, timeoutMs: 200 }),
        );
        const store = live.value;
        let outcome: Settled<unknown> = live;
        if (store !== undefined && !onOpen) {
          files.failAt(step, fault);
          outcome = await settled(() => run(store));
        }
        assertCured(outcome.error, fault, where);
        if (fault === 'crash') {
          // This process holds the lock for its rivals until it ends; a new one finds the state on disk.
          await rm(join(path, 'rulewright.db.lock'), { force: true });
          await checkReopened(path, [oldShape, newShape], outcome, where);
          return;
        }
        files.heal();
        if (store !== undefined)
          await checkLive(store, files, [oldShape, newShape], outcome, where);
        await store?.close();
        await checkReopened(path, [oldShape, newShape], outcome, where);
      };

      const checkLive = async (
        store: OpenStore,
        files: FaultyFiles,
        allowed: readonly string[],
        outcome: Settled<unknown>,
        where: string,
      ): Promise<void> => {
        assert.ok(files.steps > 0);
        const shape = shapeOf(await stateOf(store));
        const expected = outcome.error === undefined ? allowed.slice(1) : allowed;
        assert.ok(expected.includes(shape), `${where}: the open store shows another state`);
        // The same request again must be applied exactly once, whatever the first answer was.
        if (!onOpen && name !== 'registering an agent') {
          await settled(() => run(store));
          const isDone = shapeOf(await stateOf(store)) === allowed[1];
          assert.ok(isDone, `${where}: trying again ends in another state`);
        }
      };

      const checkReopened = async (
        path: string,
        allowed: readonly string[],
        outcome: Settled<unknown>,
        where: string,
      ): Promise<void> => {
        const again = await openTestStore(path, { ...options, timeoutMs: 200 });
        const shape = shapeOf(await stateOf(again));
        const expected = outcome.error === undefined ? allowed.slice(1) : allowed;
        assert.ok(expected.includes(shape), `${where}: another state after opening again`);
        assert.equal((await again.policies.health()).state, 'good', where);
        await again.close();
      };
    }
  }
});

interface Settled<T> {
  readonly value?: T;
  readonly error?: unknown;
}

async function settled<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}
