import { decide } from './decide';
import type { ReadablePolicy } from './policy';

/** The answer in its shortest form: may it run by itself, must a person look, how safe is it (0, 50 or 100). */
export interface Classification {
  readonly allowed: boolean;
  readonly requiresManual: boolean;
  readonly safeScore: number;
}

/** Denied: (false, true, 0). Allowed: (true, false, 100). Anything else: (false, true, 50). Deny comes first. */
export function classify(policy: ReadablePolicy, command: string): Classification {
  const { decision, score } = decide(policy, command);
  const allowed = decision === 'allow';
  return { allowed, requiresManual: !allowed, safeScore: score };
}
