import type { Action } from '../actions/action';
import { fitsGlob } from '../words/globbedNames';
import { COPIES, isChanger } from './changers';
import type { HostExpressions } from './hostExpressions';
import { all, anyFileIn, type WrittenTarget } from './writtenTarget';

/** Whether `find` changes the files that it finds, and could find a protected one. */
export function changesFound(action: Action, hosts: HostExpressions): boolean {
  const { options, words } = action;
  const changes = options.some(({ name, value }) => {
    const program = value?.shown ?? '';
    if (name === '-delete') return true;
    if (!RUNS.test(name) || !isChanger(program)) return false;
    return !COPIES.has(program) || copiesOverFound(words.map((word) => word.value));
  });
  return changes && mayFindOwnFiles(action, hosts);
}

const RUNS = /^-(?:exec|execdir|ok|okdir)$/;

/** `-exec cp FILE {}`; with `{}` elsewhere, the files that were found are only read. */
function copiesOverFound(words: readonly string[]): boolean {
  const run = words.slice(words.findIndex((word) => RUNS.test(word)) + 1);
  const end = run.findIndex((word) => /^(?:\\?;|\+)$/.test(word));
  const copy = run.slice(0, end < 0 ? undefined : end);
  return copy.at(-1) === '{}' && !copy.some((word) => /^(?:-t|--target-directory)/.test(word));
}

/** Where `find` finds files: in folders with all their contents, or only files directly in them. */
export function foundIn({ operands, options }: Action): readonly WrittenTarget[] {
  const value = (wanted: string): string | undefined =>
    options.find(({ name }) => name === wanted)?.value?.shown;
  const isFlat = value('-maxdepth') === '1' && value('-type') === 'f';
  if (!isFlat) return all(operands, true);
  return operands.flatMap(({ targets }) => targets.map(({ path }) => anyFileIn(path)));
}

/** Whether `find` could find a protected file, by the names and paths that it searches for. */
export function mayFindOwnFiles(action: Action, hosts: HostExpressions): boolean {
  const words = action.words.map(({ value }) => value);
  if (words.some((word) => /^(?:-or?|,)$/.test(word))) return true;
  const wanted = words.flatMap((word, at) => {
    const isNegated = /^(?:\\?!|-not)$/.test(words[at - 1] ?? '');
    return FINDS.test(word) && !isNegated ? [(words[at + 1] ?? '').split('/').at(-1) ?? ''] : [];
  });
  const own = [...OWN_NAMES, ...hosts.names];
  return wanted.every((pattern) => own.some((name) => fitsGlob(name, pattern.slice(0, 32))));
}

const FINDS = /^-i?(?:name|path|wholename)$/;

/** Names of Rulewright's files and of the folders that contain them. */
const OWN_NAMES = (
  'rulewright.json policy.snapshot rulewright.db guard.sh guard.json guard.cjs guard.main.js ' +
  'rulewright.rulewright globalStorage'
).split(' ');
