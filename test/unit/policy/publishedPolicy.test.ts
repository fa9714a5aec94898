import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { isRulewrightError, RulewrightError } from '../../../src/core/errors';
import { evaluate } from '../../../src/policy/evaluate';
import { createPolicyPublisher, type SnapshotPublisher } from '../../../src/policy/publishedPolicy';
import { readPublishedPolicy } from '../../../src/policy/readSnapshot';
import { FORMAT, HASH_AT, LENGTH_AT } from '../../../src/policy/snapshotFormat';
import { sha256 } from '../../../src/files/sha256';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { aRule } from '../../support/aRule';
import { withHeader } from '../../support/forgedSnapshot';
import { useTempFolder } from '../../support/tempFolder';

const TEXTS = { title: 'Publishes a package', reason: 'Ça reste.', instead: 'Make a tag.' };

describe('the published policy', () => {
  const folder = useTempFolder();
  const path = (): string => join(folder(), 'policy.snapshot');
  const publisher = (): SnapshotPublisher =>
    createPolicyPublisher({ files: createNodeFiles(), path: path() });
  const rules = [
    aRule({ id: 'a', pattern: '^rm ' }),
    aRule({ id: 'b', pattern: '^ls$', effect: 'allow' }),
    aRule({ id: 'c', pattern: 'mkfs', mode: 'shadow' }),
    aRule({ id: 'd', pattern: '^npm publish', effect: 'ask', ...TEXTS }),
  ];
  const policy = { rules, version: 'v3', seq: 3 };
  /** The publisher of a window that just opened, with this policy in force. */
  const repairer = (): SnapshotPublisher =>
    createPolicyPublisher({
      files: createNodeFiles(),
      path: path(),
      inForce: () => Promise.resolve(policy),
    });

  it('is read as published: rules, modes, version', async () => {
    await publisher().publish(policy);
    const read = readPublishedPolicy(path());
    assert.deepEqual([read.version, read.seq, read.size], ['v3', 3, 4]);
    const published = [0, 1, 2, 3].map((at) => read.ruleAt(at));
    const meant = rules.map(({ id, pattern, effect, mode, reason, title, instead }) => ({
      ...{ id, pattern, effect, mode, reason },
      ...(title === undefined ? {} : { title, instead }),
    }));
    const byId = (one: { id: string }, other: { id: string }): number =>
      one.id < other.id ? -1 : 1;
    assert.deepEqual(published.sort(byId), meant);
    assert.equal(evaluate(read, 'sudo rm -r x').decision, 'deny');
    assert.equal(evaluate(read, 'ls').decision, 'allow');
    assert.equal(evaluate(read, 'npm publish').decision, 'ask');
    assert.deepEqual(evaluate(read, 'mkfs x').shadow, ['c']);
  });

  it('publishes an empty policy, which decides nothing', async () => {
    await publisher().publish({ rules: [], version: '', seq: 0 });
    assert.equal(evaluate(readPublishedPolicy(path()), 'rm -rf /').decision, 'none');
  });

  it('keeps the later policy if another window published first', async () => {
    await publisher().publish(policy);
    await publisher().publish({ rules: [], version: 'v2', seq: 2 });
    assert.equal(readPublishedPolicy(path()).version, 'v3');
  });

  it('publishes the policy of the last call, even if an earlier one takes longer to write', async () => {
    const one = publisher();
    const many = Array.from({ length: 5000 }, (_, at) => aRule({ pattern: `^tool${at} remove` }));
    await Promise.all([
      one.publish({ rules: many, version: 'v4', seq: 4 }),
      one.publish({ rules, version: 'v5', seq: 5 }),
    ]);
    assert.equal(readPublishedPolicy(path()).version, 'v5');
  });

  it('lets the window go on while it compiles many rules', async () => {
    const many = Array.from({ length: 500 }, (_, at) => aRule({ pattern: `^tool${at} remove` }));
    // Each look at the clock is a millisecond later, so that a fast machine pauses as often.
    let nowMs = 0;
    const clock = mock.method(performance, 'now', () => (nowMs += 1));
    const pause = mock.method(globalThis, 'setImmediate');
    try {
      await publisher().publish({ rules: many, version: 'v4', seq: 4 });
      // A pause after eight rules, in each of several passes over them.
      assert.ok(pause.mock.callCount() >= 100, `${pause.mock.callCount()} pauses`);
    } finally {
      clock.mock.restore();
      pause.mock.restore();
    }
  });

  it('publishes at the next check what could not be written', async () => {
    const real = createNodeFiles();
    let inForce = { rules: rules.slice(0, 1), version: 'v2', seq: 2, stateHash: '' };
    let isFull = false;
    const one = createPolicyPublisher({
      path: path(),
      inForce: () => Promise.resolve(inForce),
      files: {
        ...real,
        rename: (from, to) =>
          isFull
            ? Promise.reject(new RulewrightError('io-failed', 'The disk is full.'))
            : real.rename(from, to),
      },
    });
    await one.repair();
    await one.repair();
    inForce = { ...inForce, rules, version: 'v3', seq: 3 };
    isFull = true;
    await assert.rejects(one.publish(inForce));
    await assert.rejects(one.repair());
    isFull = false;
    assert.equal(await one.repair(), undefined);
    assert.equal(readPublishedPolicy(path()).version, 'v3');
  });

  it('removes stale files at the next start, but none that may still be in use', async () => {
    const [left, fresh, other] = [
      'policy.snapshot.0123456789ab.tmp',
      'policy.snapshot.ba9876543210.tmp',
      'x.tmp',
    ];
    for (const name of [left, fresh, other]) writeFileSync(join(folder(), name), 'half');
    for (const name of [left, other]) utimesSync(join(folder(), name), 1000, 1000);
    await repairer().repair();
    assert.deepEqual(readdirSync(folder()).sort(), ['policy.snapshot', fresh, other].sort());
  });

  it('replaces a file that is older, newer or invalid, and leaves an equal one unchanged', async () => {
    const inode = (): number => statSync(path()).ino;
    const reads = { version: 'v3', seq: 3 };
    await publisher().publish({ rules: [], version: 'v2', seq: 2 });
    assert.equal(await repairer().repair(), undefined, 'an older one is no foreign one');
    assert.deepEqual(await publisher().current(), reads);
    const equal = inode();
    assert.equal(await repairer().repair(), undefined);
    assert.equal(inode(), equal);
    await publisher().publish({ rules: [], version: 'v9', seq: 9 });
    assert.ok((await repairer().repair())?.movedTo);
    assert.deepEqual(await publisher().current(), reads);
    writeFileSync(path(), 'rubbish');
    assert.equal(await publisher().current(), undefined);
    assert.ok((await repairer().repair())?.movedTo);
    assert.deepEqual(await publisher().current(), reads);
  });

  it('rejects every flipped bit and every truncation', async () => {
    await publisher().publish(policy);
    const good = readFileSync(path());
    const refused = (bytes: Uint8Array): boolean => {
      writeFileSync(path(), bytes);
      try {
        readPublishedPolicy(path());
        return false;
      } catch (error) {
        return isRulewrightError(error);
      }
    };
    for (let at = 0; at < good.length; at += 7) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      assert.ok(refused(changed), `bit flipped in byte ${at}`);
    }
    for (let length = 0; length < good.length; length += 101) {
      assert.ok(refused(good.subarray(0, length)), `cut to ${length} bytes`);
    }
  });

  it('replaces a file with a valid hash around something else', async () => {
    await publisher().publish(policy);
    const right = readFileSync(path());
    for (const header of ['{', 'null', `{"format":${FORMAT}}`, `${' '.repeat(70_000)}{}`]) {
      writeFileSync(path(), withHeader(right, header));
      assert.throws(
        () => readPublishedPolicy(path()),
        (error) => isRulewrightError(error, 'store-damaged'),
        header.slice(0, 20),
      );
      assert.ok((await repairer().repair())?.movedTo !== undefined, header.slice(0, 20));
      assert.equal(readPublishedPolicy(path()).version, 'v3');
    }
  });

  it('rejects another format, and says whether to update or to publish again', async () => {
    await publisher().publish(policy);
    for (const [format, message, hint] of [
      [FORMAT + 1, /newer version/, /Update Rulewright/],
      [FORMAT - 1, /older version/, /Open VS Code/],
    ] as const) {
      writeFileSync(path(), withFormat(readFileSync(path()), format));
      assert.throws(() => readPublishedPolicy(path()), { code: 'store-newer', message, hint });
    }
  });

  it('says what to do if there is no policy', () => {
    assert.throws(() => readPublishedPolicy(path()), { code: 'not-found', hint: /Open VS Code/ });
  });
});

/**
 * A published policy with another format number, sealed again. Both numbers must have one digit.
 */
function withFormat(bytes: Buffer, format: number): Uint8Array {
  const at = bytes.indexOf('"format":') + '"format":'.length;
  const changed = Buffer.from(bytes);
  changed.write(String(format), at, 'latin1');
  changed.set(sha256(changed.subarray(LENGTH_AT)), HASH_AT);
  return changed;
}
