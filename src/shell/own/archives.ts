import type { Action } from '../actions/action';
import { anyFileIn, at, below, belowHome, pathsIf, type WrittenTarget } from './writtenTarget';

/** What `tar` extracts: files of any name. */
export function unpacked(action: Action): readonly WrittenTarget[] {
  const { program, options, folder } = action;
  const has = (wanted: RegExp): boolean => options.some(({ name }) => wanted.test(name));
  if (!/^(?:bsd|g)?tar$/.test(program) || !has(/^(?:-x|--extract|--get)$/)) return [];
  // The archive may name files by their absolute paths.
  const isAnywhere = has(/^(?:-P|--absolute-(?:names|paths))$/);
  return [
    anyFileIn(folder.path),
    ...members(action, /^(?:-C|--directory)$/, 0),
    ...(isAnywhere ? below(['~']) : []),
  ];
}

/** What `unzip` extracts, unless it only lists or tests. */
export function unzipped(action: Action): readonly WrittenTarget[] {
  const isRead = action.options.some(({ name }) => /^-[lptvZz]$/.test(name));
  return isRead ? [] : [anyFileIn(action.folder.path), ...members(action, /^-d$/, 1)];
}

/**
 * The members of an archive that are extracted by name, in the folder that an option names. Without names, an archive
 * may contain any file, which counts as possible in the home folder.
 */
function members(
  { operands, options, folder }: Action,
  into: RegExp,
  skipped: number,
): readonly WrittenTarget[] {
  const named = options.flatMap(({ name, value }) => pathsIf(into, name, value));
  const names = operands.slice(skipped).map(({ shown }) => shown.replace(/['"]/g, ''));
  if (names.length === 0) return belowHome(named);
  return (named.length > 0 ? named : [folder.path]).flatMap((path) =>
    names.map((name) => at(name, path, true)),
  );
}

/** What `cpio` extracts or copies into a folder given as an operand, or into the working directory. */
export function intoOperands({ operands, options, folder }: Action): readonly WrittenTarget[] {
  if (!options.some(({ name }) => /^-(?:i|p|-extract|-pass-through)$/.test(name))) return [];
  const places = operands.flatMap(({ targets }) => targets.map(({ path }) => path));
  return [...places, folder.path].map(anyFileIn).concat(belowHome(places));
}

/** Whether `cpio` makes second names of the files whose names it gets, through which they can be written. */
export function linksNames({ program, options }: Action): boolean {
  const has = (wanted: RegExp): boolean => options.some(({ name }) => wanted.test(name));
  return program === 'cpio' && has(/^-(?:p|-pass-through)$/) && has(/^-(?:l|-link)$/);
}
