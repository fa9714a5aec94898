import { processNamespace } from '../guard/hostProcess';
import { processHasEnded } from '../history/processToken';

/** Whether the process of an agent host, as `hostProcess` names it, is proven to have ended. */
export function hostHasEnded(process: string): boolean {
  const namespace = processNamespace();
  return namespace !== undefined && process.endsWith(`-${namespace}`) && processHasEnded(process);
}
