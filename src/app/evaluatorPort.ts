import type { AppPorts } from './ports';
import { compileInSlices } from '../policy/compileInSlices';
import { createEvaluator } from '../policy/evaluator';
import type { Settings } from '../settings';

/** Compiles the policies of this window. */
export function createEvaluatorPort(settings: () => Settings): AppPorts['evaluator'] {
  return async (policy) => {
    const compiled = await compileInSlices({ ...policy, seq: 0 });
    return createEvaluator(compiled, () => ({ onError: settings().onError }));
  };
}
