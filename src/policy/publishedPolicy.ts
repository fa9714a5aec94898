import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { PolicyPublisher } from '../core/ports';
import { createQueue } from '../core/queue';
import { removeStaleTemps, writeAtomic } from '../files/writeAtomic';
import { parseSnapshot } from './readSnapshot';
import { snapshotBytes, type PolicyInForce } from './snapshotBytes';

/** Identifies a published policy. */
export interface Published {
  readonly version: string;
  readonly seq: number;
}

/** Keeps the published file equal to the policy in force. */
export interface SnapshotPublisher extends PolicyPublisher {
  /** The policy that guards read now; undefined if there is no valid file. */
  current(): Promise<Published | undefined>;
  /** Removes stale files and publishes the policy unless it is already published. Returns whether it was published. */
  ensurePublished(policy: PolicyInForce): Promise<boolean>;
}

/** Publishes to `path` by rename, so that readers see either the old policy or the new one. */
export function createPolicyPublisher(options: {
  readonly files: Files;
  readonly path: string;
  /** A random 32-bit number. */
  readonly seed?: () => number;
}): SnapshotPublisher {
  const { files, path, seed = () => randomInt(2 ** 32) } = options;
  const current = async (): Promise<Published | undefined> => {
    const bytes = await files.read(path);
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
    await writeAtomic(files, path, snapshotBytes(policy, seed()));
  };
  // Serialized, so that the policy of the last call stays.
  const queue = createQueue();
  return {
    current,
    publish: (policy) =>
      queue(async () => {
        // Another window may have published a later policy in the meantime.
        const published = await current();
        if (published === undefined || published.seq <= policy.seq) await write(policy);
      }),
    ensurePublished: (policy) =>
      queue(async () => {
        await removeStaleTemps(files, path, Date.now());
        const published = await current();
        if (published?.version === policy.version && published.seq === policy.seq) return false;
        await write(policy);
        return true;
      }),
  };
}
