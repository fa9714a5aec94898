import type { AppPorts } from './ports';
import { compilePolicy, type CompiledPolicy } from '../policy/compilePolicy';
import { createEvaluator } from '../policy/evaluator';
import type { Settings } from '../settings';

/** Compiles policies for this window, one after another: of a policy that follows another one, only what changed. */
export function createEvaluatorPort(settings: () => Settings): AppPorts['evaluator'] {
  let before: CompiledPolicy | undefined;
  return (policy) => {
    const compiled = compilePolicy({ ...policy, seq: 0 }, before);
    before = compiled;
    return createEvaluator(compiled, () => ({ onError: settings().onError }));
  };
}
