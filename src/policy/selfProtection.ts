import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import {
  changeByCode,
  changeByPath,
  type OwnFiles,
  type ProtectedChange,
} from '../shell/protectedChange';

export { HostExpressions, OwnFiles, type OwnFilesData } from '../shell/protectedChange';

/** What a tool may write, as far as its call tells. */
export interface Writing {
  readonly paths: readonly { readonly path: string; readonly withContents: boolean }[];
  /** Code in another language than that of a shell. */
  readonly code: readonly string[];
  /** Whether it writes these paths; otherwise it may do so. */
  readonly isCertain: boolean;
}

/**
 * The reason to protect the files that a tool writes; undefined if none is protected. If it is not certain that it
 * writes, the user is asked about files that are otherwise denied, and project settings pass.
 */
export function changeByTool(
  { paths, code, isCertain }: Writing,
  cwd: string | undefined,
  own: OwnFiles,
): ProtectedChange | undefined {
  const written = paths.flatMap(({ path, withContents }) =>
    spellings(path, cwd).map((spelling) => changeByPath(spelling, cwd, own, withContents)),
  );
  const byPath = strongest(written);
  return strongest([
    isCertain ? byPath : unsure(byPath),
    ...code.map((text) => changeByCode(text, own)),
  ]);
}

function strongest(found: readonly (ProtectedChange | undefined)[]): ProtectedChange | undefined {
  return found.find((one) => one?.decision === 'deny') ?? found.find((one) => one !== undefined);
}

function unsure(found: ProtectedChange | undefined): ProtectedChange | undefined {
  return found?.decision === 'deny' ? { ...found, decision: 'ask' } : undefined;
}

/**
 * The path, and the files that it refers to through links. Some tools remove `..` with the part before it; the system
 * follows the link first.
 */
function spellings(path: string, cwd: string | undefined): readonly string[] {
  const whole = isAbsolute(path) ? path : cwd === undefined ? undefined : `${cwd}/${path}`;
  if (whole === undefined || path.startsWith('~')) return [path];
  const meant = path.includes('..') ? [normalize(whole), whole] : [whole];
  return [path, ...meant.flatMap((one) => realPath(one) ?? [])];
}

const MAX_DEPTH = 40;

/** The file at the end of all links; it may not exist yet. */
function realPath(path: string): string | undefined {
  let folder = path;
  let rest = '';
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    try {
      return join(realpathSync.native(folder), rest);
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
