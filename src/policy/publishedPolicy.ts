import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { PolicyPublisher } from '../core/ports';
import { createQueue } from '../core/queue';
import { removeStaleTemps, writeAtomic } from '../files/writeAtomic';
import { parseSnapshot } from './readSnapshot';
import { snapshotBytes, type PolicyInForce } from './snapshotBytes';

/** Which policy is published. */
export interface Published {
  readonly version: string;
  readonly seq: number;
}

/** Keeps the published file equal to the policy in force. */
export interface SnapshotPublisher extends PolicyPublisher {
  /** What a guard would read now; undefined where there is no file, or none that a guard would accept. */
  current(): Promise<Published | undefined>;
  /** For the start: tidies up after crashes, and publishes unless exactly this policy is published. True where it had to. */
  heal(policy: PolicyInForce): Promise<boolean>;
}

/** Publishes to `path`, by temp file and rename: a reader sees the old policy or the new one, never a part. */
export function createPolicyPublisher(options: {
  readonly files: Files;
  readonly path: string;
  /** Any 32-bit number, another one each time. */
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
      // A file that no guard accepts is no published policy: it is written anew.
      if (isRulewrightError(error)) return undefined;
      throw error;
    }
  };
  const write = async (policy: PolicyInForce): Promise<void> => {
    await files.makeFolder(dirname(path));
    await writeAtomic(files, path, snapshotBytes(policy, seed()));
  };
  // One at a time, in the order asked for: the last one asked for is the one that stays.
  const inTurn = createQueue();
  return {
    current,
    publish: (policy) =>
      inTurn(async () => {
        // Another window may have published a later policy while this one was on its way.
        const there = await current();
        if (there === undefined || there.seq <= policy.seq) await write(policy);
      }),
    heal: (policy) =>
      inTurn(async () => {
        await removeStaleTemps(files, path, Date.now());
        const there = await current();
        if (there?.version === policy.version && there.seq === policy.seq) return false;
        await write(policy);
        return true;
      }),
  };
}
