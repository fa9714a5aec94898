import { readPublishedPolicy } from './readSnapshot';

/**
 * Whether a published policy has an enforced rule. True if it cannot be read, because guards then
 * deny.
 */
export function hasRuleInForce(path: string): boolean {
  try {
    const policy = readPublishedPolicy(path);
    return Array.from({ length: policy.size }, (_, at) => policy.ruleAt(at)).some(
      ({ mode }) => mode === 'enforce',
    );
  } catch {
    return true;
  }
}
