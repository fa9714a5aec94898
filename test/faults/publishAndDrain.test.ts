import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../src/core/fileAccess';
import type { Rule } from '../../src/core/rule';
import { createPolicyPublisher } from '../../src/policy/publishedPolicy';
import { readPublishedPolicy } from '../../src/policy/readSnapshot';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { Spool } from '../../src/history/spool';
import { NO_AGENTS } from '../support/noAgents';
import { assertCured } from '../support/cures';
import { anEvent } from '../support/events';
import { createFaultyFiles, FAULTS } from '../support/faultyFiles';
import { useTempFolder } from '../support/tempFolder';

/**
 * Runs `work` with a failure at each step in turn. It returns the number of steps taken; if that is less than the step
 * that should fail, all were tested.
 */
async function atEachStep(work: (step: number) => Promise<number>): Promise<number> {
  for (let step = 1; ; step += 1) {
    if ((await work(step)) < step) return step - 1;
  }
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error ?? 'nothing',
  );
}

describe('a failure at any step of publishing', () => {
  const folder = useTempFolder();
  const rule = (pattern: string): Rule => ({
    id: pattern,
    pattern,
    effect: 'deny',
    addedBy: 'Ada',
    confidence: null,
    ts: '2026-01-01T00:00:00.000Z',
    mode: 'enforce',
    reason: '',
  });
  const before = { rules: [rule('mkfs')], version: 'before', seq: 1 };
  const after = { rules: [rule('mkfs'), rule('fdisk')], version: 'after', seq: 2 };

  for (const how of ['publish', 'repair'] as const) {
    for (const fault of FAULTS) {
      it(`leaves the policy before or the one after: ${how}, ${fault}`, async () => {
        const steps = await atEachStep(async (step) => {
          const path = join(folder(), String(step), 'policy.snapshot');
          await createPolicyPublisher({ files: createNodeFiles(), path }).publish(before);
          const files = createFaultyFiles(createNodeFiles());
          const inForce = how === 'repair' ? { inForce: () => Promise.resolve(after) } : {};
          const publisher = createPolicyPublisher({ files, path, ...inForce });
          files.failAt(step, fault);
          const error = await errorOf(publisher[how](after));
          const taken = files.steps;
          const where = `${fault} at step ${step}`;
          assertCured(error, fault, where);
          const now = readPublishedPolicy(path);
          const isNew = now.version === 'after' && now.size === 2;
          const isOld = now.version === 'before' && now.size === 1;
          assert.ok(isNew || (isOld && error !== undefined), where);
          files.heal();
          await publisher[how](after);
          assert.equal(readPublishedPolicy(path).version, 'after', where);
          return taken;
        });
        assert.ok(steps >= 5, `only ${steps} steps`);
      }).timeout(60_000);
    }
  }
});

describe('a failure at any step of draining the spool', () => {
  const folder = useTempFolder();
  const ids = ['a', 'b', 'c'];

  for (const fault of FAULTS) {
    it(`keeps each event once: ${fault}`, async () => {
      const steps = await atEachStep(async (step) => {
        const storage = join(folder(), String(step));
        await mkdir(join(storage, 'spool'), { recursive: true });
        const lines = ids.map((id) => `${JSON.stringify({ event: anEvent({ id }) })}\n`);
        await writeFile(join(storage, 'spool', '11-a.jsonl'), lines.join(''));
        const files = createFaultyFiles(createNodeFiles());
        const window = aWindow(storage, files, 'first');
        files.failAt(step, fault);
        const error = await errorOf(window.drain());
        const taken = files.steps;
        const where = `${fault} at step ${step}`;
        assertCured(error, fault, where);
        const kept = await storedIds(storage);
        assert.equal(new Set(kept).size, kept.length, `${where}: an event is there twice`);
        assert.ok(error !== undefined || kept.length === ids.length, where);
        files.heal();
        // After a crash another window continues, otherwise the same one.
        const next = fault === 'crash' ? aWindow(storage, createNodeFiles(), 'second') : window;
        await next.drain();
        assert.deepEqual(await storedIds(storage), ids, where);
        assert.deepEqual(await createNodeFiles().list(join(storage, 'spool')), [], where);
        return taken;
      });
      assert.ok(steps >= 6, `only ${steps} steps`);
    }).timeout(60_000);
  }

  function aWindow(storage: string, files: Files, owner: string): Spool {
    return new Spool({
      files,
      folder: join(storage, 'spool'),
      target: createHistory({ files, folder: join(storage, 'history'), clock: Date, owner }),
      clock: Date,
      owner,
      ownerHasEnded: () => true,
      agents: NO_AGENTS,
    });
  }

  async function storedIds(storage: string): Promise<readonly string[]> {
    const history = createHistory({
      files: createNodeFiles(),
      folder: join(storage, 'history'),
      clock: Date,
      owner: 'reader',
    });
    const found: string[] = [];
    for await (const event of history.all()) found.push(event.id);
    return found.sort();
  }
});
