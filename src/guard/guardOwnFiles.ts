import { HOST_HOOKS } from '../hosts/allHooks';
import type { HostHook } from '../hosts/hostHook';
import { ownFiles, type OwnFiles } from '../policy/selfProtection';

/**
 * The protected files of this machine: the storage, the folder of the guard, and the files that
 * make each host call it. `env`: the environment of the host.
 */
export function guardOwnFiles(
  folders: { readonly storage: string; readonly guard: string | undefined },
  env: NodeJS.ProcessEnv,
): OwnFiles {
  const hosts = Object.values<HostHook>(HOST_HOOKS).flatMap(({ owns }) => {
    if (owns === undefined) return [];
    const other = owns.variable === undefined ? undefined : env[owns.variable];
    const named = other === undefined || other === '' ? [] : [other];
    return [{ name: owns.name, files: owns.files, folders: [owns.folder, ...named] }];
  });
  return ownFiles({ ...folders, home: env['HOME'] ?? env['USERPROFILE'] }, hosts);
}
