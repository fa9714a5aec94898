import type { Action } from '../actions/action';
import type { ActionWord } from '../actions/actionWord';
import { all, anyFileIn, belowHome, certainTargets, type WrittenTarget } from './writtenTarget';

/** `cp a b FOLDER`: the folder, and the files with these names in it; with `-r` the folders with these names. */
export function copied({ program, operands, options }: Action): readonly WrittenTarget[] {
  const to = operands.at(-1);
  if (to === undefined || operands.length < 2) return [];
  const from = operands.slice(0, -1);
  const has = (wanted: RegExp): boolean => options.some(({ name }) => wanted.test(name));
  const isTree = has(/^(?:-[raR]|--recursive|--archive|-Recurse)$/i);
  const keepsPath = has(program === 'rsync' ? /^(?:-R|--relative)$/ : /^--parents$/);
  const isRenamed = has(/^(?:-T|--no-target-directory)$/);
  // A hard link is a second name through which the source can be written.
  const isLinked = program === 'cp' && has(/^(?:-l|--link)$/);
  const takesSource = isLinked || has(/^--remove-source-files$/) ? all(from, true) : [];
  const places = to.targets.map(({ path }) => path);
  const isAnyFile =
    has(/^--files-from$/) || (isTree && (isRenamed || from.some((word) => namesContents(word))));
  return [
    ...takesSource,
    ...certainTargets(to),
    ...inside(to, from, isTree, keepsPath),
    ...(isRenamed ? places.map(anyFileIn) : []),
    ...(isAnyFile ? belowHome(places) : []),
  ];
}

function inside(
  to: ActionWord,
  from: readonly ActionWord[],
  isTree: boolean,
  keepsPath = false,
): readonly WrittenTarget[] {
  return to.targets.flatMap(({ path, class: kind }) =>
    from.map((word) => {
      const name = namesContents(word) ? '*' : nameOf(word, keepsPath);
      const target = { path: `${path}/${name}`, class: kind };
      // A copied hidden folder may contain files that a host reads. Those of the user are no settings of a project.
      const isOwn = word.targets.some((one) => /^~\/\.[^/]+$/.test(one.path));
      const isGlob = /[*?[]/.test(name);
      const isFolder = isTree && /^\.[\w*?[-]/.test(name);
      return { target, isFolder, certain: !isOwn && !(isGlob && isFolder) };
    }),
  );
}

/** Whether a word names the contents of a folder: `rsync a/ b`, `cp -r a/. b`. */
function namesContents(word: ActionWord): boolean {
  return /\/$|(?:^|[/:])\.$/.test(plainOf(word));
}

/** The name of a copy in the target folder; `keepsPath`: with the folders of the source, or those after `/./`. */
function nameOf(word: ActionWord, keepsPath: boolean): string {
  const plain = plainOf(word);
  if (!keepsPath) return plain.split(/[/:]/).at(-1) ?? '';
  return (plain.split('/./').at(-1) ?? '').replace(/^(?:\.?\/)+/, '');
}

function plainOf({ shown }: ActionWord): string {
  return shown.replace(/['"]/g, '');
}

/** `mv` removes its sources; `ln` adds a second name through which they can be written. */
export function moved({ program, operands, options }: Action): readonly WrittenTarget[] {
  const isNamed = options.some(({ name }) => name === '-t' || name === '--target-directory');
  const from = isNamed ? operands : operands.slice(0, -1);
  const to = isNamed ? [] : operands.slice(-1);
  return [
    ...from.flatMap((word) => certainTargets(word, true)),
    ...to.flatMap((word) => [...certainTargets(word), ...inside(word, from, true)]),
    ...(program === 'ln' || options.some(({ name }) => name === '-T') ? replaced(to) : []),
    ...(program === 'ln' && operands.length === 1 ? all(operands, false) : []),
  ];
}

/** Replaces a hidden folder. */
export function replaced(words: readonly ActionWord[]): readonly WrittenTarget[] {
  return words.flatMap(({ targets }) =>
    targets
      .filter(({ path }) => /(?:^|\/)\.[^/]+$/.test(path))
      .map((target) => ({ target, isFolder: true, certain: true })),
  );
}
