import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { PolicyPublisher } from '../core/ports';
import { createQueue } from '../core/queue';
import { inSlices } from '../core/steps';
import { keepAside, ownStat } from '../files/keepAside';
import { removeStaleTemps, writeAtomic } from '../files/writeAtomic';
import type { ReadablePolicy } from './readablePolicy';
import { seedOf, parseSnapshot } from './readSnapshot';
import { snapshotSteps, type PolicyInForce } from './snapshotBytes';

/** Identifies a published policy. */
export interface Published {
  readonly version: string;
  readonly seq: number;
}

/** Keeps the published file equal to the policy in force. */
export interface SnapshotPublisher extends PolicyPublisher {
  /** The policy that guards read now; undefined if there is no valid file. */
  current(): Promise<Published | undefined>;
  /**
   * Compares the published file with the policy in force by content, if the file has changed since the last call. A
   * file that no window published is moved aside and the policy is published again; the result is then the path of the
   * moved file. The first call removes stale files.
   */
  repair(): Promise<{ readonly movedTo: string | undefined } | undefined>;
}

/** Publishes to `path` by rename, so that readers see either the old policy or the new one. */
export function createPolicyPublisher(options: {
  readonly files: Files;
  readonly path: string;
  /** A random 32-bit number. */
  readonly seed?: () => number;
  /** The stored policy in force; undefined while it fails its integrity check. Without it, nothing is repaired. */
  readonly inForce?: () => Promise<PolicyInForce | undefined>;
}): SnapshotPublisher {
  const { files, path, seed = () => randomInt(2 ** 32), inForce } = options;
  /**
   * The mark of the last valid file, the highest policy number published, and whether a file has
   * existed.
   */
  let lastVerified: string | undefined;
  let highest = 0;
  let existed = false;
  const current = async (): Promise<Published | undefined> => {
    const bytes = await readAny(files, path);
    if (bytes === undefined) return undefined;
    try {
      const { version, seq } = parseSnapshot(bytes, path);
      return { version, seq };
    } catch (error) {
      // Guards do not accept this file, so it is replaced.
      if (isRulewrightError(error)) return undefined;
      throw error;
    }
  };
  const write = async (policy: PolicyInForce): Promise<void> => {
    await files.makeFolder(dirname(path));
    await writeAtomic(files, path, await inSlices(snapshotSteps(policy, seed())));
    highest = Math.max(highest, policy.seq);
    existed = true;
  };
  const isForeign = async (bytes: Uint8Array, policy: PolicyInForce): Promise<boolean> => {
    try {
      const published = parseSnapshot(bytes, path);
      // Policies are stored before they are published, so no window can have published a later one.
      if (published.seq > policy.seq) return true;
      if (published.seq < policy.seq) return published.seq < highest;
      const randomSeed = seedOf(bytes, path);
      if (published.version !== policy.version) return true;
      // A file written by an earlier version of this extension is published again.
      if (randomSeed === undefined) return !hasRules(published, policy);
      const right = await inSlices(snapshotSteps(policy, randomSeed));
      return Buffer.compare(bytes, right) !== 0;
    } catch (error) {
      if (!isRulewrightError(error)) throw error;
      // An older or newer version of this extension wrote it in its own format.
      return error.code !== 'store-newer';
    }
  };
  const repair = async (): Promise<{ movedTo: string | undefined } | undefined> => {
    if (lastVerified === undefined) await removeStaleTemps(files, path, Date.now());
    const stat = await ownStat(files, path);
    if (stat !== undefined && stat.mark === lastVerified) return undefined;
    const bytes = stat === undefined ? undefined : await readAny(files, path);
    const policy = await inForce?.();
    if (policy === undefined) return undefined;
    const foreign = bytes !== undefined && (await isForeign(bytes, policy));
    const wasDeleted = bytes === undefined && existed;
    const movedTo = foreign ? await keepAside(files, path) : undefined;
    const wasRight = await publishIfDifferent(bytes, policy, foreign);
    // A file just written is compared at the next call, because another program may replace it before that.
    lastVerified = wasRight ? stat?.mark : undefined;
    return foreign || wasDeleted ? { movedTo } : undefined;
  };
  const publishIfDifferent = async (
    bytes: Uint8Array | undefined,
    policy: PolicyInForce,
    foreign: boolean,
  ): Promise<boolean> => {
    const isRight = !foreign && bytes !== undefined && isPublished(bytes, path, policy);
    if (!isRight) await write(policy);
    highest = Math.max(highest, policy.seq);
    existed = true;
    return isRight;
  };
  // Serialized, so that the policy of the last call is the one published.
  const queue = createQueue();
  return {
    current,
    publish: (policy) =>
      queue(async () => {
        // Until this succeeds, the existing file is not the published policy.
        lastVerified = undefined;
        // Another window may have stored a later policy in the meantime.
        const stored = await inForce?.();
        if (stored !== undefined) {
          await write(stored);
          return;
        }
        const published = await current();
        if (published === undefined || published.seq <= policy.seq) await write(policy);
      }),
    repair: () => queue(repair),
  };
}

/** Larger than the policy of 10 000 rules. Another program could let a window read and hash a file of any size. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Files that cannot be read, such as a pipe, are treated as empty: they are not a published policy. */
async function readAny(files: Files, path: string): Promise<Uint8Array | undefined> {
  try {
    return await files.read(path, MAX_BYTES);
  } catch (error) {
    if (isRulewrightError(error)) return new Uint8Array();
    throw error;
  }
}

function isPublished(bytes: Uint8Array, path: string, { version, seq }: PolicyInForce): boolean {
  try {
    const published = parseSnapshot(bytes, path);
    return (
      published.version === version && published.seq === seq && seedOf(bytes, path) !== undefined
    );
  } catch (error) {
    // Guards do not accept this file, so it is replaced.
    if (isRulewrightError(error)) return false;
    throw error;
  }
}

function hasRules(published: ReadablePolicy, { rules }: PolicyInForce): boolean {
  return (
    published.size === rules.length &&
    rules.every(({ id, pattern, effect, mode }, at) => {
      const one = published.ruleAt(at);
      return one.id === id && one.pattern === pattern && one.effect === effect && one.mode === mode;
    })
  );
}
