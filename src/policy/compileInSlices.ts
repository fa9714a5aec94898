import { inSlices } from '../core/steps';
import type { ReadablePolicy } from './readablePolicy';
import { parseSnapshot } from './readSnapshot';
import { snapshotSteps, type PolicyInForce } from './snapshotBytes';

/** Policies that are published have a random seed. */
const SEED = 1;

/**
 * Compiles the rules of a stored policy as guards read them, in slices, because compiling thousands of rules at once would
 * block this thread for seconds.
 */
export async function compileInSlices(policy: PolicyInForce): Promise<ReadablePolicy> {
  return parseSnapshot(await inSlices(snapshotSteps(policy, SEED)), policy.version);
}
