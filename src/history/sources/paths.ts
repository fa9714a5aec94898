import { posix, win32 } from 'node:path';

/**
 * A path as a transcript gives it, resolved against the working directory it is relative to. The style of the paths
 * decides, not that of this machine: a transcript may come from another one.
 */
export function resolvedPath(
  base: string | undefined,
  path: string | undefined,
): string | undefined {
  if (path === undefined || path === '') return base;
  if (base === undefined || isAbsolute(path)) return path;
  return isWindows(base) ? win32.join(base, path) : posix.join(base, path);
}

const isWindows = (path: string): boolean => /^(?:[a-zA-Z]:|\\\\)/.test(path);

const isAbsolute = (path: string): boolean => /^[/~\\]/.test(path) || isWindows(path);
