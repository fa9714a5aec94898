import type { AppPorts } from './ports';
import { compilePolicy, type CompiledPolicy } from '../policy/compilePolicy';
import { createEvaluator } from '../policy/evaluator';
import type { Settings } from '../settings';

/** Compiles the policies of this window. A later policy reuses the compiled rules of the previous one. */
export function createEvaluatorPort(settings: () => Settings): AppPorts['evaluator'] {
  let previous: CompiledPolicy | undefined;
  return (policy) => {
    const compiled = compilePolicy({ ...policy, seq: 0 }, previous);
    previous = compiled;
    return createEvaluator(compiled, () => ({ onError: settings().onError }));
  };
}
