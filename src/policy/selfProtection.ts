import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { changeByPath, type OwnFiles, type ProtectedChange } from '../shell/protectedChange';

export { ownFiles, type OwnFiles } from '../shell/protectedChange';

/**
 * The reason to protect these files from a tool that writes them; undefined if none is protected.
 */
export function changeByPaths(
  paths: readonly string[],
  cwd: string | undefined,
  own: OwnFiles,
): ProtectedChange | undefined {
  let asked: ProtectedChange | undefined;
  for (const path of paths) {
    for (const spelling of spellings(path, cwd)) {
      const found = changeByPath(spelling, cwd, own);
      if (found?.decision === 'deny') return found;
      asked ??= found;
    }
  }
  return asked;
}

/** The resolved path, and the file that it refers to through links. */
function spellings(path: string, cwd: string | undefined): readonly string[] {
  const whole = isAbsolute(path) ? path : cwd === undefined ? undefined : join(cwd, path);
  const real = whole === undefined || path.startsWith('~') ? undefined : realPath(whole);
  return real === undefined ? [path] : [path, real];
}

const MAX_DEPTH = 40;

/** The file at the end of all links; it may not exist yet. */
function realPath(path: string): string | undefined {
  let folder = path;
  let rest = '';
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    try {
      return join(realpathSync(folder), rest);
    } catch {
      // It does not exist yet or cannot be read: use its link target, otherwise its parent folder.
      const to = linkTarget(folder);
      rest = to === undefined ? join(basename(folder), rest) : rest;
      folder = to ?? dirname(folder);
    }
  }
  return undefined;
}

function linkTarget(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    // Not a link.
    return undefined;
  }
}
