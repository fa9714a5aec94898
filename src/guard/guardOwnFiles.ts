import { HOST_HOOKS } from '../hosts/allHooks';
import type { HostHook } from '../hosts/hostHook';
import { HostExpressions, OwnFiles } from '../policy/selfProtection';

const HOSTS = new HostExpressions(
  Object.values<HostHook>(HOST_HOOKS).flatMap(({ owns }) => owns ?? []),
);

/**
 * The protected files of this machine: the storage, the folder of the guard, and the files that
 * make each host call it. `env`: the environment of the host.
 */
export function guardOwnFiles(
  folders: { readonly storage: string; readonly guard: string | undefined },
  env: NodeJS.ProcessEnv,
): OwnFiles {
  return new OwnFiles({ ...folders, env }, HOSTS);
}
