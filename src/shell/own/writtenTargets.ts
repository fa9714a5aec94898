import { WordList } from '../words/wordList';
import type { Action } from '../actions/action';
import type { ActionWord } from '../actions/actionWord';
import { writes } from '../stages/redirects';
import { PER_NAME } from '../stages/innerStage';
import { intoOperands, linksNames, unpacked, unzipped } from './archives';
import { copied, moved, replaced } from './copiedFiles';
import { mounted } from './wholeFolders';
import { rowTargets, definesOperands } from './rowTargets';
import {
  CHANGES_ALL,
  COPIES,
  EDITS,
  IN_PLACE,
  isChanger,
  PRINTS,
  READS,
  REMOVES,
  RUNS_FILES,
} from './changers';
import type { HostExpressions } from './hostExpressions';
import { changesFound, mayFindOwnFiles, foundIn } from './foundFiles';
import {
  all,
  anyFileIn,
  at,
  below,
  certainTargets,
  pathsIf,
  type WrittenTarget,
} from './writtenTarget';

/** The paths that an action changes; none for programs that only read. */
export function writtenTargets(action: Action, hosts: HostExpressions): readonly WrittenTarget[] {
  return [
    ...redirected(action),
    ...ofOptions(action),
    ...afterOutputOptions(action),
    ...rowTargets(action),
    ...ofOperands(action, hosts),
  ];
}

function redirected({ redirects }: Action): readonly WrittenTarget[] {
  return redirects.filter(({ op }) => writes(op)).flatMap(({ target }) => certainTargets(target));
}

/** The value of `-o FILE` and similar options of any program. */
function ofOptions({ options, program, folder }: Action): readonly WrittenTarget[] {
  const isCmdlet = CHANGES_ALL.has(program) && /^[A-Z]/.test(program);
  return options.flatMap(({ name, value }) => {
    if (value === undefined) return [];
    if (isCmdlet || OUTPUT.test(name)) return named(value, folder.path, REMOVES.has(program));
    const isFolder = FOLDER_OPTIONS.test(name) || FOLDER_OPTIONS_OF[program]?.test(name) === true;
    return isFolder ? value.targets.map(({ path }) => anyFileIn(path)) : [];
  });
}

const OUTPUT =
  /^(?:-o|-O|-out|--output|--out|--outfile|--output-document|--output-file|-(?:Destination|OutFile))$/i;
const FOLDER_OPTIONS = /^(?:-t|-P|--target-directory|--directory-prefix|--output-dir)$/;
/** Options that name the output folder only for these programs. */
const FOLDER_OPTIONS_OF: Readonly<Record<string, RegExp>> = {
  __proto__: null as never,
  unzip: /^-d$/,
  patch: /^(?:-d|--directory)$/,
};

/** `-o FILE` for a program whose options are unknown: the next word was parsed as an operand. */
function afterOutputOptions({ read, words, operands, folder }: Action): readonly WrittenTarget[] {
  return read.operands.flatMap((place, index) => {
    const operand = operands[index];
    const before = words[place - 1]?.value ?? '';
    return operand !== undefined && OUTPUT.test(before) ? named(operand, folder.path) : [];
  });
}

function toOf({ operands }: Action): readonly WrittenTarget[] {
  return operands
    .filter(({ shown }) => shown.startsWith('of='))
    .flatMap((word) => certainTargets(word));
}

/** A word as a file, even if it does not look like one. */
function named(word: ActionWord, folder: string, isFolder = false): readonly WrittenTarget[] {
  if (word.targets.length > 0) return certainTargets(word, isFolder);
  return [at(word.shown.replace(/['"]/g, ''), folder, isFolder)];
}

function ofOperands(action: Action, hosts: HostExpressions): readonly WrittenTarget[] {
  const { program, operands } = action;
  const special = SPECIAL[program];
  if (special !== undefined) return special(action, hosts);
  if (operands.length === 0 || READS.has(program)) return unpacked(action);
  if (hosts.programs.has(program)) return [];
  if (COPIES.has(program)) return copied(action);
  if (CHANGES_ALL.has(program)) return all(operands, REMOVES.has(program));
  if (EDITS.has(program)) return edited(action);
  if (definesOperands(action)) return [];
  const others = RUNS_FILES.has(program) ? operands.slice(1) : operands;
  return others.flatMap((word) =>
    word.targets.map((target) => ({ target, isFolder: false, certain: false })),
  );
}

/** Programs whose operands have different meanings. */
const SPECIAL: Readonly<
  Record<string, (action: Action, hosts: HostExpressions) => readonly WrittenTarget[]>
> = {
  __proto__: null as never,
  git: changedByGit,
  curl: (action) => inFolderIf(action, ({ name }) => /^(?:-O|--remote-name|-J)/.test(name)),
  wget: ({ folder }) => [anyFileIn(folder.path)],
  unzip: unzipped,
  docker: mounted,
  podman: mounted,
  nerdctl: mounted,
  bsdtar: unpacked,
  cpio: intoOperands,
  bsdcpio: intoOperands,
  patch: ({ operands, options, folder }) => [
    ...all(operands.slice(0, 1), false),
    anyFileIn(folder.path),
    ...below([
      folder.path,
      ...options.flatMap(({ name, value }) => pathsIf(FOLDER_OPTIONS_OF['patch'], name, value)),
    ]),
  ],
  chezmoi: ({ sub, operands }) =>
    READS_CHEZMOI.has(sub[0] ?? operands[0]?.shown ?? '')
      ? []
      : operands.flatMap(({ targets }) =>
          targets.map((target) => ({ target, isFolder: false, certain: false })),
        ),
  vim: openedInEditor,
  vi: openedInEditor,
  nvim: openedInEditor,
  uniq: ({ operands }) => all(operands.slice(1), false),
  xxd: ({ operands }) => all(operands.slice(1), false),
  mount: ({ operands, words }) =>
    keepsContents(words.map(({ value }) => value)) ? [] : all(operands.slice(-1), true),
  bindfs: ({ operands }) => all(operands.slice(-1), true),
  chmod: ({ operands, options }) => [
    ...all(operands, false),
    ...(options.some(({ name }) => /^-\w*R|^--recursive$/.test(name)) || locks(operands)
      ? replaced(operands)
      : []),
  ],
  fd: (action) => (runsChanger(action) ? all(action.operands, true) : []),
  find: (action, hosts) => (changesFound(action, hosts) ? foundIn(action) : []),
  dd: toOf,
  dcfldd: toOf,
  dc3dd: toOf,
  mv: moved,
  ln: moved,
};

const READS_CHEZMOI = new WordList('diff status cat verify managed source-path add re-add data');

/** Whether a mode revokes the user's permission to enter and read a folder: `000`, `u-x`, `a=`. */
function locks([mode]: readonly ActionWord[]): boolean {
  const text = mode?.shown ?? '';
  const user = /^[0-7]{3,4}$/.test(text) ? Number(text.at(-3)) : undefined;
  if (user !== undefined) return (user & 5) !== 5;
  return text.split(',').some((one) => /^[ua]*(?:-\w*[rx]|=[^rx]*$)/.test(one));
}

function edited({ options, operands }: Action): readonly WrittenTarget[] {
  return options.some(({ name }) => IN_PLACE.test(name)) ? all(operands, false) : [];
}

/** Files with any name in the working directory. */
function inFolderIf(
  { options, folder }: Action,
  when: (option: Action['options'][number]) => boolean,
): readonly WrittenTarget[] {
  return options.some(when) ? [anyFileIn(folder.path)] : [];
}

/** A tree that git writes: in its working directory, or in a folder that it creates. */
function changedByGit({ sub, operands, folder, words }: Action): readonly WrittenTarget[] {
  const name = sub[0] ?? '';
  const isTree = CHANGING_GIT.test(name) || CHANGING_TREE.test(name);
  const values = words.map(({ value }) => value);
  const tree = values.flatMap((value, index) =>
    value === '--work-tree' ? [values[index + 1] ?? ''] : (WORK_TREE.exec(value)?.[1] ?? []),
  );
  const elsewhere = isTree ? tree.map((path) => at(`${path}/*`, folder.path)) : [];
  if (CHANGING_GIT.test(name))
    return [...elsewhere, ...all(operands, true), anyFileIn(folder.path)];
  if (elsewhere.length > 0) return elsewhere;
  if (/^(?:init)$/.test(name)) return replaced(operands.slice(-1));
  if (name === 'worktree' && sub[1] === 'add') return replaced(operands);
  return CHANGING_TREE.test(name) ? [anyFileIn(folder.path)] : [];
}

const WORK_TREE = /^--work-tree=(.+)$/;
const CHANGING_TREE = /^(?:reset|stash|pull|merge|rebase|revert|cherry-pick|switch|am)$/;

/** Whether a command starts a container that changes files, so that its mounts may change. */
export function changesInContainer(actions: readonly Action[], hosts: HostExpressions): boolean {
  return (
    actions.some(({ program }) => SPECIAL[program] === mounted) &&
    actions.some(
      (action) => SPECIAL[action.program] !== mounted && writtenTargets(action, hosts).length > 0,
    )
  );
}

function runsChanger({ options, operands }: Action): boolean {
  return (
    options.some(({ name }) => /^(?:-x|-X|--exec|--exec-batch)$/.test(name)) &&
    operands.some(({ shown }) => isChanger(shown))
  );
}

const CHANGING_GIT = /^(?:checkout|restore|rm|mv|clean|apply)$/;

/** An editor that does not open its files for reading only. */
function openedInEditor({ operands, options }: Action): readonly WrittenTarget[] {
  return options.some(({ name }) => /^-(?:R|M|m)$/.test(name)) ? [] : all(operands, false);
}

/** Whether `mount` only changes how a folder is mounted, and leaves it writable. */
function keepsContents(words: readonly string[]): boolean {
  const has = (wanted: RegExp): boolean => words.some((word) => wanted.test(word));
  if (has(/^--make-/)) return true;
  return has(/^(?:-o)?(?:\w+,)*remount(?:,|$)/) && !has(/^(?:-o)?(?:\w+,)*ro(?:,|$)/);
}

/**
 * Whether a program receives the names of the files to change from another one: `find … | xargs
 * rm`.
 */
export function passesFileNames(actions: readonly Action[]): boolean {
  return (
    actions.some(linksNames) ||
    (actions.some(({ program }) => PER_NAME.has(program)) && actions.some(takesFileNames))
  );
}

/**
 * Whether a program that changes files gets no file names as operands: for `sed -i` the first operand is the script.
 */
function takesFileNames({ program, operands, options }: Action): boolean {
  const inPlace = options.some(({ name }) => IN_PLACE.test(name));
  if (operands.some(({ shown }) => shown.includes('{}'))) {
    return isChanger(program) && (inPlace || !PRINTS.has(program));
  }
  if (!EDITS.has(program)) return operands.length === 0 && isChanger(program);
  return operands.length <= 1 && inPlace;
}

/** The placeholder for a name in the commands that `xargs`, `parallel` and `find -exec` run. */
export function nameMark(actions: readonly Action[]): string | undefined {
  const runner = actions.find(({ program }) => PER_NAME.has(program) || program === 'find');
  if (runner === undefined) return undefined;
  const values = runner.words.map(({ value }) => value);
  const at = values.findIndex((value) => value.startsWith('-I'));
  const mark = values[at] === '-I' ? values[at + 1] : values[at]?.slice(2);
  return mark === undefined || mark === '' || runner.program === 'find' ? '{}' : mark;
}

/** The paths that an action names, if its program changes files. */
export function namedTargets(action: Action, hosts: HostExpressions): readonly WrittenTarget[] {
  const { program, operands, words, folder } = action;
  const texts = NAME_PRINTERS.has(program)
    ? words.slice(1).map(({ value }) => at(value, folder.path))
    : [];
  if (program === 'find')
    return mayFindOwnFiles(action, hosts) ? foundIn(action) : all(operands, false);
  return [...texts, ...all(operands, FOLDER_LISTERS.has(program))];
}

/** Programs that print the names given to them. */
const NAME_PRINTERS = new WordList('echo printf');
/** Programs that print the names of files in the folders given to them. */
const FOLDER_LISTERS = new WordList('grep egrep rg ag ack ls tree fd fdfind');
