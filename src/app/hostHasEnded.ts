import { processNamespace } from '../guard/hostProcess';
import { processHasEnded } from '../history/processToken';

/**
 * Whether the process of an agent host, in the form returned by `hostProcess`, has certainly ended.
 */
export function hostHasEnded(process: string): boolean {
  const namespace = processNamespace();
  return namespace !== undefined && process.endsWith(`-${namespace}`) && processHasEnded(process);
}
