import { readPublishedPolicy } from './readSnapshot';
import { MAX_RULES } from './snapshotFormat';

/** Larger than the policy of 10 000 rules. Hashing that much takes some tens of milliseconds. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Whether a published policy has an enforced rule. Another program may have written the file, so the work is bounded.
 * True if the policy cannot be read, because guards then deny, or not within the bounds.
 */
export function hasRuleInForce(path: string): boolean {
  try {
    const policy = readPublishedPolicy(path, { maxBytes: MAX_BYTES });
    if (policy.size > MAX_RULES) return true;
    for (let at = 0; at < policy.size; at += 1) if (policy.modeAt(at) === 'enforce') return true;
    return false;
  } catch {
    return true;
  }
}
