import { posix, win32 } from 'node:path';

/**
 * A path from a transcript, resolved against its working directory. The format of the paths determines the platform,
 * because the transcript may come from another machine.
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

/**
 * The path of `file:///home/ada/shop`, `file:///c%3A/shop`, `vscode-remote://ssh-remote%2Bhost/home/ada/shop`. Throws if
 * it is not a URI.
 */
export function pathOfUri(uri: string): string {
  return decodeURIComponent(new URL(uri).pathname).replace(/^\/([a-zA-Z]:)/, '$1');
}
