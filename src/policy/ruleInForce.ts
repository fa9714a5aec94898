import { readPublishedPolicy } from './readSnapshot';

/** Whether a published policy can decide anything. One that cannot be read decides everything: guards deny. */
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
