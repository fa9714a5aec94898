import type { Action } from '../actions/action';
import { readOutputs, writerRows, type OutputKind, type WriterRow } from './writerRow';
import { at, below, belowHome, type WrittenTarget } from './writtenTarget';

/** The targets that an action changes according to the lines of its program in `WRITER_ROWS`. */
export function rowTargets(action: Action): readonly WrittenTarget[] {
  return writerRows(action).flatMap((row) => targetsOf(row, action.folder.path));
}

/** Whether these lines define which operands the action changes; the others are then only read. */
export function definesOperands(action: Action): boolean {
  return writerRows(action).some(({ marks }) => marks.some((mark) => mark.startsWith('@')));
}

function targetsOf(row: WriterRow, folder: string): readonly WrittenTarget[] {
  const { written, operands } = readOutputs(row);
  const outputs = written.flatMap(({ value, kind }) => outputTargets(value, kind, folder));
  const named = row.marks.flatMap((mark) => MARKS[mark]?.(operands, folder, row.rest) ?? []);
  return [...outputs, ...named];
}

function outputTargets(value: string, kind: OutputKind, folder: string): readonly WrittenTarget[] {
  switch (kind) {
    case 'file':
      return [at(value, folder)];
    case 'folder':
      return [at(`${value}/*`, folder)];
    case 'files':
      return filesIn(value, folder);
    case 'tree':
      return [at(value, folder, true)];
  }
}

/** Files of any name in a folder and in its folders. In the home folder, these may be protected ones. */
function filesIn(value: string, folder: string): readonly WrittenTarget[] {
  return [at(`${value}/*`, folder), ...belowHome([at(value, folder).target.path])];
}

type Marked = (
  operands: readonly string[],
  folder: string,
  words: readonly string[],
) => readonly WrittenTarget[];

/** The operands selected by each mark. */
const MARKS: Readonly<Record<string, Marked>> = {
  __proto__: null as never,
  '@all': (operands, folder) => operands.map((word) => at(word, folder)),
  '@removes': (operands, folder) => operands.map((word) => at(word, folder, true)),
  '@first': (operands, folder) => operands.slice(0, 1).map((word) => at(word, folder)),
  '@last': (operands, folder) => operands.slice(-1).map((word) => at(word, folder)),
  '@into': (operands, folder) =>
    operands.slice(-1).flatMap((word) => [at(word, folder), at(`${word}/*`, folder)]),
  '@tree': (operands, folder) =>
    operands.slice(-1).flatMap((word) => [at(word, folder), ...filesIn(word, folder)]),
  '@anywhere': () => below(['~']),
  '@unpacks': (operands, folder) =>
    operands.flatMap((word) =>
      EXTENSION.test(word) ? [at(word.replace(EXTENSION, ''), folder)] : [],
    ),
  '@prefix': (operands, folder) => operands.slice(-1).map((word) => at(`${word}*`, folder)),
  '@here': (_, folder) => [at('*', folder)],
  '@binds': (_, folder, words) => bindTargets(words, folder),
  '@properties': (_, folder, words) => propertyTargets(words, folder),
  '@address': (operands, folder, words) => addressTargets(operands, folder, words),
};

/** The extension of a compressed file: `.gz`. */
const EXTENSION = /\.\w{1,6}$/;

/** `--bind FOLDER PLACE`, `--tmpfs PLACE`: hides the content of the place, unless the same folder is mounted there. */
function bindTargets(words: readonly string[], folder: string): readonly WrittenTarget[] {
  return words.flatMap((word, index) => {
    const count = BINDS.exec(word)?.[1] === undefined ? (HIDES.test(word) ? 1 : 0) : 2;
    const place = words[index + count];
    const isSame = count === 2 && words[index + 1] === place;
    return count === 0 || place === undefined || isSame ? [] : [at(place, folder, true)];
  });
}

const BINDS = /^--((?:ro-|dev-)?bind(?:-try|-data|-fd)?|file|symlink)$/;
const HIDES = /^--(?:tmpfs|dir|dev|proc|mqueue|remount-ro|chmod)$/;

/** `BindPaths=FOLDER:PLACE` and `TemporaryFileSystem=PLACE`; a value may list several, separated by blanks. */
function propertyTargets(words: readonly string[], folder: string): readonly WrittenTarget[] {
  return words.flatMap((word) =>
    (HIDING.exec(word)?.[1] ?? '').split(/\s+/).flatMap((one) => {
      const [place = '', behind = ''] = one.replace(/^-/, '').split(':');
      const hides = behind.startsWith('/') ? behind : place;
      return hides === '' || (behind !== '' && behind === place) ? [] : [at(hides, folder, true)];
    }),
  );
}

const HIDING =
  /^(?:-p|--property=)?(?:Bind(?:ReadOnly)?Paths|TemporaryFileSystem|InaccessiblePaths)=(.*)$/;

/** `OPEN:FILE,trunc`; with `-u` and `-U` only one of the two addresses is written. */
function addressTargets(
  operands: readonly string[],
  folder: string,
  words: readonly string[],
): readonly WrittenTarget[] {
  const written = words.includes('-u')
    ? operands.slice(-1)
    : operands.slice(0, words.includes('-U') ? 1 : undefined);
  return written.flatMap((word) =>
    word.split('!!').flatMap((one) => {
      const [, file = '', options = ''] = ADDRESS.exec(one) ?? [];
      return file === '' || /(?:^|,)rdonly(?:,|$)/.test(options) ? [] : [at(file, folder)];
    }),
  );
}

const ADDRESS = /^(?:open|create|creat|file|gopen|pipe)\d?:([^,]+)(.*)$/i;
