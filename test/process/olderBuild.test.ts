import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { isRulewrightError } from '../../src/core/errors';
import { connectThreads } from '../../src/core/threadCalls';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createPolicyPublisher } from '../../src/policy/publishedPolicy';
import type { StoreFunctions } from '../../src/store/storeMessages';
import { aRule } from '../support/aRule';
import { STORED_0_1_0, unpack } from '../support/stored';
import { anAdd, approvalOf, change, openTestStore, WASM } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

/** The store of the last build without the effect `ask`: a worker thread. */
const OLDER_STORE = 'test/fixtures/stored/0.1.0-store.cjs.br';

describe('a build without the effect ask', function () {
  this.timeout(60_000);
  const folder = useTempFolder();

  const guardAnswer = (command: string): string => {
    const input = {
      session_id: 's',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
    };
    const launcher = join(folder(), 'storage', 'guard', 'guard.sh');
    const ran = spawnSync('/bin/sh', [launcher, '--host', 'claude', 'pre'], {
      input: JSON.stringify(input),
      encoding: 'utf8',
    });
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout;
  };

  it('denies every command in its guard, and reports the unknown policy format', async () => {
    unpack(STORED_0_1_0, folder());
    // Stored with `onError: ask`; the default is deny.
    rmSync(join(folder(), 'storage', 'guard', 'guard.json'));
    assert.equal(guardAnswer('git log'), '', 'it lets this pass by its own policy');
    const path = join(folder(), 'storage', 'policy.snapshot');
    const publisher = createPolicyPublisher({ files: createNodeFiles(), path });
    const rules = [aRule({ pattern: '^npm publish', effect: 'ask' })];
    await publisher.publish({ rules, version: 'v8', seq: 8 });
    for (const command of ['npm publish', 'git log']) {
      assert.match(
        guardAnswer(command),
        /"permissionDecision":"deny".*has format 4, not 3/,
        command,
      );
    }
  });

  it('recommends an update in its window, changes nothing and publishes nothing', async () => {
    const now = await openTestStore(folder());
    await change(now.policies, { add: [anAdd({ pattern: 'npm publish', effect: 'ask' })] });
    await now.close();
    const threadPath = join(folder(), 'store.cjs');
    writeFileSync(threadPath, brotliDecompressSync(readFileSync(OLDER_STORE)));
    const workerData = { folder: folder(), wasmPath: WASM, label: 'an older window', texts: {} };
    const thread = new Worker(threadPath, { workerData });
    const older = connectThreads<StoreFunctions, object>(thread, {});
    try {
      await older.$callRaw({ method: 'open', args: [] });
      const { state, hint } = await older.$call('health');
      assert.deepEqual([state, hint?.slice(0, 18)], ['read-only', 'Update Rulewright.']);
      assert.equal(await older.$call('policyInForce'), undefined);
      const isNewer = (error: unknown): boolean => isRulewrightError(error, 'store-newer');
      const diff = { add: [anAdd()], remove: [], meta: {} };
      await assert.rejects(older.$call('propose', { proposedBy: 'trainer', diff }), isNewer);
      await assert.rejects(older.$call('apply', approvalOf('x', 'y'), 'r1'), isNewer);
    } finally {
      await older.$call('close');
      await thread.terminate();
    }
  });
});
