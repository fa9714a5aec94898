import { readPublishedPolicy } from './readSnapshot';

/** Whether a published policy has an effect. An unreadable one does: guards then deny. */
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
