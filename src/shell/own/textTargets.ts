import type { Action } from '../actions/action';
import { writes } from '../stages/redirects';
import { at } from './rowTargets';
import type { WrittenTarget } from './writtenTarget';

/** Redirects to what a variable of the same command holds: `f=FILE; : > "$f"`, `for f in FILE; do : > "$f"; done`. */
export function throughVariables(
  command: string,
  { redirects, folder }: Action,
): readonly WrittenTarget[] {
  return redirects.flatMap(({ op, target }) => {
    const [, name = '', rest = ''] = /^["']?\$\{?(\w+)\}?([^"']*)["']?$/.exec(target.shown) ?? [];
    if (name === '' || !writes(op)) return [];
    const assigned = [...command.matchAll(ASSIGNED)].flatMap(([, to, value = '']) =>
      to === name ? [value] : [],
    );
    const listed = [...command.matchAll(LISTED)].flatMap(([, to, values = '']) =>
      to === name ? values.split(/\s+/) : [],
    );
    const isRead = [...command.matchAll(READ)].some(([, to]) => to === name);
    const read = isRead ? (command.match(PATHS) ?? []) : [];
    return [...assigned, ...listed, ...read].slice(0, MAX_VALUES).map((value) => {
      return at(value.replace(/["';]/g, '') + rest, folder.path);
    });
  });
}

const ASSIGNED = /(?:^|[\s;&|(])(\w+)=(\S+)/g;
const LISTED = /(?:^|[\s;&|(])for\s+(\w+)\s+in\s+([^;\n]{1,400})/g;
/** `while read -r f; do …`: the names come from somewhere in the command. */
const READ = /\bread\s+(?:-\w+\s+)?(\w+)\s*[;|&\n]/g;
const PATHS = /(?:~|\$HOME|\/)[^\s'"|;&<>()]{1,400}/g;
const MAX_VALUES = 8;

/** The files that a script of `sed` writes with `w`. */
export function scriptTargets(
  command: string,
  { program, start, end, folder }: Action,
): readonly WrittenTarget[] {
  if (program !== 'sed' && program !== 'gsed') return [];
  return [...command.slice(start, end).matchAll(SED_WRITES)].map(([, file = '']) => {
    return at(file, folder.path);
  });
}

const SED_WRITES = /['"/;{}0-9$gpI]w\s+([^\s'"};]{1,400})/g;

/** The files that the patch of `apply_patch` names, which agents call from a shell too. */
export function patchedTargets(
  command: string,
  { program, folder }: Action,
): readonly WrittenTarget[] {
  if (program !== 'apply_patch' && program !== 'applypatch') return [];
  return [...command.matchAll(PATCHED)].map(([, file = '']) => {
    return at(file.trim(), folder.path);
  });
}

const PATCHED = /^\*\*\* (?:(?:Add|Update|Delete) File|Move to): ([^\r\n]+)/gm;

/** The tree that `GIT_WORK_TREE` names for git in the same command. */
export function treeTargets(
  command: string,
  { program, folder }: Action,
): readonly WrittenTarget[] {
  if (program !== 'git') return [];
  return [...command.matchAll(WORK_TREE)].map(([, path = '']) => at(`${path}/*`, folder.path));
}

const WORK_TREE = /(?:^|[\s;&|(])GIT_WORK_TREE=["']?([^\s"';]{1,400})/g;
