import { specialClass } from './specialPaths';
import type { TargetClass } from './targetClass';

/**
 * The class of a resolved path (`resolvePath`); undefined for paths shown as written, such as
 * `/dev/zero`. `project` is a folder that counts as the project, like `.`.
 */
export function pathClass(path: string, project: string | undefined): TargetClass | undefined {
  if (path.startsWith('?')) return 'unknown';
  const whole = path.replace(ALL_CONTENTS, '') || '/';
  const small = whole.toLowerCase();
  return (
    specialClass(small) ??
    (small.startsWith('/dev') ? deviceClass(small) : place(whole, small, project))
  );
}

/** Trailing wildcards that match everything in a folder. */
const ALL_CONTENTS = /(?:\/(?:\*+|\.\*|\?\*|\*\.\*|\.\?\?\*|\.\[[!^]\.\]\*))+$/;

function deviceClass(path: string): TargetClass | undefined {
  if (/^\/dev\/shm(?:$|\/)/.test(path)) return 'temp';
  if (/^\/dev\/(?:tcp|udp)\//.test(path)) return 'remote host';
  if (HARMLESS_DEVICE.test(path)) return undefined;
  return /^\/dev(?:$|\/)/.test(path) ? 'device' : 'outside';
}

const HARMLESS_DEVICE =
  /^\/dev\/(?:null|zero|full|u?random|std(?:in|out|err)|tty|fd|pts|pty|ptmx|console|log)(?:$|\/)/;

function place(path: string, small: string, project: string | undefined): TargetClass {
  if (small.startsWith('/') || DRIVE.test(small)) return absolute(path, small, project);
  if (small.startsWith('~')) return inHome(path, small, project);
  if (small === '.') return 'project root';
  if (!small.startsWith('..')) return 'project';
  if (/^(?:\.\.\/){5,}\.\.$/.test(small)) return 'root';
  return inProject(path, project) ?? 'outside';
}

function absolute(path: string, small: string, project: string | undefined): TargetClass {
  if (small === '/' || /^[a-z]:\/?$/.test(small)) return 'root';
  if (ALL_HOMES.test(small)) return 'home';
  if (TEMP.test(small)) return 'temp';
  if (SYSTEM.test(small) && !OWN_IN_SYSTEM.test(small)) return 'system';
  return inProject(path, project) ?? 'outside';
}

function inHome(path: string, small: string, project: string | undefined): TargetClass {
  if (small === '~') return 'home';
  if (HOME_CACHE.test(small)) return 'temp';
  return inProject(path, project) ?? 'in home';
}

/** A folder that the command changed to counts as its project. */
function inProject(path: string, project: string | undefined): TargetClass | undefined {
  if (project === undefined || project === '.') return undefined;
  if (path === project) return 'project root';
  return path.startsWith(`${project}/`) ? 'project' : undefined;
}

const DRIVE = /^[a-z]:(?:$|\/)/;
const ALL_HOMES = /^(?:\/home|\/users|\/export\/home|[a-z]:\/users)$/;
const TEMP =
  /^(?:\/(?:tmp|var\/tmp|var\/folders|var\/cache|var\/lib\/apt\/lists|run\/user)|[a-z]:\/(?:windows\/)?temp)(?:$|\/)/;
const HOME_CACHE = /^~\/(?:\.cache|\.npm\/_\w+|library\/caches|appdata\/local\/temp)(?:$|\/)/;
const SYSTEM =
  /^(?:\/(?:bin|boot|efi|etc|lib|lib32|lib64|libx32|nix|opt|proc|run|sbin|snap|srv|sys|usr|var|system|library|applications|private)|[a-z]:\/(?:windows|program files(?: \(x86\))?|programdata|boot|recovery|system volume information))(?:$|\/)/;
/** System folders in which users keep their own files. */
const OWN_IN_SYSTEM =
  /^\/(?:opt|srv|usr\/src|usr\/local\/src|var\/www|var\/lib\/jenkins\/workspace)\/./;
